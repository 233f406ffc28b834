package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import java.util.ArrayList;
import java.util.List;

/** The ABORT call (§3.10.5): everything pending is dropped and the peer is told by a RST. */
final class AbortCall {
  private static final Rule ABORT = Rule.rfc9293("3.10.5");
  private static final Rule WAITS = Rule.rfc9293("3.5.2");

  private AbortCall() {}

  static Outcome answer(Context cx, State state, int id) {
    return switch (state) {
      case Closed _ -> Refusals.of(state, id, "ABORT", Refusals.NO_CONNECTION, ABORT);
      case Listen _ -> gone(state, id, List.of());
      case SynSent(var calling) -> gone(state, id, refused(calling));
      case Connected here ->
          switch (here.phase()) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT ->
                reset(cx, here, id);
            case CLOSING, LAST_ACK, TIME_WAIT ->
                Turn.begin(cx, here)
                    .tell(id, "ABORT", "ok", ABORT)
                    .leaveTo(State.CLOSED, ABORT)
                    .outcome();
          };
    };
  }

  private static Outcome gone(State state, int id, List<Effect> refusals) {
    List<Effect> effects = new ArrayList<>(refusals);
    effects.add(new Effect.Moved(state.label(), StateName.CLOSED, ABORT));
    effects.add(new Effect.Returned(id, "ABORT", "ok", false, ABORT));
    return new Outcome(State.CLOSED, effects);
  }

  private static List<Effect> refused(Calling calling) {
    List<Effect> told = new ArrayList<>();
    told.add(new Effect.Returned(calling.call(), "OPEN", Refusals.RESET, true, ABORT));
    for (var send : calling.sends()) {
      told.add(new Effect.Returned(send.call(), "SEND", Refusals.RESET, true, ABORT));
    }
    return told;
  }

  /**
   * {@code <SEQ=SND.NXT><CTL=RST>}; Linux sets ACK too. Then CLOSED, or TIME-WAIT as §3.5.2 would
   * have it.
   */
  private static Outcome reset(Context cx, Connected here, int id) {
    var turn = Turn.begin(cx, here);
    var told =
        Refusals.tellAll(
            cx.policy().isLinuxSchedule()
                ? turn.abortPeer(ABORT)
                : turn.reset(here.tcb().send().nxt(), ABORT),
            Refusals.RESET,
            ABORT);
    var answered = told.tell(id, "ABORT", "ok", ABORT);
    return switch (cx.policy().afterAbort()) {
      case CLOSED -> answered.leaveTo(State.CLOSED, ABORT).outcome();
      case TIME_WAIT -> TimeWait.enter(answered, WAITS).outcome();
    };
  }
}
