package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.evidence.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraderTest {
  /** ISNs 100 and 300, 20 ms each way: S, S., . and both ESTABLISHED. */
  private static final Evidence BASIC =
      Samples.evidence(
          "{\"client\":{\"isn\":100},\"server\":{\"isn\":300},\"network\":{\"delayMs\":20}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {kind: fieldEquals, points: 2, segment: 1, field: ack, expect: {segment: 0, field: seq, plus: 1}} | PASSED | 2      | 101
          {kind: fieldEquals, points: 2, segment: 1, field: ack, expect: {segment: 0, field: seq}} | FAILED | 0 | 101
          {kind: fieldEquals, points: 2, segment: 1, field: flags, expect: SYN+ACK}   | PASSED  | 2      | SYN+ACK
          {kind: fieldEquals, points: 2, segment: 0, field: mss, expect: 1460}        | PASSED  | 2      | 1460
          {kind: fieldEquals, points: 2, segment: 2, field: mss, expect: null}        | PASSED  | 2      | null
          {kind: fieldEquals, points: 2, segment: 9, field: seq, expect: 1}           | FAILED  | 0      | -
          {kind: sequence, points: 3, expect: ["S", "S.", "."]}                       | PASSED  | 3      | S S. .
          {kind: sequence, points: 3, expect: ["SYN", "SYN+ACK", "ACK"]}              | PASSED  | 3      | S S. .
          {kind: sequence, points: 3, expect: ["S", "S."]}                            | FAILED  | 0      | S S. .
          {kind: sequence, points: 3, expect: ["S", "S."], partial: PER_ITEM}         | PARTIAL | 2      | S S. .
          {kind: sequence, points: 1, expect: ["S", "S."], partial: PER_ITEM}         | PARTIAL | 0.6667 | S S. .
          {kind: sequence, points: 1, expect: ["S.", "S", "S", "R"], partial: PER_ITEM} | PARTIAL | 0.25 | S S. .
          {kind: statePath, points: 1, endpoint: CLIENT, expect: [CLOSED, SYN_SENT, ESTABLISHED]} | PASSED | 1 | CLOSED → SYN_SENT → ESTABLISHED
          {kind: statePath, points: 1, endpoint: SERVER, expect: [CLOSED, SYN_SENT, ESTABLISHED]} | FAILED | 0 | CLOSED → LISTEN → SYN_RECEIVED → ESTABLISHED
          {kind: timing, points: 1, of: synToSynAckNs, atMostMs: 40}                  | PASSED  | 1      | 40 ms
          {kind: timing, points: 1, of: synToSynAckNs, atMostMs: 39.999999}           | FAILED  | 0      | 40 ms
          {kind: timing, points: 1, of: synToSynAckNs, atMostMs: 39, tolerance: {simulatedMs: 1}} | PASSED | 1 | 40 ms
          {kind: timing, points: 1, of: synToSynAckNs, atMostMs: 39, tolerance: {realMs: 5}} | FAILED | 0 | 40 ms
          {kind: timing, points: 1, of: synToSynAckNs, atLeastMs: 41}                 | FAILED  | 0      | 40 ms
          {kind: outcome, points: 1, expect: ESTABLISHED}                             | PASSED  | 1      | ESTABLISHED
          {kind: outcome, points: 1, expect: REFUSED}                                 | FAILED  | 0      | ESTABLISHED
          """)
  void aCheckOfTheTraceSaysWhatItFound(String check, Status status, String points, String given) {
    Rubric rubric = Samples.rubricOf("{id: c, " + check.substring(1));

    CheckResult result = Samples.grade(rubric, BASIC, "{}").checks().getFirst();

    assertThat(result.status()).isEqualTo(status);
    assertThat(result.points()).isEqualByComparingTo(points);
    assertThat(result.given()).isEqualTo(given);
  }

  @Test
  void aPersonsCheckStaysPendingAndShowsTheAnswer() {
    Rubric rubric =
        Samples.rubric(
            """
            id: r
            title: t
            checks:
              - { id: q1, kind: outcome, points: 1, expect: ESTABLISHED }
              - { id: q2, kind: manual, points: 3, prompt: "Why?" }
            """);

    Result result = Samples.grade(rubric, BASIC, "{\"q2\":\"because\"}");

    assertThat(result.state()).isEqualTo(Result.State.PENDING_MANUAL);
    assertThat(result.score()).isEqualByComparingTo("1");
    assertThat(result.maxScore()).isEqualByComparingTo("4");
    assertThat(result.checks().get(1))
        .isEqualTo(
            new CheckResult(rubric.checks().get(1), Status.PENDING, null, "because", null, null));
  }

  @Test
  void aResultHasTheOctetsOfTheContract() {
    Rubric rubric =
        Samples.rubricOf("{id: c, kind: sequence, points: 1, expect: [S, S.], partial: PER_ITEM}");

    Result result = Samples.grade(rubric, BASIC, "{}");

    assertThat(new String(result.octets().toArray(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"rubric\":{\"id\":\"sample\",\"version\":null,\"sha256\":\""
                + "0".repeat(64)
                + "\"},\"traceSha256\":\""
                + BASIC.sha256()
                + "\",\"state\":\"GRADED\",\"score\":\"0.6667\",\"maxScore\":\"1\",\"checks\":["
                + "{\"id\":\"c\",\"status\":\"PARTIAL\",\"points\":\"0.6667\",\"max\":\"1\","
                + "\"given\":\"S S. .\",\"feedback\":null,\"misconception\":null}]}");
  }
}
