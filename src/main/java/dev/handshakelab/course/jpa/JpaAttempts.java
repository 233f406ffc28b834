package dev.handshakelab.course.jpa;

import dev.handshakelab.course.Attempt;
import dev.handshakelab.course.AttemptPolicy.Standing;
import dev.handshakelab.course.Attempts;
import dev.handshakelab.course.KeptGrade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.jpa.Database;
import dev.handshakelab.scenario.NoCapacity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Attempts and grades in a relational database. The row of the subject's variant is locked while
 * something is added, so that of two attempts one sees the other.
 */
final class JpaAttempts implements Attempts {
  private final Database database;

  JpaAttempts(Database database) {
    this.database = database;
  }

  @Override
  public List<Graded> list(Filter filter, @Nullable Place after, int limit) {
    StringBuilder wanted =
        new StringBuilder(
            "select a, g from AttemptRow a join GradeRow g on g.id = a.gradeId"
                + " where a.assignmentId = :assignment");
    wanted.append(filter.subject() == null ? "" : " and a.subject = :subject");
    wanted.append(filter.state() == null ? "" : " and a.state = :state");
    wanted.append(
        after == null ? "" : " and (a.submittedAt > :at or a.submittedAt = :at and a.id > :id)");
    return database.read(at -> {
      var query =
          at.createSelectionQuery(wanted + " order by a.submittedAt, a.id", Object[].class)
              .setParameter("assignment", filter.assignment())
              .setMaxResults(limit);
      if (filter.subject() != null) {
        query.setParameter("subject", filter.subject());
      }
      if (filter.state() != null) {
        query.setParameter("state", filter.state());
      }
      if (after != null) {
        query.setParameter("at", after.submittedAt()).setParameter("id", after.id());
      }
      return query.getResultList().stream().map(JpaAttempts::graded).toList();
    });
  }

  private static Graded graded(Object[] row) {
    return new Graded(((AttemptRow) row[0]).attempt(), ((GradeRow) row[1]).grade());
  }

  @Override
  public Optional<Graded> find(UUID attempt) {
    return database.read(at -> find(at, attempt));
  }

  private static Optional<Graded> find(StatelessSession at, UUID attempt) {
    return at
        .createSelectionQuery(
            "select a, g from AttemptRow a join GradeRow g on g.id = a.gradeId where a.id = :id",
            Object[].class)
        .setParameter("id", attempt)
        .getResultList()
        .stream()
        .map(JpaAttempts::graded)
        .findFirst();
  }

  @Override
  public Optional<KeptGrade> grade(UUID grade) {
    return database.read(
        at -> Optional.ofNullable(at.get(GradeRow.class, grade)).map(GradeRow::grade));
  }

  @Override
  public List<KeptGrade> grades(UUID attempt) {
    return database.read(at ->
        at
            .createSelectionQuery(
                "from GradeRow where attemptId = :attempt order by number", GradeRow.class)
            .setParameter("attempt", attempt)
            .getResultList()
            .stream()
            .map(GradeRow::grade)
            .toList());
  }

  @Override
  public Standing standing(String assignment, String subject) {
    return database.read(at -> standing(at, assignment, subject));
  }

  private static Standing standing(StatelessSession at, String assignment, String subject) {
    Object[] row =
        at.createSelectionQuery(
                """
                select count(*), max(submittedAt) from AttemptRow
                where assignmentId = :assignment and subject = :subject and state <> :error
                """,
                Object[].class)
            .setParameter("assignment", assignment)
            .setParameter("subject", subject)
            .setParameter("error", Result.State.ERROR)
            .getSingleResult();
    return new Standing(Math.toIntExact((Long) row[0]), (Instant) row[1]);
  }

  @Override
  public <T> T hold(String assignment, String subject, Function<Held, T> work) {
    return database.change(at -> {
      if (at.get(
              VariantRow.class, new VariantRow.Key(assignment, subject), LockMode.PESSIMISTIC_WRITE)
          == null) {
        throw new NoCapacity("the assignment was deleted meanwhile");
      }
      return work.apply(new InTransaction(at, assignment, subject));
    });
  }

  /** While the lock is held. */
  private record InTransaction(StatelessSession at, String assignment, String subject)
      implements Held {
    @Override
    public Standing standing() {
      return JpaAttempts.standing(at, assignment, subject);
    }

    @Override
    public Optional<Attempt> last() {
      return at
          .createSelectionQuery(
              "from AttemptRow where assignmentId = :assignment and subject = :subject"
                  + " order by number desc",
              AttemptRow.class)
          .setParameter("assignment", assignment)
          .setParameter("subject", subject)
          .setMaxResults(1)
          .getResultList()
          .stream()
          .map(AttemptRow::attempt)
          .findFirst();
    }

    @Override
    public Optional<Graded> find(UUID attempt) {
      return JpaAttempts.find(at, attempt);
    }

    @Override
    public void add(Attempt attempt, KeptGrade grade) {
      at.insert(new AttemptRow(attempt));
      at.insert(new GradeRow(grade));
    }

    @Override
    public void supersede(KeptGrade grade) {
      at.insert(new GradeRow(grade));
      at.createMutationQuery(
              "update AttemptRow set gradeId = :grade, state = :state where id = :attempt")
          .setParameter("grade", grade.id())
          .setParameter("state", grade.state())
          .setParameter("attempt", grade.attempt())
          .executeUpdate();
    }
  }
}
