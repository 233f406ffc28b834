package dev.handshakelab.course;

import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;

/**
 * A rubric as it is kept: the document itself, which never changes, and what lists show of it.
 *
 * @param id of the rubric
 * @param version from 1
 * @param sha256 of the document, in hex
 * @param shipped it comes with the lab
 */
public record RubricVersion(
    String id,
    int version,
    String title,
    BigDecimal maxScore,
    String sha256,
    boolean shipped,
    Syntax syntax,
    Octets document) {
  /** What lists show of it. */
  public RubricHeading heading() {
    return new RubricHeading(id, version, title, maxScore, sha256, shipped);
  }
}
