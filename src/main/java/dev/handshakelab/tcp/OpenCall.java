package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import java.util.List;

/** The active OPEN call (§3.10.1). A passive OPEN creates a listener and is its host's business. */
final class OpenCall {
  private static final Rule OPEN = Rule.rfc9293("3.10.1");
  private static final Rule ADDRESS = Rule.rfc9293("3.9.2.3");

  private OpenCall() {}

  static Outcome answer(Context cx, State state, int id) {
    return switch (state) {
      case Closed _, Listen _ -> open(cx, state, id);
      case SynSent _, Connected _ ->
          Refusals.of(state, id, "OPEN", "connection already exists", OPEN);
    };
  }

  /** {@code <SEQ=ISS><CTL=SYN>}; SND.UNA = ISS, SND.NXT = ISS + 1, SYN-SENT. */
  private static Outcome open(Context cx, State state, int id) {
    if (!cx.path().remote().address().isUnicast()) {
      return Refusals.of(
          state, id, "OPEN", "remote address is broadcast or multicast", ADDRESS); // MUST-46
    }
    var iss = cx.iss();
    var clocks = Clocks.opening(cx.nowNs(), RoundTrip.INITIAL_RTO_NS, iss);
    boolean ecn = cx.settings().ecn() == Settings.Ecn.REQUEST;
    var calling = new Calling(id, iss, ecn, Octets.EMPTY, List.of(), 0, 0, clocks);
    var syn = Output.syn(cx, calling);
    var packet = new Packet(Output.header(cx, 0, false, syn), syn);
    return Outcome.of(
        new SynSent(calling.sentOne()),
        new Effect.Send(packet, Effect.Kind.ORIGINAL, OPEN),
        new Effect.Moved(state.label(), StateName.SYN_SENT, OPEN),
        new Effect.Start(Timer.RETRANSMIT, cx.nowNs() + clocks.rtoNs(), OPEN));
  }
}
