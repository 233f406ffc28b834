package dev.handshakelab.session;

import java.io.Serial;

/** A kept session that cannot be run again for comparison; the message says why. */
public final class NotReplayable extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NotReplayable(String message) {
    super(message);
  }
}
