package dev.handshakelab.scenario;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Calls in any order, sensible or not, and what became of them. */
final class RandomCalls {
  /** Twice what makes the others possible. */
  private static final List<String> CALLS =
      List.of(
          "OPEN", "OPEN", "SEND", "SEND", "CLOSE", "CLOSE", "LISTEN", "ACCEPT", "ABORT", "CRASH",
          "RESTART");

  /** What a user is told without having asked. */
  private static final Set<String> UNASKED = Set.of("RECEIVE", "RESET");

  private RandomCalls() {}

  /** Members of a request with three to nine calls, as far apart as no answer takes. */
  static String request(int seed) {
    var random = new Random(seed);
    List<String> steps = new ArrayList<>();
    int atMs = 0;
    for (int i = 3 + random.nextInt(7); i > 0; i--) {
      boolean opens = steps.isEmpty() && random.nextBoolean();
      String end = opens || random.nextInt(5) < 3 ? "CLIENT" : "SERVER";
      String call = opens ? "OPEN" : CALLS.get(random.nextInt(CALLS.size()));
      String bytes = call.equals("SEND") ? ", bytes: 10" : "";
      // Where no step opens, the client does at time zero.
      atMs += steps.isEmpty() && !opens ? 20 : 0;
      steps.add("{atMs: %d, end: '%s', call: '%s'%s}".formatted(atMs, end, call, bytes));
      atMs += 20 + 10 * random.nextInt(4);
    }
    return """
    {seed: %d, until: {ms: 600},
     steps: [%s]}\
    """
        .formatted(seed, String.join(",\n  ", steps));
  }

  /** Of each call of an end whether it was refused at once, and of an OPEN how it ended. */
  static Collection<String> answers(Trace trace, Party party) {
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
}
