package dev.handshakelab.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.ResultReading;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.Samples;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShowingTest {
  private static final Rubric RUBRIC =
      Samples.rubric(
          """
          id: shown
          title: What is shown
          checks:
            - { id: open, kind: answer, points: 2, prompt: "ack?", expect: "segments[1].ack" }
            - { id: later, kind: outcome, points: 1, expect: ESTABLISHED, visibility: AFTER_RELEASE }
            - { id: secret, kind: outcome, points: 4, expect: ESTABLISHED, visibility: HIDDEN }
            - { id: private, kind: outcome, points: 8, expect: RESET, visibility: HIDDEN }
            - { id: marked, kind: manual, points: 16, prompt: "Why?", visibility: HIDDEN }
            - { id: not-shown, kind: outcome, points: 32, expect: RESET }
          """);
  private static final Result RESULT =
      Samples.grade(RUBRIC, Samples.evidence("{}"), "{\"open\":5}");

  @Test
  void gradersSeeAll() {
    assertThat(Showing.WHOLE.of(RESULT, false)).isEqualTo(RESULT);
    assertThat(Showing.WHOLE.notShown(RUBRIC, false)).isZero();
  }

  /** The true total would tell the points of the rest by difference. */
  @Test
  void studentsSeeWhatIsOpenAndItsSum() {
    assertThat(lines(Showing.OPEN.of(RESULT, false)))
        .isEqualTo("open FAILED 0/2, not-shown FAILED 0/32");
    assertThat(lines(Showing.OPEN.of(RESULT, true)))
        .isEqualTo("open FAILED 0/2, later PASSED 1/1, not-shown FAILED 0/32");
    assertThat(Showing.OPEN.notShown(RUBRIC, false)).isEqualTo(4);
    assertThat(Showing.OPEN.notShown(RUBRIC, true)).isEqualTo(3);
    assertThat(Showing.OPEN.of(RESULT, false).state()).isEqualTo(Result.State.GRADED);
  }

  @Test
  void pipelinesSeeTheTrueTotalAndNoNames() {
    Result shown = Showing.TOTAL.of(RESULT, false);
    assertThat(lines(shown))
        .isEqualTo(
            "open FAILED 0/2, not-shown FAILED 0/32,"
                + " not-shown-2 PENDING null/16, not-shown-3 PARTIAL 5/13");
    assertThat(shown.score()).isEqualByComparingTo(RESULT.score());
    assertThat(shown.maxScore()).isEqualByComparingTo(RESULT.maxScore());
    assertThat(shown.state()).isEqualTo(RESULT.state());
    assertThat(new String(shown.octets().toArray(), StandardCharsets.UTF_8))
        .doesNotContain("secret", "private", "later", "marked");
  }

  @Test
  void aKeptResultIsReadAsItWas() {
    Result kept =
        new Result(RUBRIC, 3, RESULT.rubricSha256(), RESULT.traceSha256(), RESULT.checks());
    assertThat(ResultReading.read(kept.octets(), RUBRIC).octets()).isEqualTo(kept.octets());
  }

  private static String lines(Result result) {
    return result.checks().stream().map(ShowingTest::line).collect(Collectors.joining(", "));
  }

  private static String line(CheckResult check) {
    return "%s %s %s/%s"
        .formatted(
            check.id(),
            check.status(),
            check.points() == null ? null : check.points().stripTrailingZeros().toPlainString(),
            check.max().toPlainString());
  }
}
