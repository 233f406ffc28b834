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
      case Listen _ -> Refusals.of(state, id, "SEND", Refusals.UNSPECIFIED, SEND);
      case SynSent(var calling) -> Outcome.of(new SynSent(queued(calling, id, text)));
      case Connected here ->
          switch (here.phase()) {
            case SYN_RECEIVED, ESTABLISHED, CLOSE_WAIT ->
                here.tcb().send().queue().fin()
                    ? Refusals.of(state, id, "SEND", Refusals.CLOSING, SEND)
                    : send(Turn.begin(cx, here), id, text);
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT ->
                Refusals.of(state, id, "SEND", Refusals.CLOSING, SEND);
          };
    };
  }

  private static Calling queued(Calling calling, int id, Octets text) {
    var queue = calling.queue().plus(text);
    return calling.with(queue).with(calling.user().sending(id, queue.endOfText()));
  }

  private static Outcome send(Turn turn, int id, Octets text) {
    var tcb = turn.tcb();
    boolean nothingWaited = tcb.send().una().equals(tcb.send().queue().end());
    var send = tcb.send().wanted(text);
    var queued = turn.know(tcb.with(send).with(tcb.user().sending(id, send.queue().endOfText())));
    var timed = nothingWaited ? Retransmission.userTimeout(queued) : queued;
    return Transmission.transmit(timed, SEND).outcome();
  }
}
