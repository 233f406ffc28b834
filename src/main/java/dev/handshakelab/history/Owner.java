package dev.handshakelab.history;

import org.jspecify.annotations.Nullable;

/**
 * Whose a session is: what it was run for, and by whom. A session without an owner is nobody's in
 * particular, and shown to those only who see everything.
 *
 * @param assignment null when it was run for none
 * @param subject null when it was run for nobody in particular
 * @param variant whether it is the session that an assignment gave the subject to look at: its
 *     seed, spec and labels would give the answers away
 */
public record Owner(@Nullable String assignment, @Nullable String subject, boolean variant) {
  public Owner {
    if (assignment == null && subject == null) {
      throw new IllegalArgumentException("what is nobody's has no owner");
    }
    if (variant && assignment == null) {
      throw new IllegalArgumentException("a variant is of an assignment");
    }
  }

  /** Whether all subjects of the assignment look at this one session. */
  public boolean isShared() {
    return variant && subject == null;
  }

  /** Of a session that somebody ran of their own accord. */
  public static Owner of(@Nullable String assignment, String subject) {
    return new Owner(assignment, subject, false);
  }

  /**
   * Of the session that an assignment gives to look at.
   *
   * @param subject null when all subjects share one
   */
  public static Owner ofVariant(String assignment, @Nullable String subject) {
    return new Owner(assignment, subject, true);
  }
}
