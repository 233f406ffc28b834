package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.Octets;

/** The SEND call (§3.10.2). It is answered "ok" when all of its text is acknowledged. */
final class SendCall {
  private static final Rule SEND = Rule.rfc9293("3.10.2");

  private SendCall() {}

  static Outcome answer(Context cx, State state, int id, Octets text) {
    return switch (state) {
      case Closed _ -> Refusals.of(state, id, "SEND", Refusals.NO_CONNECTION, SEND);
      case Listen _ -> Refusals.of(state, id, "SEND", "remote socket unspecified", SEND);
      case SynSent(var calling) -> Outcome.of(new SynSent(calling.queued(text, id)));
      case Connected here ->
          switch (here.phase()) {
            case SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT -> {
              if (here.tcb().send().fin()) {
                yield Refusals.of(state, id, "SEND", Refusals.CLOSING, SEND);
              }
              var turn = Turn.begin(cx, here);
              yield Transmission.transmit(turn.know(here.tcb().send().queued(text, id)), SEND)
                  .outcome();
            }
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT ->
                Refusals.of(state, id, "SEND", Refusals.CLOSING, SEND);
          };
    };
  }
}
