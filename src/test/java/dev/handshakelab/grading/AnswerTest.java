package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.grading.source.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as people write them. */
class AnswerTest {
  /** The client's ISN is the last number there is, so its ack is 0; 20 ms each way. */
  private static final Evidence WRAPS =
      Samples.evidence(
          "{\"client\":{\"isn\":4294967295},\"server\":{\"isn\":300,\"windowScale\":null},"
              + "\"network\":{\"delayMs\":20}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          segments[0].seq              |               | 4294967295            | PASSED
          segments[0].seq              |               | "4294967295"          | PASSED
          segments[0].seq              |               | "4,294,967,295"       | PASSED
          segments[0].seq              |               | "4 294 967 295"       | PASSED
          segments[0].seq              |               | "4'294'967'295"       | PASSED
          segments[0].seq              |               | "0xFFFFFFFF"          | PASSED
          segments[0].seq              |               | "0xffffffff"          | PASSED
          segments[0].seq              |               | -1                    | PASSED
          segments[0].seq              |               | 4294967294            | FAILED
          segments[0].seq              |               | 4294967295.5          | FAILED
          segments[1].ack              |               | 0                     | PASSED
          segments[1].ack              |               | 4294967296            | PASSED
          seqAdd(segments[0].seq, 1)   |               | "0"                   | PASSED
          segments[0].mss              |               | "1460 bytes"          | PASSED
          segments[0].mss              |               | "1,460"               | PASSED
          segments[1].windowScale      |               | "none"                | PASSED
          segments[1].windowScale      |               | "0"                   | FAILED
          segments[1].flags            |               | "SYN+ACK"             | PASSED
          segments[1].flags            |               | "ack, syn"            | PASSED
          segments[1].flags            |               | "S."                  | PASSED
          segments[1].flags            |               | "0x12"                | PASSED
          segments[1].flags            |               | "SYN"                 | FAILED
          outcome                      |               | "established"         | PASSED
          outcome                      |               | "Established."        | PASSED
          outcome                      |               | "refused"             | FAILED
          segments[0].sackPermitted    |               | "yes"                 | PASSED
          segments[0].sackPermitted    |               | true                  | PASSED
          segments[0].sackPermitted    |               | "No"                  | FAILED
          timing.clientRttNs           | unit: ms      | 40                    | PASSED
          timing.clientRttNs           | unit: ms      | "40"                  | PASSED
          timing.clientRttNs           | unit: ms      | "40 ms"               | PASSED
          timing.clientRttNs           | unit: ms      | "0.04 s"              | PASSED
          timing.clientRttNs           | unit: ms      | "40,000 µs"           | PASSED
          timing.clientRttNs           | unit: ms      | "40000"               | FAILED
          timing.clientRttNs           | unit: ms      | 41                    | FAILED
          timing.clientRttNs           | unit: ms, tolerance: {simulatedMs: 1} | 41 | PASSED
          timing.clientRttNs           | unit: ms, tolerance: {realMs: 1}      | 41 | FAILED
          path('CLIENT')               |               | ["CLOSED","SYN_SENT","ESTABLISHED"] | PASSED
          path('CLIENT')               |               | "CLOSED, SYN-SENT, ESTABLISHED"   | PASSED
          path('CLIENT')               |               | "closed → syn sent → established" | PASSED
          path('CLIENT')               |               | "CLOSED SYN_SENT ESTABLISHED"     | PASSED
          path('CLIENT')               |               | "SYN_SENT, CLOSED, ESTABLISHED"   | FAILED
          path('CLIENT')               | order: ANY    | "SYN_SENT, CLOSED, ESTABLISHED"   | PASSED
          path('CLIENT')               | partial: PER_ITEM | "CLOSED, ESTABLISHED" | PARTIAL
          path('CLIENT')               | order: ANY, partial: PER_ITEM | "ESTABLISHED" | PARTIAL
          [segments[2].seq, segments[2].ack] |         | "0, 301"              | PASSED
          [segments[2].seq, segments[2].ack] |         | "[0; 0x12d]"          | PASSED
          [segments[2].seq, segments[2].ack] |         | [0, 301]              | PASSED
          segments.map(s, s.flags)     |               | "SYN, SYN+ACK, ACK"   | PASSED
          segments.map(s, s.flags)     |               | "S, S., ."            | PASSED
          """)
  void anAnswerIsUnderstood(String expect, String more, String answer, Status status) {
    assertThat(grade(expect, more == null ? "" : more, answer).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          segments[0].seq           | "I do not know"   | a whole number
          segments[0].seq           | "12 apples"       | a whole number
          segments[0].seq           | "0xGG"            | a whole number
          segments[0].seq           | "1,23"            | a whole number
          segments[0].seq           | [1, 2]            | a whole number
          segments[0].sackPermitted | "maybe"           | yes or no
          [segments[0].seq, 1]      | "1, x"            | a list of whole numbers
          segments[0].seq           | {"a": 1}          | must be a number, a string, or a list
          """)
  void whatCannotBeReadNamesTheQuestion(String expect, String answer, String wanted)
      throws Unreadable {
    Rubric rubric = rubric(expect, "");
    Located document = Syntax.JSON.read(Samples.octets("{\"c\": " + answer + "}"));

    Flawed flawed =
        catchThrowableOfType(Flawed.class, () -> AnswersReading.read(document, "", rubric));

    assertThat(flawed.flaws())
        .singleElement()
        .satisfies(flaw -> {
          assertThat(flaw.pointer()).isEqualTo("/c");
          assertThat(flaw.detail()).contains("answer to c").contains(wanted);
        });
  }

  @Test
  void anAnswerToNoQuestionIsToldWithWhatMayBeMeant() throws Unreadable {
    Rubric rubric = rubric("segments[0].seq", "");
    Located document = Syntax.JSON.read(Samples.octets("{\"d\": 1}"));

    Flawed flawed =
        catchThrowableOfType(Flawed.class, () -> AnswersReading.read(document, "", rubric));

    assertThat(flawed).hasMessageContaining("there is no question \"d\"; did you mean \"c\"?");
  }

  @Test
  void aMisconceptionIsAnsweredFromTheStudentsOwnNumbers() {
    String more =
        "misconceptions: [{when: '1', hint: relative}, "
            + "{when: 'segments[0].seq', hint: consumes, credit: 0.25}]";

    CheckResult mistaken = grade("segments[1].ack", more, "4294967295");

    assertThat(mistaken.status()).isEqualTo(Status.PARTIAL);
    assertThat(mistaken.points()).isEqualByComparingTo("0.5");
    assertThat(mistaken.feedback()).isEqualTo("consumes");
    assertThat(mistaken.misconception()).isEqualTo(1);
    assertThat(grade("segments[1].ack", more, "0").misconception()).isNull();
    assertThat(grade("segments[1].ack", more, "7").feedback()).isNull();
  }

  @Test
  void noAnswerIsWrongNotAnError() {
    CheckResult result =
        Samples.grade(rubric("segments[0].seq", ""), WRAPS, "{}").checks().getFirst();

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.given()).isNull();
  }

  private static CheckResult grade(String expect, String more, String answer) {
    return Samples.grade(rubric(expect, more), WRAPS, "{\"c\": " + answer + "}")
        .checks()
        .getFirst();
  }

  private static Rubric rubric(String expect, String more) {
    return Samples.rubricOf(
        "{id: c, kind: answer, points: 2, prompt: x, expect: \""
            + expect
            + "\""
            + (more.isEmpty() ? "" : ", " + more)
            + "}");
  }
}
