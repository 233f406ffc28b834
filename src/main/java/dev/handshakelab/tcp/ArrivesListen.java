package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Receiving.Held;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
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

  private ArrivesListen() {}

  static Outcome at(Context cx, Listen here, Segment segment) {
    if (segment.isRst()) {
      return Outcome.of(here, new Effect.Dropped("reset of nothing", RST));
    }
    if (segment.isAck()) {
      var reset = Output.reset(cx, segment.acknowledgment(), null);
      var packet = new Packet(Output.header(cx, 0, false, reset), reset);
      return Outcome.of(
          here,
          new Effect.Send(packet, Effect.Kind.ORIGINAL, ACK),
          new Effect.Dropped("acknowledges nothing that a listener sent", ACK));
    }
    if (!segment.isSyn()) {
      return Outcome.of(here, new Effect.Dropped("no SYN", OTHER));
    }
    if (segment.isFin() && cx.policy().synFin() == Policy.SynFin.DROP) {
      return Outcome.of(here, new Effect.Dropped("SYN and FIN together", SYN_FIN));
    }
    return begin(cx, segment);
  }

  /**
   * {@code <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>}; SND.NXT = ISS + 1, SND.UNA = ISS, SYN-RECEIVED.
   */
  private static Outcome begin(Context cx, Segment syn) {
    boolean ecn = Negotiation.asksForEcn(syn) && cx.settings().ecn() != Settings.Ecn.OFF;
    var negotiated = Negotiation.agree(cx, syn, ecn);
    var iss = cx.iss();
    var tcb =
        new Tcb(
            new Opening(true, iss, syn.sequence(), 0),
            new Sending(
                iss,
                iss.plus(1),
                syn.window(),
                syn.sequence(),
                iss,
                syn.window(),
                iss.plus(1),
                Octets.EMPTY,
                false,
                null,
                false,
                List.of(),
                0),
            receiving(cx, syn, negotiated),
            negotiated,
            Clocks.opening(cx.nowNs(), RoundTrip.INITIAL_RTO_NS, iss),
            0);
    var synAck = Output.synAck(cx, tcb, Negotiation.answer(cx, negotiated));
    var turn =
        new Turn(cx, Phase.SYN_RECEIVED, tcb, Effects.NONE, null)
            .accepted(SYN)
            .with(new Effect.Moved(StateName.LISTEN, StateName.SYN_RECEIVED, SYN));
    var answered = Output.emit(turn, synAck, Effect.Kind.ORIGINAL, false, SYN);
    var begun =
        answered.start(SynReceived.timer(cx, tcb), cx.nowNs() + RoundTrip.INITIAL_RTO_NS, SYN);
    return switch (cx.policy().handshake()) {
      case THREE_WAY -> begun.outcome();
      case TWO_WAY -> begun.enter(Phase.ESTABLISHED, TwoWay.STRAWMAN).outcome();
    };
  }

  /**
   * Text on the SYN waits for ESTABLISHED (§3.5), or is dropped as Linux does without Fast Open.
   */
  private static Receiving receiving(Context cx, Segment syn, Negotiated negotiated) {
    int window = Negotiation.initialWindow(cx, negotiated.timestamps());
    var receive = Receiving.from(syn.sequence().plus(1), window);
    return syn.payload().isEmpty() || cx.policy().textOnSyn() == Policy.TextOnSyn.DROP
        ? receive
        : receive.holding(List.of(new Held(syn.sequence().plus(1), syn.payload(), false)));
  }
}
