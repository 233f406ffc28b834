package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.SimultaneousOpen;
import dev.handshakelab.tcp.OpeningChoice.SynReceivedChecks;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.List;

/** What only SYN-RECEIVED does: sending its SYN+ACK again, and becoming ESTABLISHED. */
final class SynReceived {
  private SynReceived() {}

  /** Whether this is Linux's request socket, which is no full connection yet. */
  static boolean isRequest(Context cx, Tcb tcb) {
    return tcb.opening().passive()
        && !tcb.opening().fastOpened()
        && cx.policy().synReceivedChecks() == SynReceivedChecks.REQUEST;
  }

  /** The timer that sends the SYN+ACK again. */
  static Timer timer(Context cx, Tcb tcb) {
    return tcb.opening().passive() && cx.policy().synReceivedChecks() == SynReceivedChecks.REQUEST
        ? Timer.SYN_ACK
        : Timer.RETRANSMIT;
  }

  /** For whatever reason: it is not timed any more (Karn; num_retrans in tcp_rtx_synack). */
  static Turn synAckAgain(Turn turn, Rule rule) {
    var tcb = turn.tcb();
    var clocks = tcb.clocks();
    var untimed =
        tcb.with(tcb.opening().repeated()).with(clocks.with(clocks.roundTrip().untimed()));
    return synAck(turn.know(untimed), Effect.Kind.RETRANSMISSION, rule);
  }

  static Turn synAck(Turn turn, Effect.Kind kind, Rule rule) {
    var segment = Output.synAck(turn.cx(), turn.tcb(), options(turn.cx(), turn.tcb()));
    return Output.emit(turn, segment, kind, false, rule);
  }

  /** What the SYN+ACK says: what is in force, or after crossed SYNs the offer once more. */
  static List<TcpOption> options(Context cx, Tcb tcb) {
    boolean repeats =
        !tcb.opening().passive()
            && cx.policy().simultaneousOpen() == SimultaneousOpen.FIGURE_7_AND_ACK;
    return repeats
        ? SegmentOptions.repeatedOffer(cx, tcb.negotiated())
        : SegmentOptions.answer(cx, tcb.negotiated());
  }

  /** Our SYN is acknowledged: ESTABLISHED, or FIN-WAIT-1 when the user has closed meanwhile. */
  static Turn establish(Turn turn, Segment segment, Rule rule) {
    var moved = new Effect.Moved(StateName.SYN_RECEIVED, StateName.ESTABLISHED, rule);
    boolean passive = turn.tcb().opening().passive();
    var opened =
        open(turn.with(moved), segment, rule)
            .then(passive ? Keepalive::arm : Keepalive::armAfterCrossing);
    return opened.tcb().send().queue().fin() ? opened.enter(Phase.FIN_WAIT_1, rule) : opened;
  }

  /**
   * What ESTABLISHED begins with: SND.WND, SND.WL1 and SND.WL2 are set, the round trip is known or
   * not, and what was queued may go.
   */
  static Turn open(Turn turn, Segment segment, Rule rule) {
    var tcb = turn.tcb();
    long now = turn.cx().nowNs();
    var ack = segment.acknowledgment();
    int shift = segment.isSyn() ? 0 : tcb.negotiated().sendShift();
    var window = tcb.send().window().told(segment.window() << shift, segment.sequence(), ack);
    var send = tcb.send().acknowledged(ack, congestion(turn, segment)).with(window);
    var clocks = tcb.clocks().oldestFrom(now, Measuring.opened(turn, segment)).heard(now);
    return turn.know(tcb.with(send, clocks, tcb.user().opened()))
        .at(Phase.ESTABLISHED)
        .stop(timer(turn.cx(), tcb), rule)
        .then(Retransmission::userTimeout)
        .answer(tcb.user().open(), "OPEN", rule);
  }

  private static Congestion congestion(Turn turn, Segment segment) {
    var tcb = turn.tcb();
    if (tcb.opening().fastOpened()) {
      return tcb.send().congestion();
    }
    var initial =
        Congestion.initial(
            Transmission.segmentSize(tcb), Schedules.synWasLost(turn.policy(), tcb, segment));
    // Linux's tcp_enter_loss queues CWR for a SYN, too.
    boolean tells = !tcb.opening().passive() && tcb.clocks().retransmissions() > 0;
    return tells && turn.policy().isLinuxSchedule() ? initial.reduced() : initial;
  }
}
