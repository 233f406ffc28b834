package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ClosingChoice.Close;
import dev.handshakelab.tcp.ClosingChoice.CloseInSynReceived;
import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import java.util.ArrayList;
import java.util.List;

/**
 * The CLOSE call (§3.10.4): "I have no more to send". What the peer still sends is taken. A RELEASE
 * says as well that nobody will receive it (MAY-1, Linux's close()); under a policy of full closing
 * every CLOSE does.
 */
final class CloseCall {
  private static final Rule CLOSE = Rule.rfc9293("3.10.4");
  private static final Rule UNREAD = Rule.rfc9293("3.6.1");

  private CloseCall() {}

  /**
   * @param release whether the user leaves altogether
   */
  static Outcome answer(Context cx, State state, int id, boolean release) {
    return switch (state) {
      case Closed _ -> Refusals.of(state, id, "CLOSE", Refusals.NO_CONNECTION, CLOSE);
      case Listen _ -> gone(state, id, List.of());
      case SynSent(var calling) ->
          gone(state, id, Refusals.answers(calling.user(), Refusals.CLOSING, CLOSE));
      case Connected here -> {
        boolean leaves = release || cx.policy().close() == Close.FULL;
        var turn = Turn.begin(cx, here);
        yield leaves ? leave(turn, id).outcome() : close(turn, id).outcome();
      }
    };
  }

  /** Nothing has been agreed with anybody: the TCB is deleted, no segment tells of it. */
  private static Outcome gone(State state, int id, List<Effect> refusals) {
    List<Effect> effects = new ArrayList<>(refusals);
    effects.add(new Effect.Moved(state.label(), StateName.CLOSED, CLOSE));
    effects.add(new Effect.Returned(id, "CLOSE", "ok", false, CLOSE));
    return new Outcome(State.CLOSED, effects);
  }

  private static Turn close(Turn turn, int id) {
    return close(turn, id, turn.policy().closeInSynReceived());
  }

  private static Turn close(Turn turn, int id, CloseInSynReceived early) {
    return turn.tcb().send().queue().fin()
        ? turn.tellError(id, "CLOSE", Refusals.CLOSING, CLOSE)
        : switch (turn.phase()) {
          case SYN_RECEIVED -> inSynReceived(turn, id, early);
          case ESTABLISHED ->
              queueFin(turn, id).enter(Phase.FIN_WAIT_1, CLOSE).then(CloseCall::sendFin);
          case CLOSE_WAIT -> queueFin(turn, id).then(CloseCall::sendFin);
          case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT ->
              turn.tellError(id, "CLOSE", Refusals.CLOSING, CLOSE);
        };
  }

  /**
   * With nothing to send, the FIN goes out at once, unless the policy has it wait; else it waits
   * for ESTABLISHED, as the text does.
   */
  private static Turn inSynReceived(Turn turn, int id, CloseInSynReceived early) {
    boolean atOnce =
        turn.tcb().send().queue().text().isEmpty() && early == CloseInSynReceived.FIN_AT_ONCE;
    var queued = queueFin(turn, id);
    return atOnce ? queued.enter(Phase.FIN_WAIT_1, CLOSE).then(CloseCall::sendFin) : queued;
  }

  /** The FIN goes when all text before it has gone. */
  private static Turn sendFin(Turn turn) {
    return Transmission.transmit(turn, CLOSE);
  }

  private static Turn queueFin(Turn turn, int id) {
    var tcb = turn.tcb();
    boolean nothingWaited = tcb.send().una().equals(tcb.send().queue().end());
    var closing = turn.know(tcb.with(tcb.send().closed()).with(tcb.user().closing(id)));
    return nothingWaited ? Retransmission.userTimeout(closing) : closing;
  }

  /**
   * The user leaves. Text that it has not read is lost, and a RST shows it (SHLD-3); else the
   * connection closes by itself.
   */
  private static Turn leave(Turn turn, int id) {
    if (!turn.tcb().receive().unread().isEmpty()) {
      return Refusals.tellAll(turn.abortPeer(UNREAD), Refusals.RESET, UNREAD)
          .answer(id, "CLOSE", UNREAD)
          .leaveTo(State.CLOSED, UNREAD);
    }
    boolean closed = turn.tcb().send().queue().fin();
    var told =
        closed ? turn.answer(id, "CLOSE", CLOSE) : close(turn, id, CloseInSynReceived.FIN_AT_ONCE);
    var left = told.know(told.tcb().user().leaving());
    return left.phase() == Phase.FIN_WAIT_2 ? FinWait2.orphaned(left) : left;
  }
}
