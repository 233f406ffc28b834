package dev.handshakelab.grading.format;

import static dev.handshakelab.grading.CheckResult.Status.ERROR;
import static dev.handshakelab.grading.CheckResult.Status.PENDING;

import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.Samples;
import dev.handshakelab.grading.Share;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The grades that every format is tried on. */
enum SampleGrade {
  FULL("q1 all, q2 all, q3 all"),
  ZERO("q1 none, q2 none, q3 none"),
  THIRDS("q1 third, q2 third, q3 third"),
  ALMOST("q1 all, q2 all, q3 almost"),
  HIDDEN("q1 all, q2 third, q3 none, hidden none, later third"),
  ERRONEOUS("q1 all, q2 error, q3 third"),
  HIDDEN_ERROR("q1 all, q2 all, q3 all, hidden error"),
  PENDING_MANUAL("q1 all, q2 third, q3 none, manual pending"),
  ALL_BUT_MANUAL("q1 all, q2 all, q3 all, manual pending"),
  UNCERTAIN("q1 error, q2 all, q3 all, manual pending"),
  /** Given is markup, control characters and what ends strings, comments and lines elsewhere. */
  HOSTILE("hostile third, q1 all");

  /** Stands in all that a student may not see. */
  static final String SECRET = "the-secret";

  static final String MARKUP =
      "<script>alert('x')</script> ]]> & \" \\ # * [x](y) @all \u0000\u001b[31m\ud800 \r\n- ok 1";

  private final String checks;

  /**
   * @param checks each with what came of it
   */
  SampleGrade(String checks) {
    this.checks = checks;
  }

  Grade grade() {
    List<CheckResult> results = new ArrayList<>();
    for (String each : checks.split(", ", -1)) {
      String[] words = each.split(" ", -1);
      results.add(result(words[0], words[1]));
    }
    Rubric rubric =
        new Rubric(
            "hs-basics",
            "The handshake, step by step",
            null,
            results.stream().map(CheckResult::check).toList());
    Instant submitted = Instant.parse("2026-11-22T09:15:40Z");
    return new Grade(
        "grade-1",
        "attempt-1",
        "hs1",
        "s_7q2",
        submitted,
        submitted.plusMillis(22_123),
        null,
        new Result(rubric, 3, "a".repeat(64), "b".repeat(64), results));
  }

  private static CheckResult result(String id, String what) {
    Check check = Holder.ALL.check(id).orElseThrow();
    return switch (what) {
      case "all" -> graded(check, Share.ALL, "Right.");
      case "none" -> graded(check, Share.NOTHING, "No.");
      case "third" -> graded(check, new Share(BigDecimal.ONE, new BigDecimal(3)), "In part.");
      case "almost" ->
          graded(check, new Share(new BigDecimal(99_999), new BigDecimal(100_000)), "Nearly.");
      case "error" -> new CheckResult(check, ERROR, null, text(check, "x"), text(check, "A"), null);
      case "pending" -> new CheckResult(check, PENDING, null, "Because.", null, null);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static CheckResult graded(Check check, Share share, String feedback) {
    return CheckResult.graded(check, share, text(check, "0x1F"), text(check, feedback), null);
  }

  private static String text(Check check, String usual) {
    return switch (check.id()) {
      case "hidden", "later" -> SECRET;
      case "hostile" -> MARKUP;
      default -> usual;
    };
  }

  /** Read once. */
  private static final class Holder {
    static final Rubric ALL =
        Samples.rubric(
            """
            id: hs-basics
            title: "The handshake, step by step"
            checks:
              - { id: q1, kind: outcome, points: 1, expect: ESTABLISHED, prompt: "Did it open?" }
              - { id: q2, kind: outcome, points: 2.5, expect: ESTABLISHED }
              - { id: q3, kind: outcome, points: 10, expect: ESTABLISHED, prompt: "In what order?" }
              - { id: hidden, kind: outcome, points: 2, expect: ESTABLISHED, prompt: "the-secret",
                  visibility: HIDDEN }
              - { id: later, kind: outcome, points: 2, expect: ESTABLISHED, prompt: "the-secret",
                  visibility: AFTER_RELEASE }
              - { id: manual, kind: manual, points: 3, prompt: "Why?" }
              - { id: hostile, kind: outcome, points: 2, expect: ESTABLISHED,
                  prompt: "<b>5 #hash * 'single' \\\\ backslash</b> @all" }
            """);
  }
}
