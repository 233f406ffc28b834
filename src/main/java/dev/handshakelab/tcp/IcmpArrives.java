package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.HardErrors;
import dev.handshakelab.tcp.ArrivalChoice.TooBig;
import dev.handshakelab.tcp.IcmpError.Weight;
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
  private static final Rule TOO_BIG = Rule.rfc9293("3.7.2");

  private static final int LEAST_MTU_V4 = 552;
  private static final int LEAST_MTU_V6 = 1280;

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
    if (!isOurs(error, calling.iss(), calling.nxt())) {
      return Outcome.of(here, new Effect.Dropped("quotes nothing that is in flight", NOT_OURS));
    }
    return switch (weight(cx, error)) {
      case NONE -> Outcome.of(here, new Effect.Dropped("discarded in silence", ICMP));
      case HARD -> abort(here, ICMP);
      case TOO_BIG -> narrower(cx, here, error);
      case SOFT ->
          switch (cx.policy().softErrors()) {
            case GO_ON ->
                Outcome.of(
                    here,
                    new Effect.Accepted(ICMP),
                    new Effect.Returned(0, "REPORT", UNREACHABLE, true, ICMP));
            case ABORT -> abort(here, RFC_5461);
          };
    };
  }

  /** Path MTU discovery makes something else of "too big" than a hard error. */
  private static Weight weight(Context cx, IcmpError error) {
    return error.weight() == Weight.TOO_BIG && cx.policy().tooBig() == TooBig.HARD
        ? error.isIpv6() ? Weight.NONE : Weight.HARD
        : error.weight();
  }

  private static Outcome abort(SynSent here, Rule rule) {
    var ended = Refusals.endOpening(here, UNREACHABLE, rule);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Accepted(rule));
    effects.addAll(ended.effects());
    return new Outcome(ended.next(), effects);
  }

  /**
   * The path is narrower, and what we announce from now on. Where it was the text on our SYN that
   * was too much for it, a plain SYN goes at once.
   */
  private static Outcome narrower(Context cx, SynSent here, IcmpError error) {
    var calling = here.calling().within(leastMtu(error));
    if (!calling.carriesText()) {
      return Outcome.of(new SynSent(calling), new Effect.Accepted(TOO_BIG));
    }
    var plain = calling.plain();
    return Outcome.of(
        new SynSent(plain.sentOne()),
        new Effect.Accepted(TOO_BIG),
        Output.syn(cx.within(plain.mtu()), plain, Effect.Kind.RETRANSMISSION, TOO_BIG));
  }

  /**
   * What the path is taken to carry: no less than Linux's ip_rt_min_pmtu, which is also what it
   * makes of an old router that tells no MTU (RFC 1191 §5), or than IPv6 guarantees (RFC 8201 §4).
   */
  private static int leastMtu(IcmpError error) {
    return Math.max(error.mtu(), error.isIpv6() ? LEAST_MTU_V6 : LEAST_MTU_V4);
  }

  private static int headers(IcmpError error) {
    return error.isIpv6() ? 60 : 40;
  }

  private static Turn inConnection(Turn turn, IcmpError error) {
    var send = turn.tcb().send();
    if (!isOurs(error, send.una(), send.nxt())) {
      return turn.drop("quotes nothing that is in flight", NOT_OURS);
    }
    return switch (weight(turn.cx(), error)) {
      case NONE -> turn.drop("discarded in silence", ICMP);
      case SOFT -> told(turn);
      case TOO_BIG -> shrink(turn, error);
      case HARD ->
          turn.policy().hardErrors() == HardErrors.ABORT_OPENING
                  && turn.phase() != Phase.SYN_RECEIVED
              ? told(turn)
              : Refusals.tellAll(turn.accepted(ICMP), UNREACHABLE, ICMP)
                  .tellError(0, "REPORT", UNREACHABLE, ICMP)
                  .leaveTo(State.CLOSED, ICMP);
    };
  }

  private static Turn told(Turn turn) {
    return turn.accepted(ICMP).tellError(0, "REPORT", UNREACHABLE, ICMP);
  }

  /** Segments become as small as the path is, and what was too big goes again. */
  private static Turn shrink(Turn turn, IcmpError error) {
    var negotiated = turn.tcb().negotiated();
    int mss = leastMtu(error) - headers(error);
    if (mss >= negotiated.sendMss()) {
      return turn.drop("the path is no narrower than known", TOO_BIG);
    }
    var narrower = turn.know(turn.tcb().with(negotiated.withSendMss(mss))).accepted(TOO_BIG);
    return Retransmission.resendOldest(narrower, TOO_BIG);
  }
}
