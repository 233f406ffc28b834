package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;

/** The active OPEN call (§3.10.1). A passive OPEN creates a listener and is its host's business. */
final class OpenCall {
  private static final Rule OPEN = Rule.rfc9293("3.10.1");
  private static final Rule ADDRESS = Rule.rfc9293("3.9.1.1");
  private static final Rule USER = Rule.rfc9293("3.9.1.1");

  private OpenCall() {}

  static Outcome answer(Context cx, State state, int id, Op.Open open) {
    return switch (state) {
      case Closed _, Listen _ -> open(cx, state, id, open);
      case SynSent _, Connected _ -> Refusals.of(state, id, "OPEN", Refusals.EXISTS, OPEN);
    };
  }

  /** {@code <SEQ=ISS><CTL=SYN>}; SND.UNA = ISS, SND.NXT = ISS + 1, SYN-SENT. */
  private static Outcome open(Context cx, State state, int id, Op.Open open) {
    var remote = cx.path().remote();
    if (remote.port() == 0 || remote.address().isUnspecified()) {
      return Refusals.of(state, id, "OPEN", Refusals.UNSPECIFIED, OPEN);
    }
    if (!remote.address().isUnicast()) {
      return Refusals.of(
          state, id, "OPEN", "remote address is broadcast or multicast", ADDRESS); // MUST-46
    }
    var calling = begin(cx, id, open);
    long now = cx.nowNs();
    var next = new SynSent(calling.sentOne());
    var syn = Output.syn(cx, calling, Effect.Kind.ORIGINAL, OPEN);
    var moved = new Effect.Moved(state.label(), StateName.SYN_SENT, OPEN);
    var timed = new Effect.Start(Timer.RETRANSMIT, now + calling.clocks().rtoNs(), OPEN);
    long limit = cx.settings().patience().userTimeoutNs();
    return limit == 0 || cx.policy().isLinuxSchedule()
        ? Outcome.of(next, syn, moved, timed)
        : Outcome.of(next, syn, moved, timed, new Effect.Start(Timer.USER, cx.after(limit), USER));
  }

  private static Calling begin(Context cx, int id, Op.Open open) {
    var iss = cx.iss();
    var fastOpen = open.fastOpen() ? FastOpen.attempt(cx) : FastOpenAttempt.NONE;
    int onSyn = FastOpen.textOnSyn(cx, fastOpen, open.text());
    var nxt = iss.plus(1L + onSyn);
    var queue = SendQueue.empty(iss.plus(1)).plus(open.text());
    var user = User.opening(id);
    return new Calling(
        iss,
        nxt,
        cx.settings().offer().ecn() == Settings.Ecn.REQUEST,
        fastOpen,
        queue,
        user,
        Negotiation.initialWindow(cx, false),
        cx.path().mtu(),
        0,
        Clocks.opening(cx.nowNs(), iss.plus(1)));
  }
}
