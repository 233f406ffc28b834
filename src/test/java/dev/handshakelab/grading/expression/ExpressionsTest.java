package dev.handshakelab.grading.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshakelab.grading.Samples;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.expression.Evaluator.Outcome;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
  private static final Evidence LOST_SYN_ACK =
      Samples.evidence(
          "{\"scenario\":\"lost-syn-ack\",\"client\":{\"isn\":100},\"server\":{\"isn\":300},"
              + "\"network\":{\"delayMs\":20}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          segments[0].seq                                   ¦ 100
          seqAdd(4294967295, 1)                             ¦ 0
          seqDiff(1, 4294967295)                            ¦ 2
          seqDiff(4294967295, 1)                            ¦ -2
          first('SERVER', 'SYN+ACK').ack                    ¦ 101
          first('CLIENT', 'S').flags                        ¦ SYN
          count('SERVER', 'S.')                             ¦ 3
          count('CLIENT', 'RST')                            ¦ 0
          retransmits('SERVER')                             ¦ 2
          path('CLIENT')                                    ¦ CLOSED SYN_SENT ESTABLISHED
          inForce('windowScale', 'TO_SERVER')               ¦ 7
          inForce('mss', 'TO_CLIENT')                       ¦ 1460
          inForce('sackPermitted', 'TO_CLIENT')             ¦ 1
          inForce('ecn', 'TO_CLIENT')                       ¦ 0
          windowBytes(segments[0]) == segments[0].window    ¦ true
          windowBytes(first('CLIENT', 'ACK')) == first('CLIENT', 'ACK').window * 128 ¦ true
          segments.filter(s, s.lost).map(s, s.ordinal)      ¦ 2
          segments[1].mss == null                           ¦ false
          timing.synAckRetransmissions                      ¦ 2
          client.state                                      ¦ ESTABLISHED
          server.isn                                        ¦ 300
          transitions[0].to                                 ¦ LISTEN
          truncated                                         ¦ false
          outcome                                           ¦ ESTABLISHED
          outcome.matches('^(EST|CLO)[A-Z]{1,9}$')          ¦ true
          matches(outcome, 'x')                             ¦ false
          segments.all(s, s.from == 'CLIENT' || s.window > 0) ¦ true
          """)
  void wordsMeanWhatTheTraceShows(String text, String value) throws Unsound {
    assertThat(shown(evaluate(text, LOST_SYN_ACK))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          segments[0].sek              ¦ 11 ¦ there is no field 'sek'; did you mean 'seq'?
          segmnets[0].seq              ¦ 0  ¦ there is nothing called 'segmnets'; did you mean 'segments'?
          segments[0].seq = 1          ¦ 16 ¦ = is no operator of CEL; use ==
          seqAd(1, 2)                  ¦ 5  ¦ there is nothing called 'seqAd'; did you mean 'seqAdd'?
          path('CLINT')                ¦ 5  ¦ 'CLINT' must be one of CLIENT, SERVER; did you mean 'CLIENT'?
          count('CLIENT', 'SYNACK')    ¦ 16 ¦ 'SYNACK' are no flags
          inForce('wscale', 'TO_SERVER') ¦ 8 ¦ 'wscale' must be one of mss, windowScale
          1 + 'a'                      ¦ 2  ¦ found no matching overload
          segments[0]                  ¦ 0  ¦ comes to Segment
          {'a': 1}                     ¦ 0  ¦ comes to map
          [1, 'a']                     ¦ 0  ¦ comes to list
          outcome.matches('((a{1,100}){1,100}){1,100}') ¦ 16 ¦ the counts in this regular expression multiply to more than 500
          outcome.matches('a{99999999999999999999}') ¦ 16 ¦ the counts in this regular expression multiply to more than 500
          outcome.matches('(((a+b+){9}c+){9}d+){3}') ¦ 16 ¦ this regular expression compiles to
          outcome.matches('ESTAB(')    ¦ 16 ¦ this is no regular expression: error parsing regexp: missing closing )
          outcome.matches(outcome)     ¦ 16 ¦ a regular expression must be written in the text, not computed
          ''.getClass()                ¦ 11 ¦ there is nothing called 'getClass'
          """)
  void aFaultIsFoundBeforeAnythingIsGraded(String text, int column, String beginning) {
    Unsound unsound = unsound(text);

    assertThat(unsound.issues().getFirst().detail()).startsWith(beginning);
    assertThat(unsound.issues().getFirst().column()).isEqualTo(column);
  }

  /** Measured: without the fence these take seconds and gigabytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "['x'].map(s, s + s).size() > 0",
        "[[1]].map(s, s + s).size() > 0",
        "[dyn('x')].map(s, s + s).size() > 0",
        "cel.bind(x, 'ab', x + x) == ''",
        "'a'.replace('a', 'aa') == ''",
        "[1].map(a, a).map(a, a).map(a, a).map(a, a).map(a, a).size() > 0",
        "[1].all(a, [1].all(b, [1].all(c, true)))"
      })
  void whatCouldGrowIsRefused(String text) {
    assertThat(unsound(text).issues()).isNotEmpty();
  }

  @Test
  void lengthAndDepthHaveBounds() {
    assertThat(unsound("1" + "+1".repeat(150)).issues().getFirst().detail())
        .contains("more than 300 characters");
    assertThat(unsound("(".repeat(100) + "1" + ")".repeat(100)).issues()).isNotEmpty();
    assertThat(unsound("[".repeat(100) + "]".repeat(100)).issues()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          segments[99].seq                        ¦ looks for an item that this trace does not have
          1 / (segments[0].seq - segments[0].seq) ¦ divides by zero
          9223372036854775807 + segments[0].seq   ¦ leaves the range of numbers
          first('SERVER', 'FIN').seq              ¦ cannot be evaluated on this trace
          first('CLIENT', 'ACK').mss + 1                     ¦ cannot be evaluated on this trace
          """)
  void whatFailsOnThisTraceSaysWhyWithoutItsNumbers(String text, String why) throws Unsound {
    assertThat(evaluate(text, LOST_SYN_ACK))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains(why));
  }

  @Test
  void iterationsAreCounted() throws Unsound {
    String list =
        "[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5]";

    assertThat(evaluate(list + ".all(a, " + list + ".all(b, a < 10))", LOST_SYN_ACK))
        .isEqualTo(new Outcome.Failed("the expression takes more iterations than allowed"));
  }

  @Test
  void anExpressionIsCompiledOnce() throws Unsound {
    assertThat(Samples.EXPRESSIONS.compile("1 + 2")).isSameAs(Samples.EXPRESSIONS.compile("1 + 2"));
  }

  private static Unsound unsound(String text) {
    Unsound unsound = catchThrowableOfType(Unsound.class, () -> Samples.EXPRESSIONS.compile(text));
    assertThat(unsound).as(text).isNotNull();
    return unsound;
  }

  private static Outcome evaluate(String text, Evidence evidence) throws Unsound {
    return Samples.EVALUATOR.evaluate(
        Samples.EXPRESSIONS.compile(text),
        new Scope(evidence, Fence.USUAL),
        Samples.EVALUATOR.allowance());
  }

  private static String shown(Outcome outcome) {
    return outcome instanceof Outcome.Evaluated(Value value) ? shown(value) : outcome.toString();
  }

  private static String shown(Value value) {
    return switch (value) {
      case Value.Nothing _ -> "nothing";
      case Value.Figure(var number) -> number.toPlainString();
      case Value.Words(String text) -> text;
      case Value.Truth(boolean is) -> String.valueOf(is);
      case Value.Several(var items) ->
          items.stream().map(ExpressionsTest::shown).collect(Collectors.joining(" "));
    };
  }
}
