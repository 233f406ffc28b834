package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;

/** What only SYN-RECEIVED does: sending its SYN+ACK again, and becoming ESTABLISHED. */
final class SynReceived {
  private SynReceived() {}

  /** Whether this is Linux's request socket, which is no full connection yet. */
  static boolean isRequest(Context cx, Tcb tcb) {
    return tcb.opening().passive()
        && cx.policy().synReceivedChecks() == Policy.SynReceivedChecks.REQUEST;
  }

  /** The timer that sends the SYN+ACK again. */
  static Timer timer(Context cx, Tcb tcb) {
    return isRequest(cx, tcb) ? Timer.SYN_ACK : Timer.RETRANSMIT;
  }

  static Turn synAckAgain(Turn turn, Rule rule) {
    var segment =
        Output.synAck(
            turn.cx(), turn.tcb(), Negotiation.answer(turn.cx(), turn.tcb().negotiated()));
    return Output.emit(turn, segment, Effect.Kind.RETRANSMISSION, false, rule);
  }

  /** Our SYN is acknowledged: SND.WND, SND.WL1 and SND.WL2 are set, and what was queued may go. */
  static Turn establish(Turn turn, Segment segment, Rule rule) {
    var tcb = turn.tcb();
    var send =
        tcb.send()
            .acknowledged(segment.acknowledgment())
            .window(
                segment.window() << tcb.negotiated().sendShift(),
                segment.sequence(),
                segment.acknowledgment());
    var established =
        turn.know(tcb.with(send).with(tcb.opening().answered()).with(measured(turn)))
            .enter(Phase.ESTABLISHED, rule)
            .stop(timer(turn.cx(), tcb), rule);
    int call = tcb.opening().call();
    var told = call == 0 ? established : established.tell(call, "OPEN", "ok", rule);
    return send.fin() ? told.enter(Phase.FIN_WAIT_1, rule) : told;
  }

  private static Clocks measured(Turn turn) {
    var clocks = turn.tcb().clocks();
    var policy = turn.cx().policy();
    return clocks.isTiming()
        ? RoundTrip.sample(policy, clocks, turn.cx().nowNs() - clocks.timedAtNs())
        : clocks.withRto(RoundTrip.AFTER_LOST_SYN_NS); // RFC 6298 (5.7)
  }
}
