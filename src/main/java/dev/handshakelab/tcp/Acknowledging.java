package dev.handshakelab.tcp;

/**
 * When an acknowledgment that is owed is sent (§3.8.6.3). The RFC allows half a second; this
 * profile's plain answer is at once. Linux answers text at once until this side has sent text of
 * its own, and then waits 40 ms for something that could carry the acknowledgment; a FIN it
 * acknowledges after a tick, or after 40 ms when text came before it.
 */
final class Acknowledging {
  private static final long LINUX_DELAY_NS = 40_000_000L;

  private static final Rule AT_ONCE = Rule.rfc9293("3.8.6.3");
  private static final Rule LATER = Rule.linux("tcp_send_delayed_ack");

  private Acknowledging() {}

  static Turn settle(Turn turn) {
    var receive = turn.tcb().receive();
    if (!receive.ackOwed()) {
      return turn;
    }
    return switch (turn.cx().policy().acks()) {
      case AT_ONCE -> turn.ack(Effect.Kind.ORIGINAL, AT_ONCE);
      case LINUX -> linux(turn, receive);
    };
  }

  private static Turn linux(Turn turn, Receiving receive) {
    boolean fin = turn.phase() == Phase.CLOSE_WAIT;
    if (fin) {
      long wait = receive.tookText() ? LINUX_DELAY_NS : turn.cx().policy().jiffyNs();
      return turn.start(Timer.DELAYED_ACK, turn.cx().nowNs() + wait, LATER);
    }
    boolean fewEnough = receive.owed() < 2 * turn.tcb().negotiated().sendMss();
    return receive.sentText() && fewEnough
        ? turn.start(Timer.DELAYED_ACK, turn.cx().nowNs() + LINUX_DELAY_NS, LATER)
        : turn.ack(Effect.Kind.ORIGINAL, AT_ONCE);
  }
}
