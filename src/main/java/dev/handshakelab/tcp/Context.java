package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * What a step may know besides the connection: who it is, what time it is, and what its host
 * counts. Everything is handed in, so the same step gives the same answer for ever.
 *
 * @param nowNs the time, in nanoseconds from time zero
 * @param incarnation which connection of this host it is, from 0: the next ISN is drawn for it
 * @param settledIss the ISN of a connection that may not choose one: a new incarnation in
 *     TIME-WAIT, or one whose ISN was a cookie; null otherwise
 */
public record Context(
    Policy policy,
    Settings settings,
    Secrets secrets,
    Path path,
    long nowNs,
    Shared shared,
    int incarnation,
    @Nullable SequenceNumber settledIss) {

  /**
   * What the connections of a host have in common, to be read only: a step asks to {@link
   * Effect.Spend} or to {@link Effect.Remember} it.
   *
   * @param challengesLeft how many challenge ACKs the host may still send in this interval
   * @param listener the listener that this connection came from or would come from
   * @param memory what the host remembers about the peer
   */
  public record Shared(int challengesLeft, AtListener listener, FastOpenMemory memory) {
    /** A host without listeners that remembers nothing. */
    public static final Shared NOTHING =
        new Shared(Integer.MAX_VALUE, AtListener.NONE, FastOpenMemory.NOTHING);
  }

  /**
   * How a listener is.
   *
   * @param acceptQueueFull whether nobody can be accepted now
   * @param abortOnOverflow whether that resets who completes a handshake
   * @param deferAccept how many expiries long the third segment alone does not complete one
   * @param fastOpen whether it takes text on a SYN (RFC 7413)
   * @param fastOpenLeft how many more connections may be open fast and not yet ESTABLISHED
   * @param crowd how full its SYN queue is
   */
  public record AtListener(
      boolean acceptQueueFull,
      boolean abortOnOverflow,
      int deferAccept,
      boolean fastOpen,
      int fastOpenLeft,
      Crowd crowd) {
    public static final AtListener NONE =
        new AtListener(false, false, 0, false, 0, new Crowd(0, 0, 0));
  }

  /**
   * How full a SYN queue is.
   *
   * @param requests how many there are
   * @param young those that have not yet waited in vain
   * @param backlog the argument of listen()
   */
  public record Crowd(int requests, int young, int backlog) {
    private static final int FEWEST_RETRIES = 2;
    private static final int SMALL = 8;

    /**
     * How often a SYN+ACK is repeated, which Linux cuts down when the queue is more than half full:
     * each halving of the young's share takes one, until two are left (reqsk_timer_handler).
     *
     * @param usual when there is room
     */
    public int synAckRetries(int usual) {
      if (requests * 2 <= Math.max(SMALL, backlog)) {
        return usual;
      }
      int most = usual;
      long share = 2L * young;
      while (most > FEWEST_RETRIES && requests >= share) {
        most--;
        share *= 2;
      }
      return most;
    }
  }

  /** The same for a connection whose ISN is settled. */
  Context beginningWith(SequenceNumber iss) {
    return new Context(policy, settings, secrets, path, nowNs, shared, incarnation, iss);
  }

  /** The same where the path is known to carry no more than so many octets in a packet. */
  Context within(int mtu) {
    if (mtu >= path.mtu()) {
      return this;
    }
    return new Context(
        policy, settings, secrets, path.within(mtu), nowNs, shared, incarnation, settledIss);
  }

  /** The initial sequence number of a connection that begins now. */
  SequenceNumber iss() {
    if (settledIss != null) {
      return settledIss;
    }
    return incarnation < settings.isns().size()
        ? settings.isns().get(incarnation)
        : InitialSequenceNumbers.next(policy, secrets, path, nowNs, incarnation);
  }

  /** The time {@code ns} from now, or the end of time. */
  long after(long ns) {
    long sum = nowNs + ns;
    return sum < nowNs ? Deadlines.NONE - 1 : sum;
  }

  /** TSval of a connection with this offset: a millisecond clock, modulo 2^32. */
  long timestamp(long offset) {
    return Math.floorDiv(nowNs, 1_000_000L) + offset & 0xffff_ffffL;
  }
}
