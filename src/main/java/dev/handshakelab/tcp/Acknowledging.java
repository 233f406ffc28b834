package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Receiving.When;

/**
 * When an acknowledgment that is owed is sent, after everything that arrived was processed
 * (MUST-59) and unless a segment with text has carried it (§3.8.6.3). The RFC allows half a second;
 * this profile's plain answer is at once. Linux acknowledges text at once as long as it is prompt,
 * and more than a full segment always; else it waits 40 ms for something that could carry the
 * acknowledgment. A FIN it acknowledges after a tick, or after 40 ms when text came before it by a
 * segment of its own, or something came twice.
 */
final class Acknowledging {
  private static final Rule LATER = Rule.linux("tcp_send_delayed_ack");
  private static final Rule EXPIRED = Rule.linux("tcp_delack_timer");

  private Acknowledging() {}

  /** Notes how much text was taken: it decides how soon it is acknowledged. */
  static Turn tookText(Turn turn, int octets) {
    var receive = turn.tcb().receive();
    long rto = turn.tcb().clocks().rtoNs();
    var promptness = receive.promptness().tookText(turn.cx().nowNs(), octets, receive.wnd(), rto);
    return turn.know(receive.with(promptness));
  }

  /**
   * Notes that something came twice (tcp_enter_quickack_mode): Linux is prompt from then on, and
   * what waits all the same, as the acknowledgment of a FIN does, waits for 40 ms.
   */
  static Turn tookTwice(Turn turn) {
    var receive = turn.tcb().receive();
    return turn.know(receive.with(receive.promptness().tookTwice(receive.wnd())));
  }

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
    var promptness = receive.promptness();
    boolean fin = turn.phase() == Phase.CLOSE_WAIT;
    boolean many = receive.unacknowledged() > promptness.largest();
    if (many || !fin && promptness.isPrompt()) {
      return turn.ack(Effect.Kind.ORIGINAL, receive.owed().rule());
    }
    if (receive.owed().when() == When.SCHEDULED) {
      return isDueSoon(turn) ? turn.ack(Effect.Kind.ORIGINAL, LATER) : turn;
    }
    long now = turn.cx().nowNs();
    long wait = promptness.patient() ? Promptness.DELAY_NS : turn.policy().jiffyNs();
    return turn.know(receive.scheduled(now, LATER)).startIn(Timer.DELAYED_ACK, wait, LATER);
  }

  /**
   * Whether no more than a quarter of the 40 ms is left, which is two ticks. In ESTABLISHED Linux
   * looks only when text comes: a pure ACK takes the fast path of tcp_rcv_established.
   */
  private static boolean isDueSoon(Turn turn) {
    var receive = turn.tcb().receive();
    long now = turn.cx().nowNs();
    boolean looks = turn.phase() != Phase.ESTABLISHED || receive.promptness().textAtNs() == now;
    return looks
        && now - receive.owed().sinceNs() >= Promptness.DELAY_NS - 2 * turn.policy().jiffyNs();
  }

  /** The timer ran out before anything carried the acknowledgment. */
  static Turn expired(Turn turn) {
    var receive = turn.tcb().receive();
    return receive.owed().isAny()
        ? turn.know(receive.with(receive.promptness().missed()))
            .ack(Effect.Kind.DELAYED_ACK, EXPIRED)
        : turn;
  }
}
