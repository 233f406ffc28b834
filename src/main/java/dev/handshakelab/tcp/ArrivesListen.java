package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.Handshake;
import dev.handshakelab.tcp.OpeningChoice.SynFin;
import dev.handshakelab.tcp.OpeningChoice.TextOnSyn;
import dev.handshakelab.tcp.Receiving.Held;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.wire.Segment;
import java.util.List;

/**
 * SEGMENT ARRIVES in LISTEN (§3.10.7.2), in the RFC's order: RST, ACK, SYN, other. The listener
 * stays; an acceptable SYN begins a connection of its own in SYN-RECEIVED, which the host keeps
 * beside it.
 */
final class ArrivesListen {
  private static final Rule RST = Rule.rfc9293("3.10.7.2", 1);
  private static final Rule ACK = Rule.rfc9293("3.10.7.2", 2);
  private static final Rule SYN = Rule.rfc9293("3.10.7.2", 3);
  private static final Rule OTHER = Rule.rfc9293("3.10.7.2", 4);
  private static final Rule SYN_FIN = Rule.linux("tcp_rcv_state_process");
  private static final Rule FAST_OPEN = Rule.of("RFC 7413 4.2.2");

  private ArrivesListen() {}

  static Outcome at(Context cx, Listen here, Segment segment) {
    if (segment.isRst()) {
      return Outcome.of(here, new Effect.Dropped("reset of nothing", RST));
    }
    if (segment.isAck()) {
      return refused(cx, here, segment, "acknowledges nothing that a listener sent", ACK);
    }
    if (!segment.isSyn()) {
      return Outcome.of(here, new Effect.Dropped("no SYN", OTHER));
    }
    if (segment.isFin() && cx.policy().synFin() == SynFin.DROP) {
      return Outcome.of(here, new Effect.Dropped("SYN and FIN together", SYN_FIN));
    }
    return IllegalOptions.resets(cx.policy(), segment)
        ? refused(cx, here, segment, IllegalOptions.REASON, IllegalOptions.RULE)
        : begin(cx, segment);
  }

  private static Outcome refused(
      Context cx, Listen here, Segment segment, String reason, Rule rule) {
    return Outcome.of(
        here,
        Output.stray(cx, Output.refusal(cx, segment), rule),
        new Effect.Dropped(reason, rule));
  }

  /**
   * {@code <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>}; SND.NXT = ISS + 1, SND.UNA = ISS, SYN-RECEIVED.
   */
  private static Outcome begin(Context cx, Segment syn) {
    boolean ecn = Negotiation.asksForEcn(syn) && cx.settings().offer().ecn() != Settings.Ecn.OFF;
    var negotiated = Negotiation.agree(cx, syn, ecn);
    var verdict = FastOpen.judge(cx, syn);
    var tcb = tcb(cx, syn, negotiated, verdict.takesText());
    var moved = new Effect.Moved(StateName.LISTEN, StateName.SYN_RECEIVED, SYN);
    var begun =
        new Turn(cx, Phase.SYN_RECEIVED, tcb, EffectChain.NONE, null).accepted(SYN).with(moved);
    if (cx.policy().handshake() == Handshake.TWO_WAY) {
      return TwoWay.answer(begun).outcome();
    }
    var received = verdict.takesText() ? takeText(begun, syn) : begun;
    var options =
        verdict.give() == null
            ? SegmentOptions.answer(cx, negotiated)
            : SegmentOptions.answer(cx, negotiated, verdict.give(), verdict.experimental());
    var synAck = Output.synAck(cx, received.tcb(), options);
    return Output.emit(received, synAck, Effect.Kind.ORIGINAL, false, SYN)
        .startIn(SynReceived.timer(cx, tcb), RoundTrip.INITIAL_RTO_NS, SYN)
        .outcome();
  }

  /**
   * The TCB of a connection in SYN-RECEIVED.
   *
   * @param fastOpened the user has it already
   */
  static Tcb tcb(Context cx, Segment syn, Negotiated negotiated, boolean fastOpened) {
    var iss = cx.iss();
    var window = SendWindow.first(syn.window(), syn.sequence(), iss);
    var queue = SendQueue.empty(iss.plus(1));
    var send = Sending.begin(iss, iss.plus(1), window, queue, 0);
    int mss = negotiated.sendMss();
    return new Tcb(
        Opening.begun(true, iss, syn.sequence(), fastOpened),
        fastOpened ? send.with(Congestion.initial(mss, false)) : send,
        receiving(cx, syn, negotiated, fastOpened),
        negotiated,
        Clocks.opening(cx.nowNs(), iss.plus(1)),
        User.IDLE);
  }

  /**
   * Text on the SYN waits for ESTABLISHED (§3.5), or is dropped as Linux does without Fast Open.
   */
  private static Receiving receiving(
      Context cx, Segment syn, Negotiated negotiated, boolean fastOpened) {
    int window = Negotiation.initialWindow(cx, negotiated.timestamps());
    var receive = Receiving.from(syn.sequence().plus(1), window);
    boolean kept = cx.policy().textOnSyn() == TextOnSyn.QUEUE && !fastOpened;
    var text = new Held(syn.sequence().plus(1), syn.payload(), false);
    return kept && !syn.payload().isEmpty()
        ? receive.holding(List.of(Reassembly.cut(text, receive)))
        : receive;
  }

  /**
   * By Fast Open text is delivered before the third segment. The SYN+ACK acknowledges it, so it
   * says nothing of how soon more is to be acknowledged (tcp_fastopen_add_skb).
   */
  private static Turn takeText(Turn turn, Segment syn) {
    int length = syn.payload().length();
    if (length == 0) {
      return turn;
    }
    var receive = turn.tcb().receive();
    var taken = receive.advanced(length).unread(syn.payload());
    return Delivery.deliver(turn.know(taken), FAST_OPEN);
  }
}
