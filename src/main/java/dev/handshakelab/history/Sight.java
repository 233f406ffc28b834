package dev.handshakelab.history;

import org.jspecify.annotations.Nullable;

/**
 * Whose sessions somebody may see. A variant that all subjects of an assignment share is every
 * subject's. Lists and figures are limited to them where they are read, so that nothing about the
 * others shows, not even how many there are.
 *
 * @param assignment only sessions of this assignment; null does not limit
 * @param subject only sessions of this subject; null does not limit
 * @param secrets whether labels of variants are known: if not, no filter finds a variant by its
 *     labels, and no group is made by them
 */
public record Sight(@Nullable String assignment, @Nullable String subject, boolean secrets) {
  public static final Sight EVERYTHING = new Sight(null, null, true);

  /** Whether a session of this owner is among them. */
  public boolean covers(@Nullable Owner owner) {
    return (assignment == null || owner != null && assignment.equals(owner.assignment()))
        && (subject == null
            || owner != null && (subject.equals(owner.subject()) || owner.isShared()));
  }

  /** Whether of a session of this owner, when it is seen, seed, spec and labels are not. */
  public boolean hides(@Nullable Owner owner) {
    return !secrets && owner != null && owner.variant();
  }
}
