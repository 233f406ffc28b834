package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.KernelComparisons.Compared;
import dev.handshakelab.comparison.Difference;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.scenario.Scenarios;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.Trace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole catalogue, simulated and several times on this machine's kernel: what a Linux kernel
 * can be made to show is what is simulated, or it is known why not.
 *
 * <pre>{@code
 * ./mvnw -Pdeep test -Dtest=KernelCatalogueTest [-Druns=5] [-Dscenarios=short] [-Dladders=true]
 * }</pre>
 *
 * <p>prints a line for each scenario, and the two ladders beside each other for what is not
 * explained. The scenarios are all, the short or the long ones, or those named, with commas
 * between. Of the long ones most of the time is waiting, so all run at a time, and take four
 * minutes; a short run of which the machine was late is run again.
 */
@Tag("deep")
class KernelCatalogueTest {
  private static final int AT_A_TIME = 2;

  /** Those that wait for half a minute and more. */
  private static final int LONG_AT_A_TIME = 30;

  /** The long ones begin so far apart, since a machine with all of them beginning is late. */
  private static final long APART_MS = 500;

  /** The first of them when the short ones have warmed this JVM up: loading classes takes time. */
  private static final long WARM_MS = 10_000;

  /** A short run in which something came later than this is repeated, and the promptest taken. */
  private static final long LATE_NS = 2_000_000;

  private static final int TRIES = 6;

  private static final Divergences KNOWN = Divergences.known();
  private static final PrintStream OUT = System.out;

  private record Asked(String name, SessionRequest simulated, SessionRequest real, Trace expected) {
    boolean isLong() {
      return lastNs() > 10_000_000_000L;
    }

    long lastNs() {
      return expected.segments().stream()
          .map(segment -> segment.sent().atNs())
          .mapToLong(at -> at == null ? 0 : at)
          .max()
          .orElse(0);
    }
  }

  private static Asked asked(Scenario scenario) {
    String json = "{\"scenario\": \"%s\"}".formatted(scenario.name());
    SessionRequest simulated = KernelComparisons.request(json);
    try {
      return new Asked(
          scenario.name(),
          simulated,
          KernelComparisons.request("{\"mode\": \"REAL_SOCKET\", " + json.substring(1)),
          new Simulator().run(simulated, _ -> {}));
    } catch (RunFailure failure) {
      throw new AssertionError(scenario.name(), failure);
    }
  }

  /** Shortest first. */
  private static List<Asked> catalogue() {
    String chosen = System.getProperty("scenarios", "all");
    List<String> names = Arrays.asList(chosen.split(","));
    return Scenarios.all().stream()
        .filter(each -> each.profiles().contains(Profile.LINUX))
        .filter(each -> each.whyNot(Mode.REAL_SOCKET).isEmpty())
        .filter(each -> chosen.matches("all|short|long") || names.contains(each.name()))
        .map(KernelCatalogueTest::asked)
        .filter(each -> !chosen.equals("short") || !each.isLong())
        .filter(each -> !chosen.equals("long") || each.isLong())
        .sorted(Comparator.comparingLong(Asked::lastNs))
        .toList();
  }

  @Test
  void nothingIsUnexplained() throws Exception {
    int runs = Integer.getInteger("runs", 5);
    List<Asked> all = catalogue();
    // In other namespaces, so that what is late of a short session reaches no long one by its port.
    try (var runner = new LinuxRunner(limits());
        var aside = new LinuxRunner(limits());
        var few = new ScheduledThreadPoolExecutor(AT_A_TIME);
        var many = new ScheduledThreadPoolExecutor(LONG_AT_A_TIME)) {
      assumeTrue(
          "netns-tun".equals(runner.capability().tier()),
          () -> "needs network namespaces and a TUN: " + runner.capability());
      var shorts = new KernelComparisons(runner);
      var longs = new KernelComparisons(aside);
      Map<String, List<Future<Trace>>> begun = new HashMap<>();
      for (Asked each : all) {
        List<Problem> problems = runner.refuse(each.real());
        assertThat(problems).as(each.name()).isEmpty();
        boolean isLong = each.isLong();
        List<Future<Trace>> futures = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
          long apartMs = isLong ? WARM_MS + APART_MS * many.getTaskCount() : 0;
          futures.add(
              (isLong ? many : few)
                  .schedule(
                      () ->
                          (isLong ? longs : shorts)
                              .leastLate(each.expected(), each.real(), LATE_NS, isLong ? 1 : TRIES),
                      apartMs,
                      TimeUnit.MILLISECONDS));
        }
        begun.put(each.name(), futures);
      }
      List<String> stories = new ArrayList<>();
      List<String> rows = new ArrayList<>();
      for (Asked each : all) {
        List<Trace> traces = new ArrayList<>();
        for (Future<Trace> future : begun.getOrDefault(each.name(), List.of())) {
          traces.add(future.get());
        }
        rows.add(
            tell(new Compared(each.name(), each.simulated(), each.expected(), traces), stories));
      }
      if (Boolean.getBoolean("docs.write")) {
        write(runs, rows.stream().sorted().toList());
      }
      assertThat(stories).as(() -> String.join("\n", stories)).isEmpty();
    }
  }

  private static LinuxRunner.Limits limits() {
    LinuxRunner.Limits usual = LinuxRunner.Limits.USUAL;
    return new LinuxRunner.Limits(
        usual.address(),
        usual.best(),
        usual.traced(),
        AT_A_TIME + LONG_AT_A_TIME,
        usual.patience(),
        usual.deadline(),
        usual.tapBufferBytes());
  }

  /** By name of an entry, how many runs show something that it explains. */
  private static SortedMap<String, Integer> explained(List<Difference> differences) {
    TreeMap<String, Set<Integer>> runs = new TreeMap<>();
    for (Difference each : differences) {
      if (each.divergence() != null) {
        runs.computeIfAbsent(each.divergence(), none -> new TreeSet<>()).addAll(each.runs());
      }
    }
    TreeMap<String, Integer> counts = new TreeMap<>();
    runs.forEach((name, shown) -> counts.put(name, shown.size()));
    return counts;
  }

  /** Prints what became of a scenario; a row of the document. */
  private static String tell(Compared compared, List<String> stories) {
    List<Difference> differences = compared.differences(KNOWN);
    boolean unexplained = differences.stream().anyMatch(each -> each.divergence() == null);
    String verdict = unexplained ? "UNEXPLAINED" : differences.isEmpty() ? "EQUAL" : "EXPLAINED";
    SortedMap<String, Integer> explained = explained(differences);
    OUT.println(
        "%-36s %-11s %s %d ms late"
            .formatted(compared.what(), verdict, explained, compared.latenessNs() / 1_000_000));
    if (unexplained) {
      stories.add(compared.story(KNOWN));
    }
    if (unexplained || Boolean.getBoolean("ladders")) {
      OUT.println(compared.story(KNOWN));
    }
    return "| `%s` | %s | %s |\n"
        .formatted(
            compared.what(),
            verdict,
            explained.entrySet().stream()
                .map(each -> "`%s` %d".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static void write(int runs, List<String> rows) throws IOException {
    Files.writeString(
        Path.of("docs", "compared.md"),
        """
        # The catalogue on a kernel

        Every scenario that a Linux kernel can be made to show, simulated under the profile `LINUX` and
        run %d times on Linux %s, compared as [comparing.md](comparing.md) says: `EQUAL` in every run,
        or in how many of the runs which entry explains something. This is what one such run of
        `KernelCatalogueTest` with `-Ddocs.write=true` came to; how often a race is seen differs from
        machine to machine and from time to time.

        | scenario | verdict | explained by, in runs |
        |---|---|---|
        """
                .formatted(runs, System.getProperty("os.version").replaceFirst("-.*", ""))
            + String.join("", rows));
  }
}
