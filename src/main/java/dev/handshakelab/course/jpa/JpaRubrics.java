package dev.handshakelab.course.jpa;

import dev.handshakelab.course.RubricHeading;
import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.jpa.Database;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rubric versions in a relational database. That no two rows have one key decides who was first.
 */
final class JpaRubrics implements Rubrics {
  private final Database database;

  JpaRubrics(Database database) {
    this.database = database;
  }

  @Override
  public List<RubricHeading> headings() {
    // Sorted here: databases differ in how they order texts.
    return database.read(at ->
        at
            .createSelectionQuery(
                "select key.rubricId, key.version, title, maxScore, sha256 from RubricVersionRow",
                Shown.class)
            .getResultList()
            .stream()
            .map(Shown::heading)
            .sorted(
                Comparator.comparing(RubricHeading::id).thenComparingInt(RubricHeading::version))
            .toList());
  }

  /** The columns that lists show. */
  record Shown(String id, int version, String title, String maxScore, String sha256) {
    RubricHeading heading() {
      return new RubricHeading(id, version, title, new BigDecimal(maxScore), sha256, false);
    }
  }

  @Override
  public Optional<RubricVersion> find(String id, int version) {
    return database.read(at ->
        Optional.ofNullable(at.get(RubricVersionRow.class, new RubricVersionRow.Key(id, version)))
            .map(RubricVersionRow::rubric));
  }

  @Override
  public Kept keep(RubricVersion rubric) {
    return known(rubric)
        .or(() -> insert(rubric))
        .or(() -> known(rubric))
        .orElseThrow(() -> new IllegalStateException("a row that cannot be inserted is there"));
  }

  private Optional<Kept> known(RubricVersion rubric) {
    return find(rubric.id(), rubric.version())
        .map(same -> same.document().equals(rubric.document()) ? Kept.SAME : Kept.OTHER);
  }

  private Optional<Kept> insert(RubricVersion rubric) {
    return database.insert(at -> at.insert(new RubricVersionRow(rubric)))
        ? Optional.of(Kept.NEW)
        : Optional.empty();
  }
}
