package dev.handshakelab.course.jpa;

import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/**
 * One version of a rubric. Points are text, as they are everywhere: exact, whatever the database.
 */
@Entity
@Table(name = "rubric_version")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class RubricVersionRow {
  @EmbeddedId Key key;
  String title;
  String maxScore;
  String sha256;
  String syntax;
  byte[] document;

  RubricVersionRow() {}

  RubricVersionRow(RubricVersion rubric) {
    key = new Key(rubric.id(), rubric.version());
    title = rubric.title();
    maxScore = rubric.maxScore().toPlainString();
    sha256 = rubric.sha256();
    syntax = rubric.syntax().name();
    document = rubric.document().toArray();
  }

  /** Which rubric, and which version of it. */
  @Embeddable
  record Key(String rubricId, int version) {}

  RubricVersion rubric() {
    return new RubricVersion(
        key.rubricId(),
        key.version(),
        title,
        new BigDecimal(maxScore),
        sha256,
        false,
        Syntax.valueOf(syntax),
        Octets.of(document));
  }
}
