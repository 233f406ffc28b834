package dev.handshakelab.scenario;

import dev.handshakelab.trace.Party;

/**
 * One user call at a chosen moment.
 *
 * @param bytes how many octets, for SEND; else 0
 */
public record Step(When when, Party end, Call call, int bytes) {

  /** What the user does. */
  public enum Call {
    OPEN,
    LISTEN,
    SEND,
    CLOSE,
    ABORT,
    CRASH,
    RESTART
  }

  /** The moment: a time, or the arrival of a segment. */
  public sealed interface When {
    /**
     * @param atMs from time zero, at most 6 decimals
     */
    record At(double atMs) implements When {}

    /**
     * As soon as the segment with this ordinal has arrived (and been dealt with) at the other end
     * from its sender.
     *
     * @param ordinal from 1
     */
    record AfterSegment(int ordinal) implements When {}
  }
}
