package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Flaws;
import dev.handshakelab.grading.Members;
import dev.handshakelab.grading.source.Located;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The points that a person gives, and what they say about it.
 *
 * @param comment for the student; null for none
 */
public record MarkBody(BigDecimal points, @Nullable String comment) {
  public static final int LONGEST_COMMENT = 4000;

  /** As fine as a rubric's points. */
  private static final int DECIMALS = 2;

  private static final int MOST_POINTS = 1000;

  /**
   * @param max what the check is worth
   * @throws Refusal of type SCHEMA with everything that is wrong
   */
  public static MarkBody read(Located document, BigDecimal max) {
    Flaws flaws = new Flaws(document);
    Members members = Members.of(document.tree(), "", flaws);
    BigDecimal points = null;
    String comment = null;
    if (members != null) {
      points = members.requiredDecimal("points", MOST_POINTS, DECIMALS);
      if (points != null && points.compareTo(max) > 0) {
        flaws.add("/points", "the check is worth " + Decimals.text(max) + " points at most");
      }
      comment = members.text("comment", 1, LONGEST_COMMENT);
      members.refuseOthers();
    }
    AssignmentBodies.check(flaws);
    if (points == null) {
      throw new IllegalStateException("nothing was read, and nothing is wrong");
    }
    return new MarkBody(points, comment);
  }
}
