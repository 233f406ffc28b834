package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rubrics and answers that mean harm, thrown at a service with 256 MB of heap. */
class GradingBombsTest {
  @TempDir Path folder;

  /** Each is refused or an ERROR of its check, and whoever else calls meanwhile is answered. */
  @Test
  void bombsHarmNobody() throws Exception {
    try (LabProcess lab = LabProcess.start(GradingBombs.database(folder));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String session = GradingBombs.longSession(lab);
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      Future<?> others =
          callers.submit(() -> {
            while (!over.get()) {
              HttpResponse<String> answer = lab.post("/sessions", "{}");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
              answered.incrementAndGet();
            }
            return null;
          });

      for (Map.Entry<String, String> bomb : GradingBombs.at(session).entrySet()) {
        int before = answered.get();
        List<Future<HttpResponse<String>>> thrown = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          thrown.add(callers.submit(() -> lab.post("/rubrics/try", bomb.getValue())));
        }
        for (Future<HttpResponse<String>> each : thrown) {
          HttpResponse<String> answer = each.get();
          assertThat(GradingBombs.outcome(answer))
              .as("%s: %s", bomb.getKey(), answer.body())
              .isIn("4xx", "ERROR");
        }
        await(bomb.getKey())
            .atMost(Duration.ofMinutes(1))
            .until(() -> answered.get() > before || others.isDone());
      }
      over.set(true);
      others.get();
      assertThat(lab.log()).noneMatch(line -> line.contains("OutOfMemory"));
    }
  }
}
