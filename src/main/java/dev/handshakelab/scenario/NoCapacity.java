package dev.handshakelab.scenario;

import java.io.Serial;

/** As much is under way as may be, or as can be just now; the same request can succeed later. */
public final class NoCapacity extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public NoCapacity(String message) {
    super(message);
  }

  public NoCapacity(String message, Throwable cause) {
    super(message, cause);
  }
}
