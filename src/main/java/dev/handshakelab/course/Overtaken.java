package dev.handshakelab.course;

import java.io.Serial;
import java.util.UUID;

/** The grade that somebody looked at does not hold any more; nothing was kept. */
public final class Overtaken extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final UUID holds;

  Overtaken(UUID holds) {
    super("grade " + holds + " has taken its place");
    this.holds = holds;
  }

  /** The one that does. */
  public UUID holds() {
    return holds;
  }
}
