package dev.handshakelab.course;

import dev.handshakelab.grading.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every attempt with every grade that it was ever given. */
public interface Attempts {
  /** An attempt and the grade that holds. */
  record Graded(Attempt attempt, KeptGrade grade) {}

  /**
   * @param subject null for all
   * @param state null for all
   */
  record Filter(String assignment, @Nullable String subject, Result.@Nullable State state) {
    static Filter all(String assignment) {
      return new Filter(assignment, null, null);
    }
  }

  /** Where an attempt stands in the order of all: by time, then by id. */
  record Place(Instant submittedAt, UUID id) {
    public static Place of(Attempt attempt) {
      return new Place(attempt.submittedAt(), attempt.id());
    }
  }

  /**
   * In the order in which they came in.
   *
   * @param after where to begin behind; null to begin
   */
  List<Graded> list(Filter filter, @Nullable Place after, int limit);

  Optional<Graded> find(UUID attempt);

  Optional<KeptGrade> grade(UUID grade);

  /** All that an attempt was ever given, the first one first. */
  List<KeptGrade> grades(UUID attempt);

  AttemptPolicy.Standing standing(String assignment, String subject);

  /**
   * Does something with a subject's attempts at an assignment that nobody else may do at the same
   * time, here or in another process: all of it is kept, or none when it throws. The subject has a
   * variant.
   */
  <T> T hold(String assignment, String subject, Function<Held, T> work);

  /** The attempts of one subject at one assignment while nobody else has them. */
  interface Held {
    AttemptPolicy.Standing standing();

    /** The last one, in ERROR or not. */
    Optional<Attempt> last();

    Optional<Graded> find(UUID attempt);

    /** Adds an attempt with its first grade. */
    void add(Attempt attempt, KeptGrade grade);

    /** Adds a grade that holds from now on. */
    void supersede(KeptGrade grade);
  }
}
