package dev.handshakelab.course.jpa;

import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.Assignments;
import dev.handshakelab.course.Variant;
import dev.handshakelab.jpa.Database;
import dev.handshakelab.scenario.NoCapacity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Assignments and variants in a relational database. */
final class JpaAssignments implements Assignments {
  private final Database database;

  JpaAssignments(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Assignment assignment) {
    return database.insert(at -> at.insert(new AssignmentRow(assignment)));
  }

  @Override
  public Optional<Assignment> find(String id) {
    return database.read(
        at -> Optional.ofNullable(at.get(AssignmentRow.class, id)).map(AssignmentRow::assignment));
  }

  @Override
  public List<Assignment> list(@Nullable String only, @Nullable String after, int limit) {
    return database.read(at ->
        at
            .createSelectionQuery(
                """
                from AssignmentRow
                where (:only is null or id = :only) and (:after is null or id > :after)
                order by id
                """,
                AssignmentRow.class)
            .setParameter("only", only, String.class)
            .setParameter("after", after, String.class)
            .setMaxResults(limit)
            .getResultList()
            .stream()
            .map(AssignmentRow::assignment)
            .toList());
  }

  @Override
  public Optional<Assignment> change(String id, UnaryOperator<Assignment> change) {
    return database.change(at -> {
      AssignmentRow row = at.get(AssignmentRow.class, id, LockMode.PESSIMISTIC_WRITE);
      if (row == null) {
        return Optional.empty();
      }
      Assignment changed = change.apply(row.assignment());
      at.update(new AssignmentRow(changed));
      return Optional.of(changed);
    });
  }

  @Override
  public Optional<List<UUID>> delete(String id, boolean withAttempts) {
    return database.change(at -> {
      // Whoever is handed something out, or hands in, comes before this or finds nothing.
      at.get(AssignmentRow.class, id, LockMode.PESSIMISTIC_WRITE);
      List<VariantRow> variants =
          at.createSelectionQuery("from VariantRow where key.assignmentId = :id", VariantRow.class)
              .setParameter("id", id)
              .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
              .getResultList();
      if (!withAttempts && hasAttempts(at, id)) {
        return Optional.empty();
      }
      remove(at, id);
      return Optional.of(
          variants.stream().map(row -> row.sessionId).filter(Objects::nonNull).distinct().toList());
    });
  }

  private static boolean hasAttempts(StatelessSession at, String id) {
    return at.createSelectionQuery(
                "select count(*) from AttemptRow where assignmentId = :id", Long.class)
            .setParameter("id", id)
            .getSingleResult()
        > 0;
  }

  private static void remove(StatelessSession at, String id) {
    for (String statement :
        List.of(
            "delete from GradeRow where attemptId in"
                + " (select id from AttemptRow where assignmentId = :id)",
            "delete from AttemptRow where assignmentId = :id",
            "delete from VariantRow where key.assignmentId = :id",
            "delete from AssignmentRow where id = :id")) {
      at.createMutationQuery(statement).setParameter("id", id).executeUpdate();
    }
  }

  @Override
  public Optional<Variant> variant(String assignment, String subject) {
    return database.read(at ->
        Optional.ofNullable(at.get(VariantRow.class, new VariantRow.Key(assignment, subject)))
            .map(VariantRow::variant));
  }

  @Override
  public List<Variant> variants(String assignment) {
    return database.read(at ->
        at
            .createSelectionQuery(
                "from VariantRow where key.assignmentId = :id order by key.subject",
                VariantRow.class)
            .setParameter("id", assignment)
            .getResultList()
            .stream()
            .map(VariantRow::variant)
            .toList());
  }

  @Override
  public Variant keep(Variant variant) {
    String assignment = variant.assignment();
    String subject = variant.subject();
    return variant(assignment, subject)
        .or(() ->
            database.insert(at -> insert(at, variant))
                ? Optional.of(variant)
                : variant(assignment, subject))
        .orElseThrow(() -> new IllegalStateException("a row that cannot be inserted is there"));
  }

  private static void insert(StatelessSession at, Variant variant) {
    if (at.get(AssignmentRow.class, variant.assignment(), LockMode.PESSIMISTIC_READ) == null) {
      throw new NoCapacity("the assignment was deleted meanwhile");
    }
    at.insert(new VariantRow(variant));
  }

  @Override
  public void replaceSession(Variant variant, UUID gone) {
    database.change(at ->
        at.createMutationQuery(
                """
                update VariantRow set sessionId = :session
                where key.assignmentId = :assignment and key.subject = :subject
                  and sessionId = :gone
                """)
            .setParameter("session", variant.session())
            .setParameter("assignment", variant.assignment())
            .setParameter("subject", variant.subject())
            .setParameter("gone", gone)
            .executeUpdate());
  }
}
