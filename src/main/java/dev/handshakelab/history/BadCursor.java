package dev.handshakelab.history;

import java.io.Serial;

/** A cursor that this list did not hand out, or handed out for other filters. */
public final class BadCursor extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public BadCursor(String message) {
    super(message);
  }
}
