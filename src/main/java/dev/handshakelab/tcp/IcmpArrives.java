package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/** ICMP errors about our segments (§3.9.2.2, MUST-54): hard ones abort, soft ones are only told. */
final class IcmpArrives {
  private static final Rule ICMP = Rule.rfc9293("3.9.2.2");
  private static final Rule NOT_OURS = Rule.of("RFC 5927 4.1");
  private static final Rule RFC_5461 = Rule.of("RFC 5461 3.1");

  private static final String UNREACHABLE = "destination unreachable";

  private IcmpArrives() {}

  static Outcome at(Context cx, State state, IcmpError error) {
    return switch (state) {
      case Closed _, Listen _ -> Outcome.of(state, new Effect.Dropped("nothing was sent", ICMP));
      case SynSent here -> inSynSent(cx, here, error);
      case Connected here -> inConnection(Turn.begin(cx, here), error).outcome();
    };
  }

  /** An error that quotes numbers which are not in flight was not caused by us (RFC 5927 §4.1). */
  private static boolean isOurs(IcmpError error, SequenceNumber una, SequenceNumber nxt) {
    return error.quoted().isAtOrAfter(una) && error.quoted().isBefore(nxt);
  }

  private static Outcome inSynSent(Context cx, SynSent here, IcmpError error) {
    var calling = here.calling();
    if (!isOurs(error, calling.iss(), calling.iss().plus(1))) {
      return Outcome.of(here, new Effect.Dropped("quotes nothing that is in flight", NOT_OURS));
    }
    return switch (error.weight()) {
      case NONE -> Outcome.of(here, new Effect.Dropped("discarded in silence", ICMP));
      case HARD -> abort(here, ICMP);
      case SOFT ->
          switch (cx.policy().softErrors()) {
            case GO_ON ->
                Outcome.of(
                    here,
                    new Effect.Accepted(ICMP),
                    new Effect.Returned(0, "ICMP", UNREACHABLE, true, ICMP));
            case ABORT -> abort(here, RFC_5461);
          };
    };
  }

  private static Outcome abort(SynSent here, Rule rule) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Accepted(rule));
    effects.add(new Effect.Returned(here.calling().call(), "OPEN", UNREACHABLE, true, rule));
    for (var send : here.calling().sends()) {
      effects.add(new Effect.Returned(send.call(), "SEND", UNREACHABLE, true, rule));
    }
    effects.add(new Effect.Moved(here.label(), StateName.CLOSED, rule));
    return new Outcome(State.CLOSED, effects);
  }

  private static Turn inConnection(Turn turn, IcmpError error) {
    var send = turn.tcb().send();
    if (!isOurs(error, send.una(), send.nxt())) {
      return turn.drop("quotes nothing that is in flight", NOT_OURS);
    }
    return switch (error.weight()) {
      case NONE -> turn.drop("discarded in silence", ICMP);
      case SOFT -> turn.accepted(ICMP).tellError(0, "ICMP", UNREACHABLE, ICMP);
      case HARD ->
          Refusals.tellAll(turn.accepted(ICMP), UNREACHABLE, ICMP)
              .tellError(0, "ICMP", UNREACHABLE, ICMP)
              .leaveTo(State.CLOSED, ICMP);
    };
  }
}
