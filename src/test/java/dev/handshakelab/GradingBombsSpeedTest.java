package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon each bomb is answered, and how long others wait meanwhile. */
@Tag("benchmark")
class GradingBombsSpeedTest {
  @TempDir Path folder;

  /** In this order, so the first of each kind meets classes that were never used. */
  @Test
  void eachBombAloneThenFourAtOnce() throws Exception {
    try (LabProcess lab = LabProcess.start(GradingBombs.database(folder));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String session = GradingBombs.longSession(lab);
      AtomicBoolean over = new AtomicBoolean();
      Future<List<Duration>> others = callers.submit(() -> posts(lab, over));

      for (Map.Entry<String, String> bomb : GradingBombs.at(session).entrySet()) {
        Duration alone = thrown(lab, bomb.getValue());
        List<Future<Duration>> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          four.add(callers.submit(() -> thrown(lab, bomb.getValue())));
        }
        List<Duration> each = new ArrayList<>();
        for (Future<Duration> one : four) {
          each.add(one.get());
        }
        tell("%-36s alone %8s, the last of four at once %8s", bomb.getKey(), alone, last(each));
      }
      over.set(true);
      List<Duration> waits = others.get();
      Collections.sort(waits);
      tell(
          "%s others meanwhile: p50 %s, p99 %s, longest %s",
          String.valueOf(waits.size()),
          waits.get(waits.size() / 2),
          waits.get(waits.size() * 99 / 100),
          waits.getLast());
    }
  }

  private static Duration thrown(LabProcess lab, String bomb) throws Exception {
    long before = System.nanoTime();
    HttpResponse<String> answer = lab.post("/rubrics/try", bomb);
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(GradingBombs.outcome(answer)).isIn("4xx", "ERROR");
    return took;
  }

  private static List<Duration> posts(LabProcess lab, AtomicBoolean over) throws Exception {
    List<Duration> waits = new ArrayList<>();
    while (!over.get()) {
      long before = System.nanoTime();
      assertThat(lab.post("/sessions", "{}").statusCode()).isEqualTo(201);
      waits.add(Duration.ofNanos(System.nanoTime() - before));
    }
    return waits;
  }

  private static Duration last(List<Duration> all) {
    return Collections.max(all);
  }

  private static void tell(String format, Object... values) {
    Object[] shown = values.clone();
    for (int i = 0; i < shown.length; i++) {
      shown[i] = shown[i] instanceof Duration time ? time.toMillis() + " ms" : shown[i];
    }
    System.out.println(String.format(Locale.ROOT, format, shown));
  }
}
