package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.fail;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An old duplicate SYN comes back, perhaps with text of its time, into sessions whose client sends
 * no text: with three segments the server's user never gets an octet, whatever the network does.
 */
class OldDuplicatesTest {
  private static final int USUAL = 1_000;
  private static final int DEEP = 100_000;

  @Test
  @Tag("rule-138")
  void deliverNothingInAThousandSessions() throws Exception {
    check(0, USUAL);
  }

  @Test
  @Tag("deep")
  void deliverNothingInAHundredThousandSessions() throws Exception {
    check(USUAL, USUAL + DEEP);
  }

  private static void check(long from, long to) throws Exception {
    for (long seed = from; seed < to; seed++) {
      String json = RandomSessions.jsonWithOldDuplicate(seed);
      var trace = new Simulator().run(RandomSessions.request(json), _ -> {});
      if (trace.entries().stream().anyMatch(OldDuplicatesTest::givesTheServerText)) {
        fail(InvariantsTest.story(seed, json, trace));
      }
    }
  }

  private static boolean givesTheServerText(Entry entry) {
    return entry instanceof Entry.UserCall call
        && call.endpoint() == Party.SERVER
        && call.op().equals("RECEIVE")
        && call.result() != null
        && call.result().endsWith("octets");
  }
}
