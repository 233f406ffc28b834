package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.IsnQuestion.Answer;
import dev.handshakelab.scenario.IsnQuestion.Read;
import dev.handshakelab.scenario.IsnQuestion.Verdict;
import dev.handshakelab.tcp.Predictability;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class IsnQuestionTest {
  private static Read read(String json) {
    return IsnQuestion.read(JsonMapper.shared().readTree(json), Limits.USUAL, () -> 7);
  }

  private static Answer ask(String generator, String profile, long seed, int count) {
    Read read =
        read(
            """
            {"policy": {"isnGenerator": "%s"}, "profile": "%s", "seed": %d, "count": %d}
            """
                .formatted(generator, profile, seed, count));
    assertThat(read).isInstanceOf(Read.Complete.class);
    return ((Read.Complete) read).question().answer();
  }

  /** Weak generators are seen to be weak, whatever the secrets; the one of the RFC is not. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "CONSTANT,       PREDICTABLE",
    "CLOCK,          PREDICTABLE",
    "RULE_64K,       PREDICTABLE",
    "RANDOM,         OVERLAPPING",
    "CLOCK_AND_HASH, GOOD",
  })
  void eachGeneratorGetsTheVerdictThatItDeserves(String generator, Verdict verdict) {
    for (String profile : List.of("LINUX", "RFC_9293")) {
      for (long seed = 0; seed < 50; seed++) {
        for (int count : new int[] {6, 20, 100, 1000}) {
          assertThat(ask(generator, profile, seed, count).verdict())
              .as("%s, seed %d, %d ISNs", profile, seed, count)
              .isEqualTo(verdict);
        }
      }
    }
  }

  @Test
  void theFiguresAreNmaps() {
    // Nothing changes.
    assertThat(figures(5, 5, 5, 5)).isEqualTo(new Predictability(0, 0, 0L, 1L));
    // A clock of 250 kHz looked at every 100 ms: 25,000 a step, 250,000 a second, log2 = 17.93.
    assertThat(figures(0, 25_000, 50_000, 75_000))
        .isEqualTo(new Predictability(25_000, 143, 0L, 1L));
    // Steps of 10, 20, 30: rates 100, 200, 300, in units of 10 10, 20, 30; deviation 10; 8 · 3.32.
    assertThat(figures(0, 10, 30, 60)).isEqualTo(new Predictability(10, 61, 27L, 1L));
    // Steps of 1, 2, 4: rates 10, 20, 40; deviation 15.28; 8 · 3.93. A divisor of 1 divides
    // nothing.
    assertThat(figures(0, 1, 3, 7)).isEqualTo(new Predictability(1, 36, 31L, 2L));
    // The shorter way round: 4294967295 to 1 is a step of 2, and backwards counts as forwards.
    assertThat(figures(4_294_967_295L, 1, 4_294_967_295L).gcd()).isEqualTo(2);
    // Three ISNs are too few for SP.
    assertThat(figures(1, 2, 3).sp()).isNull();
  }

  private static Predictability figures(long... isns) {
    return Predictability.of(
        LongStream.of(isns).mapToObj(SequenceNumber::of).toList(), 100_000_000);
  }

  @Test
  void aGoodGeneratorLeavesAboutAQuarterOfAllNumbers() {
    // Steps are uniform in 0…2^31: their deviation is 2^31 / √12.
    Long guesses = ask("CLOCK_AND_HASH", "RFC_9293", 42, 1000).across().guesses();
    assertThat(guesses).isBetween(580_000_000L, 660_000_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"count":3}          | /count must be between 4 and 1000
          {"count":1001}       | /count must be between 4 and 1000
          {"intervalMs":0}     | /intervalMs must be between 1 and 60000
          {"interval":5}       | /interval no such member; did you mean "intervalMs"?
          {"seed":-1}          | /seed must be between 0 and 9007199254740991
          """)
  void whatIsNoQuestionIsRefused(String json, String problem) {
    assertThat(read(json)).isInstanceOf(Read.Unreadable.class);
    assertThat(((Read.Unreadable) read(json)).problems())
        .extracting(each -> each.pointer() + " " + each.detail())
        .containsExactly(problem);
  }

  @Test
  void aSwitchThatDoesNotExistIsRefused() {
    assertThat(read("{\"policy\":{\"isnGenerater\":\"CONSTANT\"}}"))
        .isInstanceOf(Read.Infeasible.class);
  }

  @Test
  void nothingNeedsToBeSaid() {
    assertThat(read("{}"))
        .isEqualTo(
            new Read.Complete(
                new IsnQuestion(EndSpec.Profile.LINUX, new java.util.TreeMap<>(), 7, 100, 100)));
  }
}
