package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.ExactReset;
import dev.handshakelab.tcp.ArrivalChoice.Rfc5961;
import dev.handshakelab.wire.Segment;

/**
 * Second check of §3.10.7.4, as RFC 5961 §3.2 made it: a RST counts only when it stands exactly at
 * RCV.NXT; anywhere else in the window it may be a guess and is answered by a challenge ACK, to
 * which a real peer sends an exact one.
 */
final class ResetCheck {
  private static final Rule RST = Rule.rfc9293("3.10.7.4", 2);
  private static final Rule RFC_1337 = Rule.of("RFC 1337 3");

  private ResetCheck() {}

  static Turn check(Turn turn, Segment segment) {
    if (!segment.isRst()) {
      return turn;
    }
    return turn.policy().rfc5961() == Rfc5961.ON && !isExact(turn, segment)
        ? Challenge.challenge(turn, "reset in the window, but not at RCV.NXT", RST)
        : take(turn);
  }

  private static boolean isExact(Turn turn, Segment segment) {
    return segment.sequence().equals(turn.tcb().receive().nxt())
        || isAtFin(turn, segment)
        || isAtSack(turn, segment);
  }

  /**
   * Whether it stands where the peer's FIN stands, by a policy that believes it there: some stacks
   * reset with the number of the FIN that they have sent.
   */
  static boolean isAtFin(Turn turn, Segment segment) {
    return turn.policy().exactReset() == ExactReset.FIN_AND_SACK_TOO
        && turn.phase().hasFin()
        && segment.sequence().equals(turn.tcb().receive().nxt().plus(-1));
  }

  /** Whether it stands behind all that has arrived, a gap before it, and the peer was told so. */
  private static boolean isAtSack(Turn turn, Segment segment) {
    return turn.policy().exactReset() == ExactReset.FIN_AND_SACK_TOO
        && turn.tcb().negotiated().sack()
        && turn.tcb().receive().furthest().filter(segment.sequence()::equals).isPresent();
  }

  /** What a believed RST does, per state. */
  static Turn take(Turn turn) {
    var opening = turn.tcb().opening();
    return switch (turn.phase()) {
      case SYN_RECEIVED -> {
        if (opening.fastOpened()) {
          yield reset(turn);
        }
        yield opening.passive()
            ? turn.accepted(RST).leaveTo(new State.Listen(), RST)
            : Refusals.tellAll(turn.accepted(RST), refused(turn), RST).leaveTo(State.CLOSED, RST);
      }
      case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> reset(turn);
      case CLOSING, LAST_ACK ->
          Refusals.tellAll(turn.accepted(RST), Refusals.RESET, RST).leaveTo(State.CLOSED, RST);
      case TIME_WAIT ->
          turn.policy().rfc1337() == ClosingChoice.Rfc1337.ON
              ? turn.drop("a reset does not end TIME-WAIT", RFC_1337)
              : turn.accepted(RST).leaveTo(State.CLOSED, RST);
    };
  }

  private static Turn reset(Turn turn) {
    return Refusals.tellAll(turn.accepted(RST), Refusals.RESET, RST)
        .tellError(0, "RESET", Refusals.RESET, RST)
        .leaveTo(State.CLOSED, RST);
  }

  /** In SYN-RECEIVED the two profiles say the one what the other says in SYN-SENT (tcp_reset). */
  private static String refused(Turn turn) {
    return switch (turn.policy().refusal()) {
      case RESET -> Refusals.REFUSED;
      case REFUSED -> Refusals.RESET;
    };
  }
}
