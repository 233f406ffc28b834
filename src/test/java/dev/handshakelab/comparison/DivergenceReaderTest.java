package dev.handshakelab.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshakelab.scenario.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue is read strictly, and what comes with the lab can be read. */
class DivergenceReaderTest {
  private static final String GOOD =
      """
      - name: a-race
        kernels: ["6.18", "6.12.3"]
        aspects: [segment, ack]
        segments: [syn-ack]
        scenarios: [lost-syn-ack]
        when: timer-meets-arrival
        shownBy: '{"scenario": "lost-syn-ack"}'
        reason: both orders are right
        source: somewhere
      """;

  @Test
  void readsEveryMember() {
    Divergence read = Divergences.read(GOOD).all().getFirst();
    assertThat(read.name()).isEqualTo("a-race");
    assertThat(read.kernels()).containsExactly("6.18", "6.12.3");
    assertThat(read.aspects()).containsExactlyInAnyOrder(Aspect.SEGMENT, Aspect.ACK);
    assertThat(read.segments()).containsExactly(Divergence.SegmentKind.SYN_ACK);
    assertThat(read.scenarios()).containsExactly("lost-syn-ack");
    assertThat(read.when()).isEqualTo(Condition.TIMER_MEETS_ARRIVAL);
    assertThat(read.reason()).isEqualTo("both orders are right");
  }

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: a-race         | Name: a-race        | line 1, column 3: "Name" is unknown; there are
          name: a-race         | name: A race        | line 1, column 9: "A race" must be words in lower case with hyphens
          reason: both orders are right | reason: ''  | line 8, column 11: "reason" says nothing
          aspects: [segment, ack] | aspects: [segmnt] | line 3, column 13: "segmnt" is none of [connection, segment,
          aspects: [segment, ack] | aspects: segment  | line 3, column 12: "aspects" is a list
          aspects: [segment, ack] | aspects: []       | line 3, column 12: "aspects" names none of
          when: timer-meets-arrival | when: sometimes | line 6, column 9: "sometimes" is none of [timer-meets-arrival,
          source: somewhere    | when: x             | line 9, column 3: "when" stands there twice
          kernels: ["6.18", "6.12.3"] | kernels: [six] | line 2, column 12: "six" begins no kernel release; 6.18 would
          kernels: ["6.18", "6.12.3"] | kernels: []   | line 2, column 12: names no kernel; "any" means every one
          """)
  void saysWhatIsWrongAndWhere(String good, String bad, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Divergences.read(GOOD.replace(good, bad)))
        .withMessageStartingWith(message);
  }

  @Test
  void twoOfOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Divergences.read(GOOD + GOOD))
        .withMessageContaining("there are two entries named a-race");
  }

  @Test
  void whatIsNoListIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Divergences.read("name: x"))
        .withMessage("the catalogue is a list of entries");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Divergences.read("- [unclosed"))
        .withMessageStartingWith("no YAML: ");
  }

  @Test
  void everyKnownDivergenceIsShownByARequestThatCanBeSimulated() {
    List<Divergence> known = Divergences.known().all();
    assertThat(known).isNotEmpty();
    known.forEach(each -> assertThat(Simulations.request(each.shownBy(), 1)).isNotNull());
    assertThat(known)
        .flatExtracting(Divergence::scenarios)
        .allMatch(name -> Scenarios.named(String.valueOf(name)).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "6.18.44,6.18,true",
    "6.18,6.18,true",
    "6.18.44,6.1,false",
    "6.12.1,6.18,false",
    "6,6.18,false"
  })
  void aKernelIsOneWhoseReleaseBeginsSo(String release, String beginning, boolean is) {
    assertThat(
            new Circumstances("any", release, Listening.USUAL, Tolerances.USUAL, null)
                .isKernel(beginning))
        .isEqualTo(is);
  }
}
