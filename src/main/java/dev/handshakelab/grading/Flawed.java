package dev.handshakelab.grading;

import java.util.List;

/** A rubric, or answers, cannot be used: everything that is wrong with them, at once. */
public final class Flawed extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Flaw> flaws;

  Flawed(List<Flaw> flaws) {
    super(flaws.getFirst().detail());
    this.flaws = List.copyOf(flaws);
  }

  /** At least one. */
  public List<Flaw> flaws() {
    return flaws;
  }
}
