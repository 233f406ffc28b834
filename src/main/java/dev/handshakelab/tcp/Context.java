package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * What a step may know besides the connection: who it is, what time it is, and what its host
 * counts. Everything is handed in, so the same step gives the same answer for ever.
 *
 * @param nowNs the time, in nanoseconds from time zero
 * @param incarnation which connection of this host it is, from 0: the next ISN is drawn for it
 */
public record Context(
    Policy policy,
    Settings settings,
    Secrets secrets,
    Path path,
    long nowNs,
    Shared shared,
    int incarnation) {

  /**
   * What the connections of a host have in common, to be read only: a step asks to {@link
   * Effect.Spend} it.
   *
   * @param challengesLeft how many challenge ACKs the host may still send in this interval
   * @param acceptQueueFull the queue of the listener that this connection came from
   * @param abortOnOverflow what that means for who completes a handshake now
   */
  public record Shared(int challengesLeft, boolean acceptQueueFull, boolean abortOnOverflow) {}

  /** The initial sequence number of a connection that begins now. */
  SequenceNumber iss() {
    return incarnation < settings.isns().size()
        ? settings.isns().get(incarnation)
        : InitialSequenceNumbers.next(policy, secrets, path, nowNs, incarnation);
  }

  /** TSval of a connection with this offset: a millisecond clock, modulo 2^32. */
  long timestamp(long offset) {
    return nowNs / 1_000_000 + offset & 0xffff_ffffL;
  }
}
