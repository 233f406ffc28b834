package dev.handshakelab.comparison;

import dev.handshakelab.tcp.Backlog;
import dev.handshakelab.tcp.Patience;

/**
 * How the server of a comparison listens.
 *
 * @param synAckRetries how often a SYN+ACK is repeated when there is room
 */
public record Listening(Backlog backlog, int synAckRetries) {
  /** As Linux does when nobody asks for anything. */
  public static final Listening USUAL =
      new Listening(
          Backlog.of(128).with(Backlog.Cookies.WHEN_FULL), Patience.USUAL.synAckRetries());

  /** How many requests find a place in the queue. */
  long room() {
    return backlog.room();
  }

  /** Whether a SYN is answered by a cookie. */
  boolean answersByCookie(boolean full) {
    return switch (backlog.cookies()) {
      case NEVER -> false;
      case WHEN_FULL -> full;
      case ALWAYS -> true;
    };
  }

  /** Whether a SYN is answered, and kept. */
  boolean keeps(boolean full) {
    return !full && backlog.cookies() != Backlog.Cookies.ALWAYS;
  }

  /** Whether a SYN is not answered at all. */
  boolean drops(boolean full) {
    return full && backlog.cookies() == Backlog.Cookies.NEVER;
  }
}
