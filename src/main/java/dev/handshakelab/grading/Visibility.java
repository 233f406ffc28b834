package dev.handshakelab.grading;

/** When a student gets to see a check and what came of it. */
public enum Visibility {
  VISIBLE,
  /** Never; its points count nevertheless. */
  HIDDEN,
  /** Once the assignment's results are released. */
  AFTER_RELEASE
}
