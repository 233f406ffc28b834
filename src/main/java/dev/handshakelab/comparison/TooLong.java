package dev.handshakelab.comparison;

import java.io.Serial;

/** Two traces differ in too much to be laid side by side; the message says in how much. */
public final class TooLong extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TooLong(String message) {
    super(message);
  }
}
