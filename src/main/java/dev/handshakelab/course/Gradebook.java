package dev.handshakelab.course;

import dev.handshakelab.course.Attempts.Filter;
import dev.handshakelab.course.Attempts.Graded;
import dev.handshakelab.course.Attempts.Place;
import dev.handshakelab.grading.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row for each subject that was handed something out or handed something in, with the attempt
 * that the assignment's policy keeps.
 *
 * @param rows in order of subject
 * @param checks the ids of all checks that a kept grade has, in the rubric's order
 */
public record Gradebook(Assignment assignment, List<Row> rows, List<String> checks) {
  private static final int AT_A_TIME = 500;

  public Gradebook {
    rows = List.copyOf(rows);
    checks = List.copyOf(checks);
  }

  /**
   * One subject.
   *
   * @param attempts that count
   * @param kept null when there is none
   * @param result of the kept one
   */
  public record Row(String subject, int attempts, @Nullable Graded kept, @Nullable Result result) {}

  /** The gradebook as it is now. */
  public static Gradebook of(
      Assignment assignment,
      Assignments assignments,
      Attempts attempts,
      SoundRubrics rubrics,
      Grades grades)
      throws InterruptedException {
    Map<String, Standing> standings = new TreeMap<>();
    assignments
        .variants(assignment.id())
        .forEach(each -> standings.put(each.subject(), new Standing()));
    Place after = null;
    while (true) {
      List<Graded> some = attempts.list(Filter.all(assignment.id()), after, AT_A_TIME);
      for (Graded each : some) {
        standings
            .computeIfAbsent(each.attempt().subject(), nobody -> new Standing())
            .add(each, assignment.attempts().keep());
      }
      if (some.size() < AT_A_TIME) {
        break;
      }
      after = Place.of(some.getLast().attempt());
    }
    Set<String> checks = new LinkedHashSet<>();
    rubrics
        .get(assignment.rubricId(), assignment.rubricVersion())
        .rubric()
        .checks()
        .forEach(check -> checks.add(check.id()));
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, Standing> each : standings.entrySet()) {
      Graded kept = each.getValue().kept;
      Result result = kept == null ? null : grades.result(kept.grade());
      if (result != null) {
        result.checks().forEach(check -> checks.add(check.id()));
      }
      rows.add(new Row(each.getKey(), each.getValue().counted, kept, result));
    }
    return new Gradebook(assignment, rows, List.copyOf(checks));
  }

  /** How one subject stands so far, attempts in the order in which they came in. */
  private static final class Standing {
    private int counted;
    private @Nullable Graded kept;

    void add(Graded next, AttemptPolicy.Keep keep) {
      if (!next.attempt().counts()) {
        return;
      }
      counted++;
      Graded before = kept;
      boolean better =
          switch (keep) {
            case LAST -> true;
            case BEST ->
                before == null || next.grade().score().compareTo(before.grade().score()) > 0;
          };
      if (better) {
        kept = next;
      }
    }
  }
}
