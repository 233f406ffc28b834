package dev.handshakelab.course.jpa;

import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.scenario.NoCapacity;
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
  public List<RubricVersion> all() {
    return read(at ->
        at
            .createSelectionQuery(
                "from RubricVersionRow order by key.rubricId, key.version", RubricVersionRow.class)
            .getResultList()
            .stream()
            .map(RubricVersionRow::rubric)
            .toList());
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
