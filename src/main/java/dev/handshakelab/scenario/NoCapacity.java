package dev.handshakelab.scenario;

import java.io.Serial;

/** A runner is carrying out as many sessions as it may; the same request can succeed later. */
public final class NoCapacity extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public NoCapacity(String message) {
    super(message);
  }
}
