package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubricReadingTest {
  private static final RubricReading READING = Samples.READING;

  private static final String GOOD =
      """
      id: hs-basics
      title: The handshake, step by step
      session: { scenario: lost-syn-ack, network: { delayMs: 20 } }
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "Raw acknowledgment number of the SYN+ACK?", expect: "segments[1].ack",
            misconceptions: [ { when: "segments[0].seq", hint: "A SYN consumes one sequence number.", credit: 0.25 } ] }
        - { id: q2, kind: statePath, points: 2, endpoint: CLIENT, expect: [CLOSED, SYN_SENT, ESTABLISHED] }
        - { id: q3, kind: sequence, points: 3, expect: ["S", "S.", "."], partial: PER_ITEM }
        - { id: q4, kind: timing, points: 2, of: synToSynAckNs, atMostMs: 50, tolerance: { simulatedMs: 0, realMs: 20 } }
        - { id: q5, kind: outcome, points: 1, expect: ESTABLISHED, visibility: HIDDEN }
        - { id: q8, kind: expr, points: 1, expr: "segments.all(s, s.from == 'CLIENT' || s.window > 0)", visibility: AFTER_RELEASE }
        - { id: q6, kind: fieldEquals, points: 0.5, segment: 1, field: ack, expect: { segment: 0, field: seq, plus: 1 } }
        - { id: q7, kind: manual, points: 3, prompt: "Why may the ack field of the first SYN be ignored?" }
      """;

  private static final String BAD =
      """
      id: hs basics
      title: The handshake
      sesion: { scenario: lost-syn-ack }
      session:
        scenario: lost-sin-ack
        seed: 5
      checks:
        - { id: q2, kind: statePaths, points: 2 }
        - { id: q3, kind: statePath, points: two, endpoint: CLINT, expect: [CLOSED, SYN_SEND] }
        - { id: q3, kind: timing, points: 2.125, of: synToSynAckMs }
        - id: q4
          kind: outcome
          points: -1
          expect: ESTABLISHED
          visible: HIDDEN
      """;

  @Test
  void aRubricIsReadWithEveryMember() throws Flawed {
    Rubric rubric = READING.read(Samples.octets(GOOD), Syntax.YAML);

    assertThat(rubric.id()).isEqualTo("hs-basics");
    assertThat(rubric.maxScore()).isEqualByComparingTo("14.5");
    assertThat(rubric.checks().get(1))
        .isEqualTo(
            new Check.StatePath(
                new Check.Head("q2", BigDecimal.valueOf(2), null, Visibility.VISIBLE),
                Party.CLIENT,
                List.of(StateName.CLOSED, StateName.SYN_SENT, StateName.ESTABLISHED),
                Partial.NONE));
    assertThat(rubric.check("q5").orElseThrow().visibility()).isEqualTo(Visibility.HIDDEN);
  }

  @Test
  void everyFaultIsToldAtOnceWithItsPlace() {
    Flawed flawed = flawed(BAD, Syntax.YAML);

    assertThat(flawed.flaws().stream().map(Flaw::toString))
        .containsExactlyInAnyOrder(
            "Flaw[pointer=/id, line=1, column=1, detail=must match [A-Za-z0-9][A-Za-z0-9._-]*]",
            "Flaw[pointer=/sesion, line=3, column=1, detail=there is no member \"sesion\"; did"
                + " you mean \"session\"?]",
            "Flaw[pointer=/session/scenario, line=5, column=3, detail=there is no scenario"
                + " \"lost-sin-ack\"; did you mean \"lost-syn-ack\"?]",
            "Flaw[pointer=/session/seed, line=6, column=3, detail=is the subject's own; leave it"
                + " out]",
            "Flaw[pointer=/checks/0/kind, line=8, column=15, detail=there is no \"statePaths\"; did"
                + " you mean \"statePath\"?]",
            "Flaw[pointer=/checks/1/points, line=9, column=32, detail=must be a number, not a"
                + " string]",
            "Flaw[pointer=/checks/1/endpoint, line=9, column=45, detail=there is no \"CLINT\"; did you"
                + " mean \"CLIENT\"?]",
            "Flaw[pointer=/checks/1/expect/1, line=9, column=79, detail=there is no state"
                + " \"SYN_SEND\"; did you mean \"SYN_SENT\"?]",
            "Flaw[pointer=/checks/2/id, line=10, column=7, detail=is the id of an earlier check as"
                + " well]",
            "Flaw[pointer=/checks/2/points, line=10, column=29, detail=must have at most 2"
                + " decimals]",
            "Flaw[pointer=/checks/2/of, line=10, column=44, detail=there is no \"synToSynAckMs\"; did"
                + " you mean \"synToSynAckNs\"?]",
            "Flaw[pointer=/checks/2/atMostMs, line=10, column=5, detail=one of \"atLeastMs\" and"
                + " \"atMostMs\" must be there]",
            "Flaw[pointer=/checks/3/points, line=13, column=5, detail=must be between 0 and 1000]",
            "Flaw[pointer=/checks/3/visible, line=15, column=5, detail=there is no member"
                + " \"visible\"; there are prompt, visibility]");
  }

  /** What is wrong, where, and the beginning of what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {kind: outcome, expect: ESTABLISHD}                    | expect    | there is no "ESTABLISHD"; did you mean "ESTABLISHED"?
          {kind: outcome}                                        | expect    | "expect" is missing
          {kind: manual}                                         | prompt    | "prompt" is missing
          {kind: timing, of: handshakeNs}                        | atMostMs  | one of "atLeastMs" and "atMostMs"
          {kind: timing, of: handshakeMs, atMostMs: 1}           | of        | there is no "handshakeMs"; did you mean "handshakeNs"?
          {kind: timing, of: handshakeNs, atMostMs: 1, atLeastMs: 2} | atLeastMs | must not be more than "atMostMs"
          {kind: sequence, expect: []}                           | expect    | must have 1 to 200 items, not 0
          {kind: sequence, expect: [S, SYNACK]}                  | expect/1  | must be flags
          {kind: statePath, endpoint: CLIENT, expect: [ESTABLISED]} | expect/0 | there is no state "ESTABLISED"; did you mean "ESTABLISHED"?
          {kind: fieldEquals, segment: 0, field: sek, expect: 1} | field     | there is no "sek"; did you mean "seq"?
          {kind: fieldEquals, segment: 0, field: seq, expect: a} | expect    | is no value of seq, which is a whole number
          {kind: fieldEquals, segment: 0, field: seq, expect: {segment: 1, field: flags}} | expect/field | flags is a string, seq is not
          {kind: outcome, expect: CLOSED, visibility: SECRET}    | visibility | there is no "SECRET"
          {kind: outcome, expect: CLOSED, prompts: x}            | prompts   | there is no member "prompts"; did you mean "prompt"?
          """)
  void aFaultOfACheckSaysWhatWouldDo(String check, String pointer, String beginning) {
    String yaml = "id: a\ntitle: b\nchecks:\n  - {id: c, points: 1, " + check.substring(1) + "\n";

    assertThat(flawed(yaml, Syntax.YAML).flaws())
        .singleElement()
        .satisfies(flaw -> {
          assertThat(flaw.pointer()).isEqualTo("/checks/0/" + pointer);
          assertThat(flaw.line()).isEqualTo(4);
          assertThat(flaw.column()).isGreaterThan(1);
          assertThat(flaw.detail()).startsWith(beginning);
        });
  }

  /** The place is that of the word in the document, behind the quote that opens the expression. */
  @Test
  void aMisspeltFieldOfAnExpressionIsToldWithItsPlaceAndACaret() {
    Flawed flawed =
        flawed(
            """
            id: a
            title: b
            checks:
              - { id: q1, kind: answer, points: 1, prompt: p, expect: "segments[1].akc" }
            """,
            Syntax.YAML);

    assertThat(flawed.flaws())
        .containsExactly(
            new Flaw(
                "/checks/0/expect",
                4,
                71,
                "there is no field 'akc'; did you mean 'ack'?\n  segments[1].akc\n             ^"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          {kind: answer, expect: "outcome"}                            ¦ prompt    ¦ "prompt" is missing
          {kind: answer, prompt: p, expect: "outcome", unit: ms}       ¦ unit      ¦ a time is a whole number
          {kind: answer, prompt: p, expect: "outcome", partial: NONE}  ¦ partial   ¦ is for lists
          {kind: answer, prompt: p, expect: "1", tolerance: {realMs: 1}} ¦ tolerance ¦ is for times
          {kind: answer, prompt: p, expect: "1", choices: [a, b]}      ¦ choices   ¦ are words
          {kind: answer, prompt: p, expect: "1", misconceptions: [{when: "'a'", hint: h}]} ¦ misconceptions/0/when ¦ is text, but the answer is a whole number
          {kind: answer, prompt: p, expect: "1", misconceptions: [{when: "2", hint: h, credit: 1.5}]} ¦ misconceptions/0/credit ¦ must be between 0 and 1
          {kind: expr, expr: "1"}                                      ¦ expr      ¦ comes to a whole number; it must come to true or false
          """)
  void aFaultOfAQuestionSaysWhatWouldDo(String check, String pointer, String beginning) {
    aFaultOfACheckSaysWhatWouldDo(check, pointer, beginning);
  }

  @Test
  void checksThatAreWorthNothingAreNoRubric() {
    assertThat(
            flawed(
                    "id: a\ntitle: b\nchecks: [{id: c, kind: outcome, points: 0, expect: CLOSED}]",
                    Syntax.YAML)
                .flaws())
        .extracting(Flaw::pointer)
        .containsExactly("/checks");
  }

  private static Flawed flawed(String text, Syntax syntax) {
    Flawed flawed =
        catchThrowableOfType(Flawed.class, () -> READING.read(Samples.octets(text), syntax));
    assertThat(flawed).as("what is wrong with %s", text).isNotNull();
    return flawed;
  }
}
