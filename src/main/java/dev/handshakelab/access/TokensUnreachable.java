package dev.handshakelab.access;

import java.io.Serial;

/** Where tokens are kept cannot be asked now, so nobody knows who calls. */
public final class TokensUnreachable extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public TokensUnreachable(Throwable cause) {
    super("the database has no connection free", cause);
  }
}
