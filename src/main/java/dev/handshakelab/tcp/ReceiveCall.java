package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;

/** The RECEIVE call (§3.10.3): room for {@code count} octets more. */
final class ReceiveCall {
  private static final Rule RECEIVE = Rule.rfc9293("3.10.3");

  private ReceiveCall() {}

  static Outcome answer(Context cx, State state, int id, int count) {
    return switch (state) {
      case Closed _ -> Refusals.of(state, id, "RECEIVE", Refusals.NO_CONNECTION, RECEIVE);
      case Listen _ -> Refusals.of(state, id, "RECEIVE", "remote socket unspecified", RECEIVE);
      case SynSent(var calling) -> Outcome.of(new SynSent(calling.wanting(count)));
      case Connected here ->
          switch (here.phase()) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> take(cx, here, count);
            case CLOSE_WAIT ->
                here.tcb().receive().unread().isEmpty()
                    ? Refusals.of(state, id, "RECEIVE", Refusals.CLOSING, RECEIVE)
                    : take(cx, here, count);
            case CLOSING, LAST_ACK, TIME_WAIT ->
                Refusals.of(state, id, "RECEIVE", Refusals.CLOSING, RECEIVE);
          };
    };
  }

  private static Outcome take(Context cx, Connected here, int count) {
    var receive = here.tcb().receive();
    var wanting = receive.buffered(receive.unread(), receive.wanted() + count);
    return Reception.deliver(Turn.begin(cx, here).know(wanting), RECEIVE, receive.wnd()).outcome();
  }
}
