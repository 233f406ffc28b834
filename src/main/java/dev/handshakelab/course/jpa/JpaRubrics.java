package dev.handshakelab.course.jpa;

import dev.handshakelab.course.RubricHeading;
import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.scenario.NoCapacity;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.JDBCConnectionException;

/**
 * Rubric versions in a relational database. That no two rows have one key decides who was first.
 */
final class JpaRubrics implements Rubrics {
  private final SessionFactory database;

  JpaRubrics(SessionFactory database) {
    this.database = database;
  }

  @Override
  public List<RubricHeading> headings() {
    // Sorted here: databases differ in how they order texts.
    return read(at ->
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
    return read(at ->
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
    try {
      return orNoCapacity(() -> {
        database.inStatelessTransaction(at -> at.insert(new RubricVersionRow(rubric)));
        return Optional.of(Kept.NEW);
      });
    } catch (ConstraintViolationException keptMeanwhile) {
      return Optional.empty();
    }
  }

  private <T> T read(Function<StatelessSession, T> question) {
    return orNoCapacity(() -> database.fromStatelessSession(question));
  }

  private static <T> T orNoCapacity(java.util.function.Supplier<T> what) {
    try {
      return what.get();
    } catch (JDBCConnectionException away) {
      throw new NoCapacity("the database has no connection free", away);
    }
  }
}
