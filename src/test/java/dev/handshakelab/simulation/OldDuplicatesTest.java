package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.List;
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
  void deliverNothingInAThousandSessions() {
    check(0, USUAL);
  }

  @Test
  @Tag("deep")
  void deliverNothingInAHundredThousandSessions() {
    check(USUAL, USUAL + DEEP);
  }

  private static void check(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      String json = RandomSessions.jsonWithOldDuplicate(seed);
      List<Entry> entries = new ArrayList<>();
      try {
        new Simulator().run(RandomSessions.request(json), entries::add);
      } catch (RunFailure war) {
        // The duplicate set two against each other who answer ACK by ACK for ever: no text is in
        // it.
      }
      assertThat(entries.stream().filter(OldDuplicatesTest::givesTheServerText))
          .as("seed %d: %s", seed, json)
          .isEmpty();
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
