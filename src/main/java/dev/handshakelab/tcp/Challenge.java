package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;

/**
 * ACKs that answer a segment which is not taken: a duplicate (§3.10.7.4, first) or a challenge (RFC
 * 5961). The peer, if it is who it seems to be, learns from one what we expect. They cost
 * something, so they have a budget: RFC 5961 §7 counts them per host, Linux allows one in 500 ms on
 * each socket for all reasons together (tcp_invalid_ratelimit).
 */
final class Challenge {
  /** tcp_invalid_ratelimit. */
  private static final long INTERVAL_NS = 500_000_000L;

  private static final Rule LIMIT = Rule.linux("tcp_invalid_ratelimit");

  private Challenge() {}

  /** A challenge ACK, if the budget allows. */
  static Turn ack(Turn turn, Rule rule) {
    return switch (turn.cx().policy().challengeBudget()) {
      case UNLIMITED -> turn.ack(Effect.Kind.CHALLENGE_ACK, rule);
      case PER_HOST ->
          turn.cx().shared().challengesLeft() > 0
              ? turn.ack(Effect.Kind.CHALLENGE_ACK, rule)
                  .with(new Effect.Spend(Effect.Budget.CHALLENGE_ACK, rule))
              : turn;
      case PER_CONNECTION -> limited(turn, Effect.Kind.CHALLENGE_ACK, rule);
    };
  }

  /** The ACK that a duplicate gets. Linux counts those without text against the same budget. */
  static Turn duplicate(Turn turn, Segment segment, Rule rule) {
    boolean mayLoop = segment.payload().isEmpty() || segment.isSyn();
    return turn.cx().policy().challengeBudget() == Policy.ChallengeBudget.PER_CONNECTION && mayLoop
        ? limited(turn, kindOf(segment), rule)
        : turn.ack(kindOf(segment), rule);
  }

  private static Effect.Kind kindOf(Segment segment) {
    return segment.isSyn() ? Effect.Kind.CHALLENGE_ACK : Effect.Kind.ORIGINAL;
  }

  private static Turn limited(Turn turn, Effect.Kind kind, Rule rule) {
    return mayAnswer(turn)
        ? turn.know(turn.tcb().clocks().challenged(turn.cx().nowNs())).ack(kind, rule)
        : turn.with(new Effect.Dropped("one answer in 500 ms", LIMIT));
  }

  /**
   * Whether 500 ms have passed since this connection last answered something that it did not take.
   */
  static boolean mayAnswer(Turn turn) {
    long last = turn.tcb().clocks().challengedAtNs();
    return last == Clocks.NEVER || turn.cx().nowNs() - last >= INTERVAL_NS;
  }
}
