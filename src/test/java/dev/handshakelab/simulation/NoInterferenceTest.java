package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.scenario.Scenarios;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sessions know nothing of each other: whatever runs beside them and before them, each comes to
 * what it comes to alone.
 */
class NoInterferenceTest {
  private static final int THREADS = 8;
  private static final int SEEDS = 5;

  /** A scenario under one of a few seeds. */
  private record Case(String scenario, long seed) {}

  @Test
  void twoSessionsOfEveryScenarioInRandomOrderOnEightThreads() throws Exception {
    inRandomOrder(2);
  }

  @Test
  @Tag("deep")
  void twoHundredSessionsOfEveryScenarioInRandomOrderOnEightThreads() throws Exception {
    inRandomOrder(200);
  }

  private static void inRandomOrder(int sessions) throws Exception {
    Map<Case, Integer> alone = new HashMap<>();
    List<Case> cases = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      if (scenario.whyNot(Mode.SIMULATED).isPresent()) {
        continue;
      }
      for (int i = 0; i < sessions; i++) {
        var each = new Case(scenario.name(), i % SEEDS);
        cases.add(each);
        if (!alone.containsKey(each)) {
          alone.put(each, run(each).hashCode());
        }
      }
    }
    Collections.shuffle(cases, new Random(42));
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (Case each : cases) {
        Callable<Integer> session = () -> run(each).hashCode();
        running.add(threads.submit(session));
      }
      for (int i = 0; i < cases.size(); i++) {
        assertThat(running.get(i).get()).as("%s", cases.get(i)).isEqualTo(alone.get(cases.get(i)));
      }
    }
  }

  /** The whole trace: every entry with its times, numbers and octets. */
  private static Trace run(Case which) throws Exception {
    SessionRequest request =
        Runs.request("{\"scenario\": \"" + which.scenario() + "\"}", which.seed());
    return Runs.run(request);
  }
}
