package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Receiving.When;

/**
 * When an acknowledgment that is owed is sent, after everything that arrived was processed
 * (MUST-59) and unless a segment with text has carried it (§3.8.6.3). The RFC allows half a second;
 * this profile's plain answer is at once. Linux answers text at once until this side has sent text
 * of its own, and then waits 40 ms for something that could carry the acknowledgment; a FIN it
 * acknowledges after a tick, or after 40 ms when text came before it.
 */
final class Acknowledging {
  private static final long LINUX_DELAY_NS = 40_000_000L;

  private static final Rule LATER = Rule.linux("tcp_send_delayed_ack");
  private static final Rule EXPIRED = Rule.linux("tcp_delack_timer");

  private Acknowledging() {}

  static Turn settle(Turn turn) {
    var owed = turn.tcb().receive().owed();
    return switch (owed.when()) {
      case NEVER -> turn;
      case NOW -> turn.ack(Effect.Kind.ORIGINAL, owed.rule());
      case SOME_TIME, SCHEDULED ->
          switch (turn.policy().acks()) {
            case AT_ONCE -> turn.ack(Effect.Kind.ORIGINAL, owed.rule());
            case LINUX -> linux(turn);
          };
    };
  }

  private static Turn linux(Turn turn) {
    var receive = turn.tcb().receive();
    boolean fin = turn.phase() == Phase.CLOSE_WAIT;
    boolean many = receive.owedOctets() >= 2 * turn.tcb().negotiated().sendMss();
    if (!fin && (many || !receive.sentText())) {
      return turn.ack(Effect.Kind.ORIGINAL, receive.owed().rule());
    }
    if (receive.owed().when() == When.SCHEDULED) {
      return turn;
    }
    boolean later = receive.sentText() || receive.tookText();
    long wait = later ? LINUX_DELAY_NS : turn.policy().jiffyNs();
    return turn.know(receive.owing(When.SCHEDULED, LATER)).startIn(Timer.DELAYED_ACK, wait, LATER);
  }

  /** The timer ran out before anything carried the acknowledgment. */
  static Turn expired(Turn turn) {
    return turn.tcb().receive().owed().isAny() ? turn.ack(Effect.Kind.DELAYED_ACK, EXPIRED) : turn;
  }
}
