package dev.handshakelab.linux;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two witnesses of one session, compared: what the tap saw and what the sockets said. Where they
 * disagree neither is corrected; a sentence says so.
 */
final class Contradictions {
  private Contradictions() {}

  /** One sentence for each disagreement; none when the witnesses agree. */
  static List<String> between(Evidence evidence, SeenSegments seen, List<Entry> entries) {
    List<String> found = new ArrayList<>();
    for (Party party : Party.values()) {
      StateName said = evidence.finalStates().get(party);
      StateName proved = lastState(entries, party, seen.lastOwn());
      if (said != null && said != proved) {
        found.add(
            "by its segments the %s ended in %s, by the kernel in %s"
                .formatted(party, proved, said));
      }
    }
    Octets saved = evidence.savedSyn();
    if (!saved.isEmpty() && seen.synOctets().stream().noneMatch(syn -> begins(syn, saved))) {
      found.add(
          "the SYN that the server's kernel saved is not the one that was seen: " + saved.toHex());
    }
    Long answered = openAnsweredNs(entries);
    Long synSent = seen.synSentNs();
    if (answered != null && synSent != null && synSent > answered) {
      found.add(
          "segments were not stamped when they passed but when they were read: times are too late");
    }
    return found;
  }

  /** The kernel saves the headers, without the text that there may be. */
  private static boolean begins(Octets syn, Octets saved) {
    return syn.length() >= saved.length() && syn.slice(0, saved.length()).equals(saved);
  }

  /** A connection that went back to LISTEN is none any more. */
  static StateName lastState(List<Entry> entries, Party party, int conversation) {
    StateName last = StateName.CLOSED;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Transition move
          && move.endpoint() == party
          && move.connection() == conversation
          && move.subject() == Subject.CONNECTION) {
        last = move.to();
      }
    }
    return last == StateName.LISTEN ? StateName.CLOSED : last;
  }

  /** When the user learnt how the OPEN ended: its SYN was sent before that. */
  private static @Nullable Long openAnsweredNs(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry instanceof Entry.UserCall call
          && call.connection() == 1
          && call.op().equals("OPEN")
          && call.result() != null) {
        return call.atNs();
      }
    }
    return null;
  }
}
