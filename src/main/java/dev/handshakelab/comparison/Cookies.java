package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Which handshakes were answered by a SYN cookie: that keeps nothing, and no SYN moves anything.
 */
final class Cookies {
  private record End(int connection, Party party) {}

  private final Set<End> answered = new HashSet<>();

  /** Whose SYN+ACK stands for a request that is kept. */
  private final Set<End> requested = new HashSet<>();

  Cookies(Trace simulated) {
    Set<Integer> syns = new HashSet<>();
    for (TracedSegment segment : simulated.segments()) {
      Entry.Sent sent = segment.sent();
      if (sent.packet().segment().isSyn()) {
        syns.add(sent.ordinal());
        if (sent.packet().segment().isAck() && sent.injectedBy() == null) {
          answered.add(new End(sent.connection(), sent.from()));
        }
      }
    }
    for (Entry.Transition move : simulated.transitions()) {
      if (move.to() == StateName.SYN_RECEIVED
          && move.cause() instanceof Cause.BySegment(int ordinal, int _)
          && syns.contains(ordinal)) {
        requested.add(new End(move.connection(), move.endpoint()));
      }
    }
  }

  /** Whether, simulated, an end answered SYNs of a connection without a request for any of them. */
  boolean answer(int connection, Party party) {
    var end = new End(connection, party);
    return answered.contains(end) && !requested.contains(end);
  }

  /** The ends of a connection that answered so. */
  Set<Party> answering(int connection) {
    Set<Party> parties = EnumSet.allOf(Party.class);
    parties.removeIf(party -> !answer(connection, party));
    return parties;
  }
}
