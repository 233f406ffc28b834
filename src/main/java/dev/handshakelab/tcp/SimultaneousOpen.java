package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;

/**
 * Crossed SYNs, where RFC 9293 contradicts itself. Both ends are in SYN-RECEIVED, and the peer's
 * SYN+ACK repeats a SYN that was taken already. By §3.10.7.4 it is not acceptable: an ACK answers
 * it, and that ACK establishes. Figure 7 has it establish at once.
 */
final class SimultaneousOpen {
  private static final Rule FIN = Rule.linux("tcp_shutdown");

  private SimultaneousOpen() {}

  /** Whether this is that SYN+ACK, and the policy follows the figure. */
  static boolean completes(Turn turn, Segment segment) {
    return switch (turn.policy().simultaneousOpen()) {
      case STRICT -> false;
      case FIGURE_7, FIGURE_7_AND_ACK -> isCrossing(turn, segment);
    };
  }

  private static boolean isCrossing(Turn turn, Segment segment) {
    var tcb = turn.tcb();
    return turn.phase() == Phase.SYN_RECEIVED
        && !tcb.opening().passive()
        && segment.isSyn()
        && segment.isAck()
        && !segment.isRst()
        && segment.sequence().equals(tcb.opening().irs())
        && segment.acknowledgment().equals(tcb.send().nxt());
  }

  /** What follows when it has established the connection. */
  static Turn established(Turn turn, Segment segment) {
    return switch (turn.policy().simultaneousOpen()) {
      case STRICT, FIGURE_7 -> turn;
      case FIGURE_7_AND_ACK -> Reception.duplicate(finFirst(turn), segment);
    };
  }

  /** Linux sends the FIN that waited for this before it gives the SYN a second look. */
  private static Turn finFirst(Turn turn) {
    return turn.tcb().send().queue().fin() ? Transmission.transmit(turn, FIN) : turn;
  }
}
