package dev.handshakelab.api.problem;

import java.io.IOException;
import java.io.Serial;

/** More octets came than this operation takes. */
public final class BodyTooLarge extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public BodyTooLarge(long limit) {
    super("the body is over the limit of " + limit + " octets");
  }
}
