package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Decimals;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One check as a pipeline is told of it.
 *
 * @param open whether the student may see it; of the others only the id and the points are told
 */
record Line(CheckResult result, boolean open) {
  private static final int LONGEST_NAME = 100;

  String id() {
    return result.id();
  }

  CheckResult.Status status() {
    return result.status();
  }

  /** The id, then what is asked: the same for every student, since pipelines go by names. */
  String name() {
    String prompt = open ? result.check().prompt() : null;
    return prompt == null ? id() : Texts.shortened(id() + " " + Texts.line(prompt), LONGEST_NAME);
  }

  /** What is asked in full, empty where nothing is or may be told. */
  String prompt() {
    return open ? Texts.printable(Objects.requireNonNullElse(result.check().prompt(), "")) : "";
  }

  /** What the student is told, empty where there is nothing. */
  String message() {
    if (status() == CheckResult.Status.PENDING) {
      return "A person has still to give up to " + Decimals.text(max()) + " points for this.";
    }
    return open ? Texts.printable(Objects.requireNonNullElse(result.feedback(), "")) : "";
  }

  /** What was answered or seen, empty where there is nothing. */
  String given() {
    return open ? Texts.printable(Objects.requireNonNullElse(result.given(), "")) : "";
  }

  /** Null where nobody could say yet. */
  @Nullable BigDecimal points() {
    BigDecimal points = result.points();
    return points == null ? null : Numbers.plain(points);
  }

  /** What counts so far: 0 where nobody could say yet. */
  BigDecimal known() {
    return Objects.requireNonNullElse(points(), BigDecimal.ZERO);
  }

  BigDecimal max() {
    return Numbers.plain(result.max());
  }

  boolean passed() {
    return status() == CheckResult.Status.PASSED;
  }

  /** E.g. {@code 0.5 of 2 points}. */
  String pointsInWords() {
    return switch (status()) {
      case PASSED, PARTIAL, FAILED ->
          Decimals.text(known()) + " of " + Decimals.text(max()) + " points";
      case ERROR -> "not graded, " + Decimals.text(max()) + " points at most";
      case PENDING -> "not yet graded, " + Decimals.text(max()) + " points at most";
    };
  }
}
