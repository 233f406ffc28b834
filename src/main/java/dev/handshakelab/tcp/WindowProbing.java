package dev.handshakelab.tcp;

/**
 * A peer whose window is too small to be worth a segment (§3.8.6.1, §3.8.6.2.1). ACKs are not
 * repeated, so the one that opens the window may be lost: only a probe finds out. The first is sent
 * after an RTO (SHLD-29), each further one after twice the time (SHLD-30), and as long as the peer
 * answers the connection stays open (MUST-37).
 */
final class WindowProbing {
  private static final Rule ZERO_WINDOW = Rule.rfc9293("3.8.6.1");
  private static final Rule OVERRIDE = Rule.rfc9293("3.8.6.2.1", 4);
  private static final Rule LINUX_GIVES_UP = Rule.linux("tcp_probe_timer");

  /** After that many doublings the wait is longer than any cap. */
  private static final int MOST_DOUBLINGS = 12;

  private WindowProbing() {}

  /** Text or a FIN waits, nothing is out: somebody has to ask again. */
  static Turn arm(Turn turn) {
    var send = turn.tcb().send();
    var clocks = turn.tcb().clocks();
    boolean needed = send.allAcknowledged() && send.hasUnsent() && !clocks.persisting();
    return needed
        ? turn.know(clocks.persisting(clocks.backoff(), true))
            .startIn(Timer.ZERO_WINDOW_PROBE, waiting(turn), ZERO_WINDOW)
        : turn;
  }

  private static long waiting(Turn turn) {
    var clocks = turn.tcb().clocks();
    long doubled = clocks.rtoNs() << Math.min(clocks.backoff(), MOST_DOUBLINGS);
    return Math.min(doubled, turn.policy().maxRtoNs());
  }

  /** The peer answers with a window of zero: that alone is no reason to give up (MUST-37). */
  static Turn shut(Turn turn) {
    return turn.know(patient(turn));
  }

  private static Clocks patient(Turn turn) {
    var clocks = turn.tcb().clocks();
    return turn.tcb().send().allAcknowledged() ? clocks : clocks.oldestFrom(turn.cx().nowNs());
  }

  /** The window is open, after it was {@code before}. */
  static Turn opened(Turn turn, SendWindow before) {
    return before.isShut()
        ? turn.know(turn.tcb().clocks().persisting(0, false))
            .stop(Timer.ZERO_WINDOW_PROBE, ZERO_WINDOW)
        : turn;
  }

  /** The timer ran out. */
  static Turn expired(Turn before) {
    var clocks = before.tcb().clocks();
    var turn = before.know(clocks.persisting(clocks.backoff(), false));
    var send = turn.tcb().send();
    if (!send.allAcknowledged() || !send.hasUnsent()) {
      return turn;
    }
    if (Schedules.givesUpProbing(turn.cx(), turn.tcb())) {
      return Timeouts.abort(turn, Timeouts.TIMED_OUT, LINUX_GIVES_UP);
    }
    if (send.window().wnd() > 0) {
      return override(turn);
    }
    var probed = turn.know(clocks.probed().persisting(clocks.backoff() + 1, false));
    return switch (turn.policy().windowProbe()) {
      case OCTET ->
          Retransmission.afterSending(
              Transmission.emitNew(probed, textOf(send), Effect.Kind.PROBE, ZERO_WINDOW),
              true,
              ZERO_WINDOW);
      case BELOW_UNA -> arm(Keepalive.probe(probed, ZERO_WINDOW));
    };
  }

  /** One octet, or none when only the FIN waits. */
  private static int textOf(Sending send) {
    return send.nxt().isBefore(send.queue().endOfText()) ? 1 : 0;
  }

  /** What silly window avoidance held back goes now: the window will not grow by itself. */
  private static Turn override(Turn turn) {
    var send = turn.tcb().send();
    int waiting = Math.max(0, send.queue().endOfText().minus(send.nxt()));
    int length = Math.min(waiting, send.window().wnd());
    return Retransmission.afterSending(
        Transmission.emitNew(turn, length, Effect.Kind.ORIGINAL, OVERRIDE), true, OVERRIDE);
  }
}
