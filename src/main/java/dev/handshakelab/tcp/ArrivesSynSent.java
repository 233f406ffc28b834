package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.AfterBadAck;
import dev.handshakelab.tcp.OpeningChoice.Refusal;
import dev.handshakelab.tcp.OpeningChoice.SynSentReset;
import dev.handshakelab.tcp.OpeningChoice.TextOnSyn;
import dev.handshakelab.tcp.Receiving.Held;
import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/** SEGMENT ARRIVES in SYN-SENT (§3.10.7.3), in the RFC's order: ACK, RST, SYN, neither. */
final class ArrivesSynSent {
  private static final Rule ACK = Rule.rfc9293("3.10.7.3", 1);
  private static final Rule RST = Rule.rfc9293("3.10.7.3", 2);
  private static final Rule RETURNS = Rule.rfc9293("3.5");
  private static final Rule SYN = Rule.rfc9293("3.10.7.3", 4);
  private static final Rule NEITHER = Rule.rfc9293("3.10.7.3", 5);
  private static final Rule RE_ARM = Rule.linux("tcp_rcv_synsent_state_process");

  private ArrivesSynSent() {}

  static Outcome at(Context cx, SynSent here, Segment segment) {
    boolean acknowledges = segment.isAck() && acknowledgesOurSyn(here.calling(), segment);
    if (segment.isAck() && !acknowledges) {
      return unacceptableAck(cx, here, segment);
    }
    if (segment.isRst()) {
      return acknowledges
          ? refused(cx, here)
          : Outcome.of(here, new Effect.Dropped("reset that acknowledges nothing", RST));
    }
    /* third: security and compartment are not carried */
    if (!segment.isSyn()) {
      return Outcome.of(here, new Effect.Dropped("neither SYN nor RST", NEITHER));
    }
    if (IllegalOptions.resets(cx.policy(), segment)) {
      return illegal(cx, here, segment);
    }
    return acknowledges ? established(cx, here, segment) : crossed(cx, here, segment);
  }

  /** SND.UNA &lt; SEG.ACK =&lt; SND.NXT: text on our SYN may be acknowledged in part, or not. */
  private static boolean acknowledgesOurSyn(Calling calling, Segment segment) {
    return segment.acknowledgment().isAfter(calling.iss())
        && segment.acknowledgment().isAtOrBefore(calling.nxt());
  }

  /**
   * First: {@code <SEQ=SEG.ACK><CTL=RST>} unless it is a RST itself. In both cases Linux then
   * hurries to send its SYN again.
   */
  private static Outcome unacceptableAck(Context cx, SynSent here, Segment segment) {
    List<Effect> effects = new ArrayList<>();
    if (!segment.isRst()) {
      effects.add(Output.stray(cx, Output.refusal(cx, segment), ACK));
    }
    boolean first = here.calling().clocks().retransmissions() == 0;
    if (cx.policy().afterBadAck() == AfterBadAck.HURRY && first) {
      long soon = cx.after(2 * cx.policy().jiffyNs());
      effects.add(new Effect.Start(Timer.RETRANSMIT, soon, RE_ARM));
    }
    effects.add(new Effect.Dropped("acknowledges what was never sent", ACK));
    return new Outcome(here, effects);
  }

  /** Second: the user is told, the TCB is deleted; or, by the prose of §3.5, it waits in LISTEN. */
  private static Outcome refused(Context cx, SynSent here) {
    if (cx.policy().synSentReset() == SynSentReset.LISTEN) {
      var move = new Effect.Moved(here.label(), StateName.LISTEN, RETURNS);
      return accepting(RETURNS, Outcome.of(new State.Listen(), move));
    }
    String told = cx.policy().refusal() == Refusal.RESET ? Refusals.RESET : Refusals.REFUSED;
    return accepting(RST, Refusals.endOpening(here, told, RST));
  }

  /** MUST-7 suggests to give the connection up. */
  private static Outcome illegal(Context cx, SynSent here, Segment segment) {
    var rule = IllegalOptions.RULE;
    List<Effect> effects = new ArrayList<>();
    effects.add(Output.stray(cx, Output.refusal(cx, segment), rule));
    effects.add(new Effect.Dropped(IllegalOptions.REASON, rule));
    effects.addAll(Refusals.endOpening(here, IllegalOptions.REASON, rule).effects());
    return new Outcome(State.CLOSED, effects);
  }

  private static Outcome accepting(Rule rule, Outcome outcome) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Accepted(rule));
    effects.addAll(outcome.effects());
    return new Outcome(outcome.next(), effects);
  }

  /**
   * Fourth, our SYN acknowledged: ESTABLISHED, {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}; text
   * and FIN go on with the sixth check of §3.10.7.4, and one ACK answers all.
   */
  private static Outcome established(Context cx, SynSent here, Segment synAck) {
    var calling = here.calling();
    // Also when the SYN that asked was answered after one that did not (RFC 3168 §6.1.1.1).
    boolean asked = cx.settings().offer().ecn() == Settings.Ecn.REQUEST;
    boolean ecn = asked && Negotiation.grantsEcn(synAck);
    var agreed = Negotiation.agree(cx, synAck, ecn);
    var tcb = tcb(calling, synAck, agreed, synAck.acknowledgment());
    var begun =
        new Turn(cx, Phase.SYN_RECEIVED, tcb, EffectChain.NONE, null)
            .accepted(SYN)
            .with(new Effect.Moved(StateName.SYN_SENT, StateName.ESTABLISHED, SYN));
    var learnt = FastOpen.learn(cx, calling.fastOpen(), synAck);
    return SynReceived.open(learnt == null ? begun : begun.with(learnt), synAck, SYN)
        .then(Keepalive::arm)
        .then(each -> TwoWay.isOn(cx) ? each : acknowledging(each))
        .then(each -> takesText(cx) ? Reception.takeText(each, synAck) : each)
        .then(Reception::checkFin)
        .then(each -> Transmission.transmit(each, SYN))
        .then(Acknowledging::settle)
        .outcome();
  }

  private static Turn acknowledging(Turn turn) {
    return turn.know(turn.tcb().receive().owing(Receiving.When.NOW, SYN));
  }

  private static boolean takesText(Context cx) {
    return cx.policy().textOnSyn() == TextOnSyn.QUEUE;
  }

  /**
   * Fourth, a SYN alone: both sides opened. SYN-RECEIVED, {@code
   * <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>}. The timer of the SYN runs on (RFC 6298 5.1).
   */
  private static Outcome crossed(Context cx, SynSent here, Segment syn) {
    var calling = here.calling();
    boolean ecn = calling.ecnRequested() && Negotiation.asksForEcn(syn);
    var agreed = Negotiation.agreeCrossed(cx, syn, ecn);
    var sent = tcb(calling, syn, agreed, calling.iss().plus(1));
    var tcb = sent.with(Measuring.crossed(cx, sent.clocks()));
    var text = new Held(syn.sequence().plus(1), syn.payload(), false);
    boolean kept = takesText(cx) && !syn.payload().isEmpty();
    var held = Reassembly.cut(text, tcb.receive());
    var waiting = kept ? tcb.with(tcb.receive().holding(List.of(held))) : tcb;
    var turn =
        new Turn(cx, Phase.SYN_RECEIVED, waiting, EffectChain.NONE, null)
            .accepted(SYN)
            .with(new Effect.Moved(StateName.SYN_SENT, StateName.SYN_RECEIVED, SYN));
    return SynReceived.synAck(turn, Effect.Kind.ORIGINAL, SYN).outcome();
  }

  /**
   * @param nxt SND.NXT: what was on the SYN beyond it is sent again
   */
  private static Tcb tcb(Calling calling, Segment syn, Negotiated agreed, SequenceNumber nxt) {
    var iss = calling.iss();
    var window = SendWindow.first(syn.window(), syn.sequence(), iss);
    return new Tcb(
        Opening.begun(false, iss, syn.sequence(), false),
        Sending.begin(iss, nxt, window, calling.queue(), calling.datagrams()),
        Receiving.from(syn.sequence().plus(1), calling.window()),
        agreed,
        calling.clocks(),
        calling.user());
  }
}
