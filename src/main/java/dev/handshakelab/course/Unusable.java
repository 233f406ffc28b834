package dev.handshakelab.course;

import java.io.Serial;

/** What was handed in cannot be graded, whatever its answers are; the message says why. */
public final class Unusable extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  Unusable(String message) {
    super(message);
  }
}
