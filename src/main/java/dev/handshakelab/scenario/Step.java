package dev.handshakelab.scenario;

import dev.handshakelab.trace.Party;
import org.jspecify.annotations.Nullable;

/**
 * One user call at a chosen moment.
 *
 * @param bytes how many octets, for SEND; else 0
 * @param port the client's port of the connection that is meant; null means the session's own
 * @param toSelf an OPEN of the very socket that it is made from
 */
public record Step(
    When when, Party end, Call call, int bytes, @Nullable Integer port, boolean toSelf) {
  /** A call on the session's own connection. */
  public Step(When when, Party end, Call call, int bytes) {
    this(when, end, call, bytes, null, false);
  }

  /** What the user does. */
  public enum Call {
    OPEN,
    LISTEN,
    ACCEPT,
    SEND,
    CLOSE,
    ABORT,
    CRASH,
    RESTART
  }

  /** Where an OPEN goes. */
  public enum Target {
    PEER,
    SELF
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
