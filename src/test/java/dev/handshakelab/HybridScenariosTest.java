package dev.handshakelab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.hybrid.HybridRunner;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.scenario.Scenarios;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every scenario that HYBRID claims, but for those that take a minute, comes to the same between
 * the simulator and the kernel as in a simulation, whichever of the two is the client. They wait
 * for timers more than they work, so all are begun before one is waited for.
 */
@Timeout(300)
class HybridScenariosTest {
  private static final int AT_A_TIME = 16;

  /** A kernel's timer has jiffies, so that two timers may run out in either order. */
  private static final int ATTEMPTS = 4;

  /**
   * What two timers a moment apart make a race of, on any kernel; and what shows in no segment: a
   * half-open connection that ends with its listener.
   */
  private static final Set<String> NOT_SEEN =
      Set.of("lost-syn-ack", "listener-closed-during-handshake");

  /** The longest takes five seconds. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final LinuxRunner.Limits USUAL = LinuxRunner.Limits.USUAL;
  private static final HybridRunner RUNNER =
      new HybridRunner(
          new LinuxRunner.Limits(
              USUAL.address(),
              USUAL.best(),
              false,
              AT_A_TIME,
              USUAL.patience(),
              DEADLINE,
              USUAL.tapBufferBytes()),
          () -> null);
  private static final ExecutorService CALLERS = Executors.newFixedThreadPool(AT_A_TIME);
  private static final Map<SessionRequest, Future<Trace>> BEGUN = new ConcurrentHashMap<>();

  @AfterAll
  static void close() {
    CALLERS.shutdownNow();
    RUNNER.close();
  }

  /** A scenario, and which end of it is the simulator. */
  record Row(String scenario, Party simulated) {}

  private static String asked(String scenario, Party simulated) {
    return "{\"mode\":\"HYBRID\",\"scenario\":\"%s\",\"%s\":{\"stack\":\"SIMULATOR\"}}"
        .formatted(scenario, simulated == Party.CLIENT ? "client" : "server");
  }

  static Stream<Row> possible() {
    List<Row> possible = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      for (Party simulated : Party.values()) {
        Reading reading =
            new RequestReading(Limits.USUAL)
                .read(JsonMapper.shared().readTree(asked(scenario.name(), simulated)), () -> 1);
        if (reading instanceof Reading.Complete(var request)
            && RUNNER.refuse(request).isEmpty()
            && !EveryScenarioTest.SLOW.contains(scenario.name())
            && !NOT_SEEN.contains(scenario.name())) {
          possible.add(new Row(scenario.name(), simulated));
        }
      }
    }
    return possible.stream();
  }

  @ParameterizedTest
  @Tag("deep")
  @MethodSource("possible")
  void itComesToTheSame(Row row) throws Exception {
    assumeTrue(RUNNER.capability().available(), () -> RUNNER.capability().toString());
    for (Row each : possible().toList()) {
      var _ = begin(each);
    }
    SessionRequest asked = EveryScenarioTest.request(asked(row.scenario(), row.simulated()), 1);
    Trace hybrid = begin(row).get();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        EveryScenarioTest.check(asked, hybrid);
        return;
      } catch (AssertionError perhapsARace) {
        hybrid = RUNNER.run(asked, _ -> {});
      }
    }
    EveryScenarioTest.check(asked, hybrid);
  }

  private static Future<Trace> begin(Row row) throws Exception {
    SessionRequest asked = EveryScenarioTest.request(asked(row.scenario(), row.simulated()), 1);
    return BEGUN.computeIfAbsent(asked, _ -> CALLERS.submit(() -> RUNNER.run(asked, _ -> {})));
  }
}
