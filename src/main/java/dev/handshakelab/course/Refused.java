package dev.handshakelab.course;

import java.io.Serial;

/** The assignment's policy takes no attempt of this subject now; nothing was kept. */
public final class Refused extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient AttemptPolicy.Ruling ruling;

  Refused(AttemptPolicy.Ruling ruling) {
    super(String.valueOf(ruling));
    this.ruling = ruling;
  }

  public AttemptPolicy.Ruling ruling() {
    return ruling;
  }
}
