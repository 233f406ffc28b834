package dev.handshakelab.api.representation;

import dev.handshakelab.course.RubricHeading;
import dev.handshakelab.grading.Decimals;

/** What lists show of one version of a rubric. */
public record RubricResource(
    String id,
    int version,
    String title,
    @Describe("all points together, a decimal") String maxScore,
    @Describe("SHA-256 of the document, its `ETag`") String sha256,
    @Describe("it comes with the lab") boolean shipped) {

  public static RubricResource of(RubricHeading rubric) {
    return new RubricResource(
        rubric.id(),
        rubric.version(),
        rubric.title(),
        Decimals.text(rubric.maxScore()),
        rubric.sha256(),
        rubric.shipped());
  }
}
