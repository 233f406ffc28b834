package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.SimultaneousOpen;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption.Timestamps;

/**
 * Taking round-trip samples. A segment that was sent once is timed. Of one that was sent again
 * nobody can tell which copy was answered (Karn, MUST-18), unless the answer echoes a timestamp.
 */
final class Measuring {
  private static final long MS = 1_000_000L;
  private static final long MODULUS = 1L << 32;

  private Measuring() {}

  /** The round trip after {@code segment} acknowledged something new. */
  static RoundTrip acknowledged(Turn turn, Segment segment) {
    var roundTrip = turn.tcb().clocks().roundTrip();
    var una = segment.acknowledgment();
    boolean completes = una.isAtOrAfter(roundTrip.timedEnd());
    long took =
        !roundTrip.isTiming()
            ? echoed(turn.cx(), turn.tcb().negotiated(), segment)
            : completes ? turn.cx().nowNs() - roundTrip.timedAtNs() : Clocks.NEVER;
    return took == Clocks.NEVER
        ? roundTrip
        : roundTrip.sampled(turn.policy(), took, una, turn.tcb().send().nxt());
  }

  /** The same for the SYN or SYN+ACK; without a sample the RTO begins at three seconds. */
  static RoundTrip opened(Turn turn, Segment segment) {
    var roundTrip = acknowledged(turn, segment);
    return roundTrip.hasSample()
        ? roundTrip
        : roundTrip.untimed().withRto(RoundTrip.AFTER_LOST_SYN_NS); // RFC 6298 (5.7)
  }

  /**
   * Our SYN goes out once more, as the SYN+ACK of crossed SYNs. Linux sends the same buffer
   * (tcp_send_synack), so that it times the later of the two, unless the SYN had been lost.
   */
  static Clocks crossed(Context cx, Clocks clocks) {
    var roundTrip = clocks.roundTrip();
    boolean later = cx.policy().simultaneousOpen() == SimultaneousOpen.FIGURE_7_AND_ACK;
    return later && roundTrip.isTiming()
        ? clocks.with(roundTrip.untimed().timing(cx.nowNs(), roundTrip.timedEnd()))
        : clocks;
  }

  /**
   * Whether what establishes a connection echoes the first SYN or SYN+ACK, although that was sent
   * again: nothing was lost then (tcp_try_undo_spurious_syn).
   */
  static boolean echoesTheFirst(Tcb tcb, Segment segment) {
    long first =
        Math.floorDiv(tcb.clocks().firstSentNs(), MS) + tcb.negotiated().tsOffset() & MODULUS - 1;
    return tcb.negotiated().timestamps()
        && segment
            .option(Timestamps.class)
            .map(Timestamps::echo)
            .filter(e -> e == first)
            .isPresent();
  }

  /** Whether a segment echoes a timestamp from before a time. */
  static boolean echoesTimeBefore(Negotiated negotiated, Segment segment, long timeNs) {
    long then = Math.floorDiv(timeNs, MS) + negotiated.tsOffset();
    return negotiated.timestamps()
        && segment
            .option(Timestamps.class)
            .filter(stamp -> stamp.echo() != 0 && (int) (stamp.echo() - then) < 0)
            .isPresent();
  }

  /** How long ago the timestamp was sent that a segment echoes, {@link Clocks#NEVER} for none. */
  private static long echoed(Context cx, Negotiated negotiated, Segment segment) {
    if (!negotiated.timestamps()) {
      return Clocks.NEVER;
    }
    long now = cx.timestamp(negotiated.tsOffset());
    return segment
        .option(Timestamps.class)
        .map(Timestamps::echo)
        .filter(echo -> echo != 0)
        .map(echo -> Math.floorMod(now - echo, MODULUS))
        .filter(ago -> ago < MODULUS / 2)
        .map(ago -> Math.max(ago, 1) * MS)
        .orElse(Clocks.NEVER);
  }
}
