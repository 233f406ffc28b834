package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.ChallengeBudget;
import dev.handshakelab.wire.Segment;

/**
 * ACKs that answer a segment which is not taken: a duplicate (§3.10.7.4, first) or a challenge (RFC
 * 5961). The peer, if it is who it seems to be, learns from one what we expect. They cost
 * something, so they have a budget: RFC 5961 §7 counts challenges per host, Linux allows one answer
 * in 500 ms on each socket for all reasons together (tcp_invalid_ratelimit).
 */
final class Challenge {
  private static final Rule PER_HOST = Rule.of("RFC 5961 7");
  private static final Rule PER_CONNECTION = Rule.linux("tcp_invalid_ratelimit");

  private Challenge() {}

  /** Drops a segment for {@code reason} and challenges its sender, if the budget allows. */
  static Turn challenge(Turn turn, String reason, Rule rule) {
    return switch (turn.policy().challengeBudget()) {
      case UNLIMITED -> turn.ack(Effect.Kind.CHALLENGE_ACK, rule).drop(reason, rule);
      case PER_HOST ->
          turn.cx().shared().challengesLeft() > 0
              ? turn.ack(Effect.Kind.CHALLENGE_ACK, rule)
                  .with(new Effect.Spend(Effect.Budget.CHALLENGE_ACK, rule))
                  .drop(reason, rule)
              : turn.drop(reason + ", and the challenges are used up", PER_HOST);
      case PER_CONNECTION -> limited(turn, Effect.Kind.CHALLENGE_ACK, reason, rule);
    };
  }

  /**
   * Drops a segment that is outside the window and says what is inside. Linux counts such answers,
   * but for segments with text or FIN, against the same budget (tcp_oow_rate_limited).
   */
  static Turn unacceptable(Turn turn, Segment segment, String reason, Rule rule) {
    boolean counts = segment.length() == 0 || segment.isSyn();
    if (turn.policy().challengeBudget() == ChallengeBudget.PER_CONNECTION && counts) {
      return limited(turn, kindOf(segment), reason, rule);
    }
    return turn.ack(kindOf(segment), rule).drop(reason, rule);
  }

  private static Effect.Kind kindOf(Segment segment) {
    return segment.isSyn() ? Effect.Kind.CHALLENGE_ACK : Effect.Kind.ORIGINAL;
  }

  private static Turn limited(Turn turn, Effect.Kind kind, String reason, Rule rule) {
    return mayAnswer(turn)
        ? answering(turn).ack(kind, rule).drop(reason, rule)
        : turn.drop(reason + ", and another was answered just now", PER_CONNECTION);
  }

  /** Notes that this connection answers something that it does not take. */
  static Turn answering(Turn turn) {
    return turn.know(turn.tcb().clocks().challenged(turn.cx().nowNs()));
  }

  /** Whether the interval is over since this connection last did so. */
  static boolean mayAnswer(Turn turn) {
    long last = turn.tcb().clocks().challengedAtNs();
    long interval = turn.cx().settings().challenges().connectionIntervalNs();
    return last == Clocks.NEVER || turn.cx().nowNs() - last >= interval;
  }
}
