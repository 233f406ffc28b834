package dev.handshakelab.course;

import dev.handshakelab.access.Caller;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.Visibility;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How much of a result somebody sees. What is not for them is taken out of the result before any
 * format sees it, so that none can show it by mistake; digests are of what is left.
 */
public enum Showing {
  /** Everything: whoever gives grades. */
  WHOLE {
    @Override
    public Result of(Result result, boolean released) {
      return result;
    }
  },
  /**
   * A pipeline gets the true total, since it hands it on. What students do not see is one line: no
   * names, no points of single checks.
   */
  TOTAL {
    @Override
    public Result of(Result result, boolean released) {
      return shown(result, released, true);
    }
  },
  /**
   * A student gets what is open, and its sum: the true total would tell the points of the rest by
   * difference. That something could not be graded is told, since the attempt does not count.
   */
  OPEN {
    @Override
    public Result of(Result result, boolean released) {
      return shown(result, released, false);
    }
  };

  private static final String NOT_SHOWN = "not-shown";

  public static Showing to(Caller caller) {
    return switch (caller.role()) {
      case INSTRUCTOR, GRADER -> WHOLE;
      case PIPELINE -> TOTAL;
      case STUDENT -> OPEN;
    };
  }

  /**
   * What is left of a result.
   *
   * @param released whether the assignment's results are
   */
  public abstract Result of(Result result, boolean released);

  /** How many checks somebody is not shown one by one. */
  public int notShown(Rubric rubric, boolean released) {
    return this == WHOLE
        ? 0
        : Math.toIntExact(rubric.checks().stream().filter(each -> !isOpen(each, released)).count());
  }

  private static boolean isOpen(Check check, boolean released) {
    return check.visibility() == Visibility.VISIBLE
        || released && check.visibility() == Visibility.AFTER_RELEASE;
  }

  private static Result shown(Result result, boolean released, boolean withTotal) {
    List<CheckResult> open = new ArrayList<>();
    List<CheckResult> closed = new ArrayList<>();
    result.checks().forEach(each -> (isOpen(each.check(), released) ? open : closed).add(each));
    addOneLine(open, Status.ERROR, only(closed, Status.ERROR), withTotal);
    if (withTotal) {
      addOneLine(open, Status.PENDING, only(closed, Status.PENDING), true);
      closed.removeIf(each -> each.points() == null);
      addOneLine(open, Status.PASSED, closed, true);
    }
    Rubric of = result.rubric();
    return new Result(
        new Rubric(
            of.id(), of.title(), of.session(), open.stream().map(CheckResult::check).toList()),
        result.version(),
        result.rubricSha256(),
        result.traceSha256(),
        open);
  }

  private static List<CheckResult> only(List<CheckResult> checks, Status status) {
    return checks.stream().filter(each -> each.status() == status).toList();
  }

  /**
   * @param status ERROR, PENDING, or for those that were graded any other
   */
  private static void addOneLine(
      List<CheckResult> lines, Status status, List<CheckResult> closed, boolean withTotal) {
    if (closed.isEmpty()) {
      return;
    }
    BigDecimal max =
        withTotal ? sum(closed.stream().map(CheckResult::max).toList()) : BigDecimal.ZERO;
    Check line = new Check.Manual(new Check.Head(freeId(lines), max, null, Visibility.HIDDEN));
    lines.add(
        switch (status) {
          case ERROR ->
              new CheckResult(
                  line, status, null, null, "What is not shown could not all be graded.", null);
          case PENDING -> new CheckResult(line, status, null, null, null, null);
          case PASSED, PARTIAL, FAILED -> graded(line, closed);
        });
  }

  private static CheckResult graded(Check line, List<CheckResult> closed) {
    BigDecimal points =
        sum(closed.stream().map(CheckResult::points).filter(Objects::nonNull).toList());
    Status status =
        points.signum() == 0 && line.points().signum() > 0
            ? Status.FAILED
            : points.compareTo(line.points()) < 0 ? Status.PARTIAL : Status.PASSED;
    return new CheckResult(line, status, points, null, null, null);
  }

  private static BigDecimal sum(List<BigDecimal> points) {
    return points.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String freeId(List<CheckResult> taken) {
    String id = NOT_SHOWN;
    for (int i = 2; isTaken(id, taken); i++) {
      id = NOT_SHOWN + "-" + i;
    }
    return id;
  }

  private static boolean isTaken(String id, List<CheckResult> taken) {
    return taken.stream().anyMatch(each -> each.id().equals(id));
  }
}
