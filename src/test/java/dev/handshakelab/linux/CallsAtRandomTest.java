package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.drawing.TextLadder;
import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.simulation.Simulator;
import dev.handshakelab.trace.CauseAndEffect;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls in any order, sensible or not: no session on the kernel ends otherwise than asked, and each
 * call is taken or refused as by the simulator. The words of a refusal are the kernel's own, and it
 * says at once that text was sent where RFC 9293 waits for the acknowledgment. {@code -Dseeds},
 * {@code -Dfrom}.
 */
@Tag("deep")
class CallsAtRandomTest extends LinkedKernelTest {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);
  private static final int FROM = Integer.getInteger("from", 0);
  private static final int SEEDS = Integer.getInteger("seeds", 300);
  private static final int AT_A_TIME = 4;

  /** Twice what makes the others possible. */
  private static final List<String> CALLS =
      List.of(
          "OPEN", "OPEN", "SEND", "SEND", "CLOSE", "CLOSE", "LISTEN", "ACCEPT", "ABORT", "CRASH",
          "RESTART");

  /** What a user is told without having asked. */
  private static final Set<String> UNASKED = Set.of("RECEIVE", "RESET");

  private static String request(String mode, int seed) {
    var random = new Random(seed);
    List<String> steps = new ArrayList<>();
    int atMs = 0;
    for (int i = 3 + random.nextInt(7); i > 0; i--) {
      boolean opens = steps.isEmpty() && random.nextBoolean();
      String end = opens || random.nextInt(5) < 3 ? "CLIENT" : "SERVER";
      String call = opens ? "OPEN" : CALLS.get(random.nextInt(CALLS.size()));
      String bytes = call.equals("SEND") ? ", \"bytes\": 10" : "";
      steps.add(
          "{\"atMs\": %d, \"end\": \"%s\", \"call\": \"%s\"%s}".formatted(atMs, end, call, bytes));
      atMs += 20 + 10 * random.nextInt(4);
    }
    return """
    {"mode": "%s", "seed": %d, "network": {"delayMs": 2}, "until": {"ms": 600},
     "steps": [%s]}\
    """
        .formatted(mode, seed, String.join(",\n  ", steps));
  }

  private static SessionRequest read(String json) {
    return READING.read(JsonMapper.shared().readTree(json), () -> 1)
            instanceof Reading.Complete(var request)
        ? request
        : KernelRequests.basic();
  }

  /** Of each call of an end whether it was refused at once, and of an OPEN how it ended. */
  private static Collection<String> answers(Trace trace, Party party) {
    Map<Integer, String> answers = new TreeMap<>();
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.UserCall call
          && call.endpoint() == party
          && !UNASKED.contains(call.op())) {
        boolean refused = call.result() != null && call.result().startsWith("error");
        String answer = call.op() + (refused ? " refused" : " taken");
        answers.merge(
            call.id(), answer, (atOnce, later) -> call.op().equals("OPEN") ? later : atOnce);
      }
    }
    return answers.values();
  }

  @Test
  void eachCallIsTakenOrRefusedAsBySimulation() throws Exception {
    Map<Integer, Future<Trace>> running = new LinkedHashMap<>();
    try (var callers = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int seed = FROM; seed < FROM + SEEDS; seed++) {
        SessionRequest asked = read(request("REAL_SOCKET", seed));
        if (runner().refuse(asked).isEmpty()) {
          running.put(seed, callers.submit(() -> runner().run(asked, _ -> {})));
        }
      }
    }
    assertThat(running).hasSizeGreaterThan(SEEDS / 5);
    for (var each : running.entrySet()) {
      String request = request("SIMULATED", each.getKey());
      Trace simulated = new Simulator().run(read(request), _ -> {});
      Trace real = each.getValue().get();
      String story =
          "seed %d: %s\nkernel:\n%s\nsimulated:\n%s"
              .formatted(
                  each.getKey(),
                  request,
                  new TextLadder().draw(real),
                  new TextLadder().draw(simulated));
      CauseAndEffect.check(real, story);
      for (Party party : Party.values()) {
        assertThat(answers(real, party))
            .as(story)
            .containsExactlyElementsOf(answers(simulated, party));
      }
    }
  }
}
