package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import java.util.ArrayList;
import java.util.List;

/** The CLOSE call (§3.10.4): "I have no more to send". What the peer still sends is taken. */
final class CloseCall {
  private static final Rule CLOSE = Rule.rfc9293("3.10.4");

  private CloseCall() {}

  static Outcome answer(Context cx, State state, int id) {
    return switch (state) {
      case Closed _ -> Refusals.of(state, id, "CLOSE", Refusals.NO_CONNECTION, CLOSE);
      case Listen _ -> gone(state, id, List.of());
      case SynSent(var calling) -> gone(state, id, refused(calling));
      case Connected here ->
          switch (here.phase()) {
            case SYN_RECEIVED -> inSynReceived(cx, here, id);
            case ESTABLISHED -> fin(cx, here, id, Phase.FIN_WAIT_1);
            case CLOSE_WAIT -> fin(cx, here, id, Phase.LAST_ACK);
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT ->
                Refusals.of(state, id, "CLOSE", Refusals.CLOSING, CLOSE);
          };
    };
  }

  /** Nothing has been agreed with anybody: the TCB is deleted, no segment tells of it. */
  private static Outcome gone(State state, int id, List<Effect> refusals) {
    List<Effect> effects = new ArrayList<>(refusals);
    effects.add(new Effect.Moved(state.label(), StateName.CLOSED, CLOSE));
    effects.add(new Effect.Returned(id, "CLOSE", "ok", false, CLOSE));
    return new Outcome(State.CLOSED, effects);
  }

  private static List<Effect> refused(Calling calling) {
    List<Effect> told = new ArrayList<>();
    told.add(new Effect.Returned(calling.call(), "OPEN", Refusals.CLOSING, true, CLOSE));
    for (var send : calling.sends()) {
      told.add(new Effect.Returned(send.call(), "SEND", Refusals.CLOSING, true, CLOSE));
    }
    return told;
  }

  /**
   * With nothing to send, the FIN goes out at once; else it waits for ESTABLISHED, as the text
   * does.
   */
  private static Outcome inSynReceived(Context cx, Connected here, int id) {
    var send = here.tcb().send();
    if (send.fin()) {
      return Refusals.of(here, id, "CLOSE", Refusals.CLOSING, CLOSE);
    }
    return send.queue().isEmpty()
        ? fin(cx, here, id, Phase.FIN_WAIT_1)
        : Turn.begin(cx, here).know(here.tcb().with(send.closed()).closingBy(id)).outcome();
  }

  private static Outcome fin(Context cx, Connected here, int id, Phase next) {
    var tcb = here.tcb();
    if (tcb.send().fin()) {
      return Refusals.of(here, id, "CLOSE", Refusals.CLOSING, CLOSE);
    }
    var closing =
        Turn.begin(cx, here).know(tcb.with(tcb.send().closed()).closingBy(id)).enter(next, CLOSE);
    return Transmission.transmit(closing, CLOSE).outcome();
  }
}
