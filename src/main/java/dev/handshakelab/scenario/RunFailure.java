package dev.handshakelab.scenario;

import java.io.Serial;

/**
 * The lab could not carry a request out; the message says why in words for the session's {@code
 * failure}.
 */
public final class RunFailure extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public RunFailure(String message) {
    super(message);
  }

  public RunFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
