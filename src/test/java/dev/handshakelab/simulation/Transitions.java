package dev.handshakelab.simulation;

import static dev.handshakelab.tcp.StateName.CLOSED;
import static dev.handshakelab.tcp.StateName.CLOSE_WAIT;
import static dev.handshakelab.tcp.StateName.CLOSING;
import static dev.handshakelab.tcp.StateName.ESTABLISHED;
import static dev.handshakelab.tcp.StateName.FIN_WAIT_1;
import static dev.handshakelab.tcp.StateName.FIN_WAIT_2;
import static dev.handshakelab.tcp.StateName.LAST_ACK;
import static dev.handshakelab.tcp.StateName.LISTEN;
import static dev.handshakelab.tcp.StateName.SYN_RECEIVED;
import static dev.handshakelab.tcp.StateName.SYN_SENT;
import static dev.handshakelab.tcp.StateName.TIME_WAIT;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The moves that RFC 9293 knows: the arrows of Figure 5, its notes, and what only the text of §3.10
 * says. What is not here must not happen.
 */
final class Transitions {
  private Transitions() {}

  /** What may cause a move: C a user call, S a segment, T a timer, I an ICMP error. */
  private record Arrow(StateName from, StateName to, String causes) {}

  private static Arrow arrow(StateName from, StateName to, String causes) {
    return new Arrow(from, to, causes);
  }

  /** A machine that crashes takes every connection with it (§3.5.1). */
  private static final String CRASH = "CRASH";

  private static final List<Arrow> ALLOWED =
      List.of(
          /* Figure 5 */
          arrow(CLOSED, LISTEN, "C"),
          arrow(CLOSED, SYN_SENT, "C"),
          arrow(LISTEN, CLOSED, "C"),
          arrow(LISTEN, SYN_SENT, "C"),
          arrow(LISTEN, SYN_RECEIVED, "S"),
          arrow(SYN_SENT, SYN_RECEIVED, "S"),
          arrow(SYN_SENT, ESTABLISHED, "S"),
          arrow(SYN_RECEIVED, ESTABLISHED, "S"),
          arrow(SYN_RECEIVED, FIN_WAIT_1, "C"),
          arrow(ESTABLISHED, FIN_WAIT_1, "C"),
          /* §3.10.4: a CLOSE in SYN-RECEIVED after a SEND waits for ESTABLISHED */
          arrow(ESTABLISHED, FIN_WAIT_1, "S"),
          arrow(ESTABLISHED, CLOSE_WAIT, "S"),
          arrow(FIN_WAIT_1, FIN_WAIT_2, "S"),
          arrow(FIN_WAIT_1, CLOSING, "S"),
          arrow(FIN_WAIT_2, TIME_WAIT, "S"),
          arrow(CLOSING, TIME_WAIT, "S"),
          arrow(LAST_ACK, CLOSED, "S"),
          arrow(TIME_WAIT, CLOSED, "T"),
          /* §3.10.4: the FIN goes when the last text went, which an ACK or a probe may let go */
          arrow(CLOSE_WAIT, LAST_ACK, "CST"),
          /* note 1: a RST sends a passive SYN-RECEIVED back; so does a SYN (§3.10.7.4, fourth) */
          arrow(SYN_RECEIVED, LISTEN, "S"),
          /* note 2: FIN and the ACK of ours in one segment */
          arrow(FIN_WAIT_1, TIME_WAIT, "S"),
          /* note 3 and §3.10.5, §3.10.7, §3.10.8: ABORT, a reset, or a timeout ends it */
          arrow(SYN_SENT, CLOSED, "CST"),
          arrow(SYN_RECEIVED, CLOSED, "CST"),
          arrow(ESTABLISHED, CLOSED, "CST"),
          arrow(FIN_WAIT_1, CLOSED, "CST"),
          arrow(FIN_WAIT_2, CLOSED, "CST"),
          arrow(CLOSE_WAIT, CLOSED, "CST"),
          arrow(CLOSING, CLOSED, "CST"),
          arrow(LAST_ACK, CLOSED, "CT"),
          /* MAY-2: a SYN begins the next incarnation; a RST ends this one */
          arrow(TIME_WAIT, CLOSED, "CS"));

  /** Where §3.5.2 sends the side that aborts, if the policy follows it. */
  private static final List<Arrow> AFTER_ABORT =
      List.of(
          arrow(SYN_RECEIVED, TIME_WAIT, "C"),
          arrow(ESTABLISHED, TIME_WAIT, "C"),
          arrow(FIN_WAIT_1, TIME_WAIT, "C"),
          arrow(FIN_WAIT_2, TIME_WAIT, "C"),
          arrow(CLOSE_WAIT, TIME_WAIT, "C"));

  /** Where the prose of §3.5 sends an opener whose SYN is reset, if the policy follows it. */
  private static final List<Arrow> AFTER_RESET = List.of(arrow(SYN_SENT, LISTEN, "S"));

  /**
   * @param policy the switches that this end has set
   */
  static boolean allows(Entry.Transition move, Map<String, String> policy) {
    if (move.cause() instanceof Cause.ByCall(String call) && call.equals(CRASH)) {
      return move.to() == CLOSED;
    }
    return has(ALLOWED, move)
        || "TIME_WAIT".equals(policy.get("afterAbort")) && has(AFTER_ABORT, move)
        || "LISTEN".equals(policy.get("synSentReset")) && has(AFTER_RESET, move);
  }

  private static boolean has(List<Arrow> arrows, Entry.Transition move) {
    return arrows.stream().anyMatch(arrow -> matches(arrow, move));
  }

  private static boolean matches(Arrow arrow, Entry.Transition move) {
    return arrow.from() == move.from()
        && arrow.to() == move.to()
        && arrow.causes().contains(letter(move.cause()));
  }

  private static String letter(@Nullable Cause cause) {
    return switch (cause) {
      case null -> "?";
      case Cause.ByCall _ -> "C";
      case Cause.BySegment _ -> "S";
      case Cause.ByTimer _ -> "T";
      case Cause.ByIcmp _ -> "I";
    };
  }
}
