package dev.handshakelab.grading.expression;

import java.util.List;

/** A text is no expression, or breaks the fence. */
public final class Unsound extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Issue> issues;

  Unsound(List<Issue> issues) {
    super(issues.getFirst().detail());
    this.issues = List.copyOf(issues);
  }

  /** At least one. */
  public List<Issue> issues() {
    return issues;
  }

  /**
   * One thing that is wrong.
   *
   * @param line of the expression, from 0
   * @param column from 0
   * @param detail why, what would do, and the line with a caret under the place
   */
  public record Issue(int line, int column, String detail) {}
}
