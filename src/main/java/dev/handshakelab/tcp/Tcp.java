package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.Segment;

/**
 * RFC 9293 §3.10, event processing, as one function: a state and an event in, the next state and
 * what is to be done out. It performs nothing, knows no clock and keeps nothing, so any moment of
 * any connection can be asked about in isolation.
 *
 * <p>The switch below is the table of contents of §3.10. Each body of rules has a class of its own
 * that can be read beside the RFC.
 */
public final class Tcp {
  private Tcp() {}

  public static Outcome step(Context cx, State state, Event event) {
    return switch (event) {
      case Event.Call(int id, Op op) ->
          switch (op) {
            case Op.Open open -> OpenCall.answer(cx, state, id, open); // 3.10.1
            case Op.Send(var text) -> SendCall.answer(cx, state, id, text); // 3.10.2
            case Op.Receive(int count) -> ReceiveCall.answer(cx, state, id, count); // 3.10.3
            case Op.Close _ -> CloseCall.answer(cx, state, id, false); // 3.10.4
            case Op.Release _ -> CloseCall.answer(cx, state, id, true); // 3.10.4
            case Op.Abort _ -> AbortCall.answer(cx, state, id); // 3.10.5
            case Op.Status _ -> status(state, id); // 3.10.6
          };
      case Event.Arrives(var packet) -> arrives(cx, state, packet.segment()); // 3.10.7
      case Event.Expires(Timer timer) -> Timeouts.expires(cx, state, timer); // 3.10.8
      case Event.Unreachable(var error) -> IcmpArrives.at(cx, state, error); // 3.9.2.2
    };
  }

  private static Outcome arrives(Context cx, State state, Segment segment) {
    return switch (state) {
      case Closed _ -> ArrivesClosed.at(cx, segment); // 3.10.7.1
      case Listen here -> ArrivesListen.at(cx, here, segment); // 3.10.7.2
      case SynSent here -> // 3.10.7.3
          ArrivesSynSent.at(cx.within(here.calling().mtu()), here, segment);
      case Connected here -> ArrivesConnected.at(cx, here, segment); // 3.10.7.4
    };
  }

  private static final Rule STATUS = Rule.rfc9293("3.10.6");

  private static Outcome status(State state, int id) {
    return state instanceof Closed
        ? Refusals.of(state, id, "STATUS", Refusals.NO_CONNECTION, STATUS)
        : Outcome.of(
            state,
            new Effect.Returned(id, "STATUS", "state = " + state.label().label(), false, STATUS));
  }
}
