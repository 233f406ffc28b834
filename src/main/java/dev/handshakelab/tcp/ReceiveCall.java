package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;

/** The RECEIVE call (§3.10.3). It is answered by the next text, as soon as there is any. */
final class ReceiveCall {
  private static final Rule RECEIVE = Rule.rfc9293("3.10.3");

  private ReceiveCall() {}

  static Outcome answer(Context cx, State state, int id, int count) {
    return switch (state) {
      case Closed _ -> Refusals.of(state, id, "RECEIVE", Refusals.NO_CONNECTION, RECEIVE);
      case Listen _ -> Refusals.of(state, id, "RECEIVE", Refusals.UNSPECIFIED, RECEIVE);
      case SynSent(var calling) ->
          Outcome.of(new SynSent(calling.with(calling.user().receiving(id, count))));
      case Connected here ->
          switch (here.phase()) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> take(cx, here, id, count);
            case CLOSE_WAIT ->
                here.tcb().receive().unread().isEmpty()
                    ? Refusals.of(state, id, "RECEIVE", Refusals.CLOSING, RECEIVE)
                    : take(cx, here, id, count);
            case CLOSING, LAST_ACK, TIME_WAIT ->
                Refusals.of(state, id, "RECEIVE", Refusals.CLOSING, RECEIVE);
          };
    };
  }

  private static Outcome take(Context cx, Connected here, int id, int count) {
    var user = here.tcb().user().receiving(id, count);
    return Delivery.received(Turn.begin(cx, here).know(user), RECEIVE).outcome();
  }
}
