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
      case SynSent(var calling) ->
          gone(state, id, Refusals.answers(calling.user(), Refusals.RESET, ABORT));
      case Connected here -> connected(Turn.begin(cx, here), id).outcome();
    };
  }

  private static Outcome gone(State state, int id, List<Effect> refusals) {
    List<Effect> effects = new ArrayList<>(refusals);
    effects.add(new Effect.Moved(state.label(), StateName.CLOSED, ABORT));
    effects.add(new Effect.Returned(id, "ABORT", "ok", false, ABORT));
    return new Outcome(State.CLOSED, effects);
  }

  private static Turn connected(Turn turn, int id) {
    return switch (turn.phase()) {
      case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> reset(turn, id);
      case CLOSING, LAST_ACK, TIME_WAIT ->
          Refusals.tellAll(turn, Refusals.RESET, ABORT)
              .answer(id, "ABORT", ABORT)
              .leaveTo(State.CLOSED, ABORT);
    };
  }

  /** Then CLOSED, or TIME-WAIT as §3.5.2 would have it. */
  private static Turn reset(Turn turn, int id) {
    var answered =
        Refusals.tellAll(turn.abortPeer(ABORT), Refusals.RESET, ABORT).answer(id, "ABORT", ABORT);
    return switch (turn.policy().afterAbort()) {
      case CLOSED -> answered.leaveTo(State.CLOSED, ABORT);
      case TIME_WAIT -> TimeWait.enter(answered, WAITS);
    };
  }
}
