package dev.handshakelab.course;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A piece of homework: a version of a rubric, who gets which session of it, and how often they may
 * hand in. The version is the one that new attempts are graded by; grading again by a newer one
 * moves it.
 *
 * @param id chosen by whoever made it
 * @param releaseAt from when students see what a rubric shows them after release; null for at once
 */
public record Assignment(
    String id,
    String title,
    String rubricId,
    int rubricVersion,
    Variants variants,
    AttemptPolicy attempts,
    @Nullable Instant releaseAt,
    Secret secret,
    Instant createdAt) {
  public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  /**
   * Whoever is graded, by a name that says nothing to anybody else: a pseudonym rather than an
   * address or a matriculation number, since it stands in URLs and logs.
   */
  public static final Pattern SUBJECT =
      Pattern.compile("[A-Za-z0-9_~@+=-][A-Za-z0-9._~@+=-]{0,127}");

  /** Who gets which session. */
  public enum Variants {
    /** Everybody one of their own, so that a neighbour's answers are of no use. */
    PER_SUBJECT,
    /** All the same one. */
    SHARED
  }

  boolean isReleased(Instant now) {
    return releaseAt == null || !now.isBefore(releaseAt);
  }

  Assignment gradedBy(int version) {
    return new Assignment(
        id, title, rubricId, version, variants, attempts, releaseAt, secret, createdAt);
  }
}
