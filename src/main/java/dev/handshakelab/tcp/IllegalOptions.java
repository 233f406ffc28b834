package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.List;

/**
 * An option whose length is missing, less than two or past the header (MUST-7). RFC 9293 §3.1
 * suggests to reset the connection and to log why; so a segment is only believed to be the peer's
 * once its numbers were. Linux does not read further.
 */
final class IllegalOptions {
  static final String REASON = "option with an illegal length";
  static final Rule RULE = Rule.rfc9293("3.1");

  private IllegalOptions() {}

  /** Whether the policy resets for this segment. */
  static boolean resets(Policy policy, Segment segment) {
    if (policy.illegalOptions() == ArrivalChoice.IllegalOptions.IGNORE || segment.isRst()) {
      return false;
    }
    List<TcpOption> options = segment.options();
    return !options.isEmpty() && options.getLast() instanceof TcpOption.Illegal;
  }

  /** In a connection, after the sequence number was checked. */
  static Turn check(Turn turn, Segment segment) {
    return resets(turn.policy(), segment)
        ? Refusals.tellAll(turn.abortPeer(RULE), Refusals.RESET, RULE)
            .tellError(0, "RESET", REASON, RULE)
            .with(new Effect.Dropped(REASON, RULE))
            .leaveTo(State.CLOSED, RULE)
        : turn;
  }
}
