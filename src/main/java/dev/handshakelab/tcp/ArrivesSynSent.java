package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/** SEGMENT ARRIVES in SYN-SENT (§3.10.7.3), in the RFC's order: ACK, RST, SYN, neither. */
final class ArrivesSynSent {
  private static final Rule ACK = Rule.rfc9293("3.10.7.3", 1);
  private static final Rule RST = Rule.rfc9293("3.10.7.3", 2);
  private static final Rule SYN = Rule.rfc9293("3.10.7.3", 4);
  private static final Rule NEITHER = Rule.rfc9293("3.10.7.3", 5);
  private static final Rule RE_ARM = Rule.linux("tcp_rcv_synsent_state_process");

  private ArrivesSynSent() {}

  static Outcome at(Context cx, SynSent here, Segment segment) {
    var calling = here.calling();
    boolean acknowledges = segment.isAck() && acknowledgesOurSyn(calling, segment);
    if (segment.isAck() && !acknowledges) {
      return unacceptableAck(cx, here, segment);
    }
    if (segment.isRst()) {
      return acknowledges
          ? refused(here, calling)
          : Outcome.of(here, new Effect.Dropped("reset that acknowledges nothing", RST));
    }
    if (!segment.isSyn()) {
      return Outcome.of(here, new Effect.Dropped("neither SYN nor RST", NEITHER));
    }
    return acknowledges ? established(cx, here, segment) : crossed(cx, here, segment);
  }

  /** ISS &lt; SEG.ACK =&lt; SND.NXT. */
  private static boolean acknowledgesOurSyn(Calling calling, Segment segment) {
    return segment.acknowledgment().equals(calling.iss().plus(1));
  }

  /**
   * First: {@code <SEQ=SEG.ACK><CTL=RST>} unless it is a RST itself. Linux then hurries to send its
   * SYN again.
   */
  private static Outcome unacceptableAck(Context cx, SynSent here, Segment segment) {
    var dropped = new Effect.Dropped("acknowledges what was never sent", ACK);
    if (segment.isRst()) {
      return Outcome.of(here, dropped);
    }
    List<Effect> effects = new ArrayList<>();
    var reset = Output.reset(cx, segment.acknowledgment(), null);
    effects.add(
        new Effect.Send(
            new Packet(Output.header(cx, 0, false, reset), reset), Effect.Kind.ORIGINAL, ACK));
    if (cx.policy().isLinuxSchedule() && here.calling().clocks().retransmissions() == 0) {
      effects.add(
          new Effect.Start(Timer.RETRANSMIT, cx.nowNs() + 2 * cx.policy().jiffyNs(), RE_ARM));
    }
    effects.add(dropped);
    return new Outcome(here, effects);
  }

  /** Second: the user is told "connection reset", the TCB is deleted. */
  private static Outcome refused(SynSent here, Calling calling) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Accepted(RST));
    effects.add(new Effect.Returned(calling.call(), "OPEN", "connection refused", true, RST));
    for (var send : calling.sends()) {
      effects.add(new Effect.Returned(send.call(), "SEND", Refusals.RESET, true, RST));
    }
    effects.add(new Effect.Moved(here.label(), StateName.CLOSED, RST));
    return new Outcome(State.CLOSED, effects);
  }

  /** Fourth, our SYN acknowledged: ESTABLISHED, {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}. */
  private static Outcome established(Context cx, SynSent here, Segment synAck) {
    var calling = here.calling();
    boolean ecn = calling.ecnRequested() && Negotiation.grantsEcn(synAck);
    var tcb =
        connect(cx, calling, synAck, Negotiation.agree(cx, synAck, ecn), synAck.acknowledgment());
    var turn =
        new Turn(cx, Phase.ESTABLISHED, tcb.with(tcb.opening().answered()), Effects.NONE, null)
            .accepted(SYN)
            .with(new Effect.Moved(StateName.SYN_SENT, StateName.ESTABLISHED, SYN))
            .stop(Timer.RETRANSMIT, SYN)
            .tell(calling.call(), "OPEN", "ok", SYN)
            .know(measured(cx, tcb.clocks()))
            .then(each -> Transmission.transmit(each, SYN));
    var answered = carriedAck(turn) ? turn : turn.ack(Effect.Kind.ORIGINAL, SYN);
    return answered
        .then(each -> Reception.takeText(each, synAck))
        .then(each -> Reception.checkFin(each))
        .outcome();
  }

  /** Text that waited carries the acknowledgment. */
  private static boolean carriedAck(Turn turn) {
    return turn.tcb().send().nxt().isAfter(turn.tcb().opening().iss().plus(1));
  }

  private static Clocks measured(Context cx, Clocks clocks) {
    if (clocks.isTiming()) {
      return RoundTrip.sample(cx.policy(), clocks, cx.nowNs() - clocks.timedAtNs());
    }
    return clocks.withRto(
        Math.max(RoundTrip.AFTER_LOST_SYN_NS, cx.policy().minRtoNs())); // RFC 6298 (5.7)
  }

  /**
   * Fourth, a SYN alone: both sides opened. SYN-RECEIVED, {@code
   * <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>}.
   */
  private static Outcome crossed(Context cx, SynSent here, Segment syn) {
    var calling = here.calling();
    boolean ecn = calling.ecnRequested() && Negotiation.asksForEcn(syn);
    var negotiated = Negotiation.agree(cx, syn, ecn);
    var tcb = connect(cx, calling, syn, negotiated, calling.iss());
    var turn =
        new Turn(cx, Phase.SYN_RECEIVED, tcb, Effects.NONE, null)
            .accepted(SYN)
            .with(new Effect.Moved(StateName.SYN_SENT, StateName.SYN_RECEIVED, SYN));
    var synAck = Output.synAck(cx, tcb, Negotiation.answer(cx, negotiated));
    return Output.emit(turn, synAck, Effect.Kind.ORIGINAL, false, SYN)
        .start(Timer.RETRANSMIT, cx.nowNs() + tcb.clocks().rtoNs(), SYN)
        .outcome();
  }

  private static Tcb connect(
      Context cx, Calling calling, Segment syn, Negotiated negotiated, SequenceNumber una) {
    var iss = calling.iss();
    var receive = Receiving.from(syn.sequence().plus(1), Negotiation.initialWindow(cx, false));
    return new Tcb(
        new Opening(false, iss, syn.sequence(), calling.call()),
        new Sending(
            una,
            iss.plus(1),
            syn.window(),
            syn.sequence(),
            una,
            syn.window(),
            iss.plus(1),
            calling.text(),
            false,
            null,
            false,
            calling.sends(),
            calling.datagrams()),
        receive.buffered(receive.unread(), calling.wanted()),
        negotiated,
        calling.clocks(),
        0);
  }
}
