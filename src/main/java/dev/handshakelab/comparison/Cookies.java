package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;

/**
 * Which handshakes were answered by a SYN cookie: that keeps nothing, and no SYN moves anything.
 */
final class Cookies {
  private Cookies() {}

  /** Whether, simulated, an end answered SYNs of a connection without a request for any of them. */
  static boolean answer(Aligned run, int connection, Party party) {
    boolean answered =
        run.simulated().segments().stream()
            .map(TracedSegment::sent)
            .filter(sent -> sent.connection() == connection && sent.from() == party)
            .anyMatch(sent ->
                sent.injectedBy() == null
                    && sent.packet().segment().isSyn()
                    && sent.packet().segment().isAck());
    return answered
        && run.simulated().transitions().stream()
            .filter(move -> move.connection() == connection && move.endpoint() == party)
            .filter(move -> move.to() == StateName.SYN_RECEIVED)
            .noneMatch(move -> isBySyn(move, run));
  }

  private static boolean isBySyn(Entry.Transition move, Aligned run) {
    TracedSegment cause =
        move.cause() instanceof Cause.BySegment(int ordinal, int _) ? run.simulated(ordinal) : null;
    return cause != null && cause.sent().packet().segment().isSyn();
  }
}
