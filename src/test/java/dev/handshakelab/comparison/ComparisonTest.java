package dev.handshakelab.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.scenario.Scenarios;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two traces of the same are the same, and whatever is changed in one of them is found. */
class ComparisonTest {
  private static final String TALK =
      """
      {"network": {"delayMs": 20}, "until": {"ms": 1000},
       "steps": [{"atMs": 100, "end": "CLIENT", "call": "SEND", "bytes": 3000},
                 {"atMs": 300, "end": "SERVER", "call": "SEND", "bytes": 10},
                 {"atMs": 500, "end": "CLIENT", "call": "CLOSE"}]}
      """;

  private static List<Difference> compared(Trace simulated, Trace... real) {
    return Comparison.of(
        simulated,
        List.of(real),
        Divergences.NONE,
        new Circumstances("any", "6.18.44", Listening.USUAL, Tolerances.USUAL, null));
  }

  private static List<String> places(List<Difference> differences) {
    return differences.stream().map(each -> each.at().toString()).toList();
  }

  static Stream<String> scenarios() {
    return Scenarios.all().stream()
        .filter(scenario -> scenario.profiles().contains(Profile.LINUX))
        .map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void anotherSeedIsNoDifference(String scenario) {
    String json = "{\"scenario\": \"%s\"}".formatted(scenario);
    assertThat(compared(Simulations.run(json, 1), Simulations.run(json, 2))).isEmpty();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(
            "the window of a SYN", 1, "client segment 1, window", s -> window(s, s.window() - 1)),
        change("another window", 3, "client segment 2, window", s -> window(s, s.window() + 12)),
        change(
            "an option's value",
            2,
            "server segment 1, options",
            s ->
                s.withOptions(
                    s.options().stream()
                        .map(o -> o.kind() == 2 ? new TcpOption.MaximumSegmentSize(1459) : o)
                        .toList())),
        change(
            "the order of options",
            1,
            "client segment 1, options",
            s -> s.withOptions(s.options().reversed())),
        change("PSH", 10, "server segment 5, flags", s -> s.withFlags(s.flags().minus(Flag.PSH))),
        change("ECE", 2, "server segment 1, flags", s -> s.withFlags(s.flags().plus(Flag.ECE))),
        change("TSval", 13, "server segment 6, timestamp", s -> stamped(s, 100, 0)),
        change("TSecr", 10, "server segment 5, echo", s -> stamped(s, 0, 7)),
        change(
            "the acknowledgment of data", 10, "server segment 5, ack", s -> acknowledging(s, -1)));
  }

  private static Arguments change(
      String what, int ordinal, String place, UnaryOperator<Segment> edit) {
    return Arguments.of(what, ordinal, place, edit);
  }

  private static Segment window(Segment s, int window) {
    return new Segment(
        s.sourcePort(),
        s.destinationPort(),
        s.sequence(),
        s.acknowledgment(),
        s.flags(),
        window,
        s.urgentPointer(),
        s.options(),
        s.payload());
  }

  private static Segment acknowledging(Segment s, int by) {
    return new Segment(
        s.sourcePort(),
        s.destinationPort(),
        s.sequence(),
        s.acknowledgment().plus(by),
        s.flags(),
        s.window(),
        s.urgentPointer(),
        s.options(),
        s.payload());
  }

  private static Segment stamped(Segment s, long value, long echo) {
    return s.withOptions(
        s.options().stream()
            .map(o ->
                o instanceof TcpOption.Timestamps(long own, long echoed)
                    ? new TcpOption.Timestamps(own + value, echoed + echo)
                    : o)
            .toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void aChangedFieldIsFoundWhereItIs(
      String what, int ordinal, String place, UnaryOperator<Segment> edit) {
    Trace simulated = Simulations.run(TALK, 1);
    Trace real = Simulations.editedSegment(Simulations.run(TALK, 2), ordinal, edit);
    assertThat(places(compared(simulated, real))).containsExactly("connection 1, " + place);
  }

  @Test
  void theIpHeaderIsCompared() {
    Trace simulated = Simulations.run(TALK, 1);
    Trace real =
        Simulations.editedPacket(
            Simulations.run(TALK, 2),
            2,
            packet ->
                new Packet(
                    new IpHeader.Ipv4(
                        packet.ip().source(),
                        packet.ip().destination(),
                        2,
                        9,
                        true,
                        63,
                        Octets.EMPTY),
                    packet.segment()));
    assertThat(places(compared(simulated, real)))
        .containsExactly(
            "connection 1, server segment 1, ttl",
            "connection 1, server segment 1, ecn",
            "connection 1, server segment 1, identification");
  }

  @Test
  void aSegmentThatIsMissingAndOneThatIsExtraAreTold() {
    Trace whole = Simulations.run(TALK, 1);
    Trace less = Simulations.without(Simulations.run(TALK, 2), 11);
    Difference missing = compared(whole, less).getFirst();
    assertThat(missing.at()).hasToString("connection 1, client segment 6, segment");
    assertThat(missing.simulated()).startsWith(". 3001:3001(0) ack 11 win 502");
    assertThat(missing.real()).isNull();
    Difference extra = compared(less, whole).getFirst();
    assertThat(extra.at()).hasToString("connection 1, after client segment 5, segment");
    assertThat(extra.simulated()).isNull();
  }

  /** Three SYN+ACKs find the client gone, and the one that was sent last arrives first. */
  @Test
  void ofAnswersThatAreAlikeTheOneIsMissingWhoseReasonIs() {
    String late =
        """
        {"client": {"userTimeoutMs": 900}, "network": {"delayMs": 30, "faults": [
          {"from": "SERVER", "segment": "ANY", "occurrence": 1, "action": "DELAY", "byMs": 1370},
          {"from": "SERVER", "segment": "ANY", "occurrence": 2, "action": "DELAY", "byMs": 1370}]},
         "until": {"ms": 3000}}
        """;
    Trace whole = Simulations.run(late, 1);
    assertThat(whole.segments())
        .extracting(segment -> segment.sent().packet().segment().flags().letters())
        .containsExactly("S", "S.", "S", "S.", "S.", "R", "R", "R");
    Trace less = Simulations.without(Simulations.without(Simulations.run(late, 2), 5), 6);
    assertThat(places(compared(whole, less)))
        .containsExactlyInAnyOrder(
            "connection 1, server segment 3, segment", "connection 1, client segment 3, segment");
    assertThat(places(compared(less, whole)))
        .containsExactlyInAnyOrder(
            "connection 1, after server segment 2, segment",
            "connection 1, after client segment 2, segment");
  }

  /** Eleven SYNs that nobody answers against ten: the one is missing that is last. */
  @Test
  void ofManyThatAreAlikeTheOneIsMissingThatNobodySent() {
    String unanswered =
        """
        {"network": {"delayMs": 20, "lossRate": 1.0}, "until": {"ms": 100000}}
        """;
    Trace whole = Simulations.run(unanswered, 1);
    assertThat(whole.segments())
        .extracting(segment -> Objects.requireNonNull(segment.sent().atNs()) / 1_000_000_000)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 7L, 11L, 19L, 35L, 67L);
    Trace less = Simulations.without(Simulations.run(unanswered, 2), 11);
    assertThat(places(compared(whole, less)))
        .containsExactly("connection 1, client segment 11, segment");
    assertThat(places(compared(less, whole)))
        .containsExactly("connection 1, after client segment 10, segment");
  }

  /** A cookie counts minutes, so the next SYN+ACK may have another ISN; a request keeps its own. */
  @ParameterizedTest
  @CsvSource({"ALWAYS, 0", "NEVER, 2"})
  void aCookieOfAnotherMinuteIsNoDifference(String cookies, int differences) {
    String lost =
        """
        {"server": {"synCookies": "%s"}, "client": {"userTimeoutMs": 900}, "network": {
         "delayMs": 20, "faults": [{"from": "SERVER", "segment": "SYN+ACK", "action": "DROP"}]},
         "until": {"ms": 1030}}
        """
            .formatted(cookies);
    Trace simulated = Simulations.run(lost, 1);
    Trace real = Simulations.run(lost, 2);
    int last = real.segments().getLast().sent().ordinal();
    Trace later = Simulations.editedSegment(real, last, s -> at(s, s.sequence().plus(1 << 24)));
    assertThat(compared(simulated, later)).hasSize(differences);
  }

  private static Segment at(Segment s, SequenceNumber sequence) {
    return new Segment(
        s.sourcePort(),
        s.destinationPort(),
        sequence,
        s.acknowledgment(),
        s.flags(),
        s.window(),
        s.urgentPointer(),
        s.options(),
        s.payload());
  }

  @Test
  void whereDataIsCutIsNoDifference() {
    String twice =
        """
        {"network": {"delayMs": 20}, "until": {"ms": 400},
         "steps": [{"atMs": 100, "end": "CLIENT", "call": "SEND", "bytes": %d},
                   {"atMs": 100, "end": "CLIENT", "call": "SEND", "bytes": %d}]}
        """;
    List<Difference> found =
        compared(
            Simulations.run(twice.formatted(100, 200), 1),
            Simulations.run(twice.formatted(250, 50), 2));
    assertThat(places(found)).noneMatch(place -> place.contains("client"));
  }

  @Test
  void aTimerThatIsLateIsFoundAndOneThatIsLateWithinTheWheelIsNot() {
    String lost =
        """
        {"network": {"delayMs": 20, "faults": [{"from": "CLIENT", "segment": "SYN",
         "action": "DROP"}]}, "until": {"ms": 900}}
        """;
    String longer = lost.replace("900", "2000");
    Trace simulated = Simulations.run(longer, 1);
    Trace within = Simulations.sentLater(Simulations.run(longer, 2), 2, 100_000_000);
    Trace late = Simulations.sentLater(Simulations.run(longer, 2), 2, 400_000_000);
    assertThat(places(compared(simulated, within)))
        .doesNotContain("connection 1, client segment 2, latency");
    assertThat(places(compared(simulated, late)))
        .contains("connection 1, client segment 2, latency");
  }

  @Test
  void statesAndOutcomeAreCompared() {
    Trace open = Simulations.run("{\"until\": {\"ms\": 100}}", 1);
    Trace refused = Simulations.run("{\"server\": {\"listens\": false}}", 1);
    assertThat(places(compared(open, refused)))
        .contains(
            "connection 1, client, states",
            "connection 1, server, states",
            "connection 1, client, answer",
            "connection 1, outcome");
  }

  @Test
  void eachDifferenceNamesTheRunsThatShowIt() {
    Trace simulated = Simulations.run(TALK, 1);
    Trace same = Simulations.run(TALK, 2);
    Trace other = Simulations.editedSegment(same, 1, s -> window(s, 1));
    assertThat(compared(simulated, same, other, same, other))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.runs()).containsExactly(2, 4);
          assertThat(difference.simulated()).isEqualTo("64240 octets");
          assertThat(difference.real()).isEqualTo("1 octets");
        });
  }

  @Nested
  class TheCatalogue {
    private static final String LOST = "{\"scenario\": \"lost-syn-ack\"}";

    /** The first SYN is late, so that the second one comes before the server's timer. */
    private static final String OTHER_ORDER =
        """
        {"scenario": "lost-syn-ack", "network": {"faults": [
          {"from": "CLIENT", "segment": "SYN", "action": "DELAY", "byMs": 15},
          {"from": "SERVER", "segment": "SYN+ACK", "action": "DROP"}]}}
        """;

    private List<Difference> found(Divergences divergences) {
      return Comparison.of(
          Simulations.run(LOST, 1),
          List.of(Simulations.run(OTHER_ORDER, 2)),
          divergences,
          new Circumstances("lost-syn-ack", "6.18.44", Listening.USUAL, Tolerances.USUAL, null));
    }

    @Test
    void explainsTheRaceAndWhatFollowsFromIt() {
      assertThat(found(Divergences.known()))
          .hasSize(3)
          .allMatch(each -> "timer-meets-arrival".equals(each.divergence()));
    }

    @Test
    void withoutTheEntryTheRaceIsUnexplained() {
      assertThat(found(Divergences.known().without("timer-meets-arrival")))
          .hasSize(3)
          .allMatch(each -> each.verdict() == Difference.Judgement.UNEXPLAINED);
    }
  }

  @Test
  void theLaddersStandSideBySideWithWhatDiffersBelow() {
    Trace simulated = Simulations.run("{\"network\": {\"delayMs\": 20}}", 1);
    Trace real =
        Simulations.editedSegment(
            Simulations.run("{\"network\": {\"delayMs\": 20}}", 2), 2, s -> window(s, 512));
    List<Difference> differences = compared(simulated, real);
    assertThat(SideBySide.draw(simulated, real, 1, differences))
        .isEqualTo(
            """
            simulated | run 1 on the kernel; times in ms
            connection 1
                  0.000 > S 0:0(0) win 64240 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7>        |       0.000 > S 0:0(0) win 64240 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7>
                 20.000 < S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7> |      20.000 < S. 0:0(0) ack 1 win 512 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7>
                        ! window: 65160 octets | 512 octets, UNEXPLAINED
                 40.000 > . 1:1(0) ack 1 win 502 <nop,nop,TS val 40 ecr 0>                        |      40.000 > . 1:1(0) ack 1 win 502 <nop,nop,TS val 40 ecr 0>
            """);
  }
}
