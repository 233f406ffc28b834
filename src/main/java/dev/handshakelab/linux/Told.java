package dev.handshakelab.linux;

import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Something that a session learnt other than by its tap. Times are the session's clock as it is, in
 * nanoseconds.
 */
sealed interface Told {
  long atNs();

  /**
   * A user call, or what came of it.
   *
   * @param id of the call, from 1 at each end
   * @param result null while it is pending
   * @param whose connection it concerns; null means the session's own
   */
  record Called(
      Party end,
      int id,
      String op,
      @Nullable String detail,
      @Nullable String result,
      long atNs,
      @Nullable Whose whose)
      implements Told {
    /** About the session's own connection. */
    Called(
        Party end, int id, String op, @Nullable String detail, @Nullable String result, long atNs) {
      this(end, id, op, detail, result, atNs, null);
    }

    Called of(Whose other) {
      return new Called(end, id, op, detail, result, atNs, other);
    }
  }

  /**
   * A connection besides the session's own.
   *
   * @param incarnation which use of these two sockets, from 1
   */
  record Whose(SocketAddress client, int incarnation) {}

  /** A socket was found in a state. */
  record Sampled(Party end, Subject subject, KernelState state, long atNs) implements Told {}

  /**
   * Anything else that is worth knowing.
   *
   * @param end whom it concerns; null when that is the session
   * @param whose connection it concerns; null means the session's own
   */
  record Remark(@Nullable Party end, String text, long atNs, @Nullable Whose whose)
      implements Told {}
}
