package dev.handshakelab.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.Backlog;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry of the catalogue explains what its reason says, and nothing that is just beside it. */
class NarrowDivergencesTest {
  private static final String UNEXPLAINED = "UNEXPLAINED";

  /** Who explains what differs, {@value #UNEXPLAINED} for nobody; empty when nothing differs. */
  private static Set<String> explanations(Trace simulated, Trace real) {
    return explanations(simulated, real, Listening.USUAL, null);
  }

  private static Set<String> explanations(Trace simulated, Trace real, Listening listening) {
    return explanations(simulated, real, listening, null);
  }

  /**
   * @param endMs when the sessions were over; null when nothing more was to come
   */
  private static Set<String> explanations(
      Trace simulated, Trace real, Listening listening, @Nullable Long endMs) {
    Set<String> names = new TreeSet<>();
    differences(simulated, real, listening, endMs)
        .forEach(each -> names.add(each.divergence() == null ? UNEXPLAINED : each.divergence()));
    return names;
  }

  private static List<Difference> differences(
      Trace simulated, Trace real, Listening listening, @Nullable Long endMs) {
    return Comparison.of(
        simulated,
        List.of(real),
        Divergences.known(),
        new Circumstances(
            "any",
            "6.18.44",
            listening,
            Tolerances.USUAL,
            endMs == null ? null : endMs * 1_000_000));
  }

  private static Segment window(Segment segment, int window) {
    return new Segment(
        segment.sourcePort(),
        segment.destinationPort(),
        segment.sequence(),
        segment.acknowledgment(),
        segment.flags(),
        window,
        segment.urgentPointer(),
        segment.options(),
        segment.payload());
  }

  private static Segment acknowledging(Segment segment, int by) {
    return new Segment(
        segment.sourcePort(),
        segment.destinationPort(),
        segment.sequence(),
        segment.acknowledgment().plus(by),
        segment.flags(),
        segment.window(),
        segment.urgentPointer(),
        segment.options(),
        segment.payload());
  }

  @ParameterizedTest(name = "segment {0} announces {1}, in 128 octets: {2}")
  @CsvSource({
    // the ACKs of 3000 octets; simulated 510, and 65160 octets were offered to begin with
    "7, 497, rcvbuf",
    "7, 496, UNEXPLAINED", // 1449 + 63488 < 1 + 65160: it took something back
    "9, 578, rcvbuf",
    "9, 580, UNEXPLAINED", // more than three segments can have added
    "3, 480, UNEXPLAINED", // nothing has arrived there
  })
  void aWindowIsOneThatABufferCanHaveComeTo(int ordinal, int window, String explanation) {
    String talk =
        """
        {"network": {"delayMs": 20}, "until": {"ms": 250},
         "steps": [{"atMs": 100, "end": "CLIENT", "call": "SEND", "bytes": 3000}]}
        """;
    Trace real =
        Simulations.editedSegment(
            Simulations.run(talk, 2), ordinal, segment -> window(segment, window));
    assertThat(explanations(Simulations.run(talk, 1), real)).containsExactly(explanation);
  }

  /** Of a cookie nothing is kept: 65160 octets were offered, and 1460 + 60000 are less. */
  @ParameterizedTest(name = "cookies {0}: {2}")
  @CsvSource({"ALWAYS, 60000, rcvbuf", "NEVER, 468, UNEXPLAINED"})
  void aCookiesWindowMayBeTakenBack(String cookies, int window, String explanation) {
    String talk =
        """
        {"network": {"delayMs": 20}, "until": {"ms": 250},
         "server": {"synCookies": "%s", "timestamps": false},
         "steps": [{"atMs": 100, "end": "CLIENT", "call": "SEND", "bytes": 3000}]}
        """
            .formatted(cookies);
    Trace real =
        Simulations.editedSegment(Simulations.run(talk, 2), 7, segment -> window(segment, window));
    assertThat(explanations(Simulations.run(talk, 1), real)).containsExactly(explanation);
  }

  @ParameterizedTest(name = "segment {0} has PSH and was sent {1} ms later: {2}")
  @CsvSource({
    "5, 0, psh-of-batch", // 4 and 5 in one packet
    "5, 4, psh-of-batch",
    "5, 6, UNEXPLAINED", // in two
    "4, 0, UNEXPLAINED",
    "3, 0, UNEXPLAINED", // no text
  })
  void pshIsAtTheEndOfABatch(int ordinal, int laterMs, String explanation) {
    String talk =
        """
        {"network": {"delayMs": 20}, "until": {"ms": 250},
         "steps": [{"atMs": 100, "end": "CLIENT", "call": "SEND", "bytes": 4000}]}
        """;
    Trace real =
        Simulations.editedSegment(
            Simulations.run(talk, 2),
            ordinal,
            segment -> segment.withFlags(segment.flags().plus(Flag.PSH)));
    Trace moved = Simulations.sentLater(real, ordinal, laterMs * 1_000_000L);
    assertThat(differences(Simulations.run(talk, 1), moved, Listening.USUAL, null))
        .filteredOn(each -> each.at().aspect() == Aspect.FLAGS)
        .extracting(each -> each.divergence() == null ? UNEXPLAINED : each.divergence())
        .containsExactly(explanation);
  }

  /**
   * Two SYN+ACKs are lost. Simulated, the second one's timer and the second SYN meet, and the third
   * SYN+ACK arrives at once; where the SYN is first, that is sent a second later.
   */
  private static Trace twiceLost(String first, long seed) {
    return Simulations.run(
        """
        {"network": {"delayMs": 20, "faults": [%s
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 2, "action": "DROP"}]},
         "until": {"ms": 3000}}
        """
            .formatted(first),
        seed);
  }

  private static final String LATE_SYN =
      "{\"from\": \"CLIENT\", \"segment\": \"SYN\", \"action\": \"DELAY\", \"byMs\": 15},";

  @Test
  void whatIsSentOnceMoreSinceAnAnswerLacksIsOfTheSameReason() {
    Trace real = twiceLost(LATE_SYN, 2);
    assertThat(explanations(twiceLost("", 1), real)).containsExactly("timer-meets-arrival");
    TracedSegment again =
        real.segments().stream()
            .filter(segment -> segment.sent().from() == Party.CLIENT)
            .toList()
            .get(2);
    assertThat(again.sent().packet().segment().isSyn()).isTrue();
    Trace tooSoon = Simulations.sentLater(real, again.sent().ordinal(), -980_000_000);
    assertThat(explanations(twiceLost("", 1), tooSoon)).contains(UNEXPLAINED);
  }

  /** Where the third SYN+ACK lacks, the first one opens the connection when it comes at last. */
  @Test
  void whatCompletesAHandshakeInsteadOfWhatLacksIsOfTheSameReason() {
    String given =
        """
        {"network": {"delayMs": 20, "faults": [%s
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DELAY", "byMs": 1500},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 2, "action": "DROP"}]},
         "exchange": {"close": "CLIENT"}, "until": {"ms": 1900}}
        """;
    assertThat(
            explanations(
                Simulations.run(given.formatted(""), 1),
                Simulations.run(given.formatted(LATE_SYN), 2)))
        .containsExactly("timer-meets-arrival");
  }

  /** One of the client's acknowledgments is lost: of the SYN+ACK, of text or of a FIN. */
  private static Trace acknowledgmentLost(String first, int occurrence, long seed) {
    return Simulations.run(
        """
        {"network": {"delayMs": 20, "faults": [%s
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DROP"},
          {"from": "CLIENT", "segment": "ACK", "occurrence": %d, "action": "DROP"}]},
         "steps": [{"atMs": 1500, "end": "SERVER", "call": "SEND", "bytes": 10},
                   {"atMs": 2000, "end": "CLIENT", "call": "CLOSE"},
                   {"atMs": 2500, "end": "SERVER", "call": "CLOSE"}],
         "until": {"ms": 3500}}
        """
            .formatted(first, occurrence),
        seed);
  }

  /** Simulated, the third is that of the text; where one lacks for a race, that of the FIN. */
  @Test
  void aFaultThatCountsSegmentsHitsAnotherWhereOneLacks() {
    assertThat(explanations(acknowledgmentLost("", 3, 1), acknowledgmentLost(LATE_SYN, 3, 2)))
        .containsExactly("timer-meets-arrival");
  }

  /** Simulated, the second is of the SYN+ACK that lacks; that of the text comes through. */
  @Test
  void orOneInsteadOfTheOneThatLacks() {
    assertThat(explanations(acknowledgmentLost("", 2, 1), acknowledgmentLost(LATE_SYN, 2, 2)))
        .containsExactly("timer-meets-arrival");
  }

  @ParameterizedTest(name = "simulated acknowledgment {1}, really {2}")
  @CsvSource({"'', 3, 2", "'', 3, 4", "'', 2, 3"})
  void butWithAsManyOfThemItHasToHitTheSame(String first, int simulated, int real) {
    assertThat(
            explanations(
                acknowledgmentLost(first, simulated, 1), acknowledgmentLost(first, real, 2)))
        .contains(UNEXPLAINED);
  }

  @Test
  void norIsAnythingExplainedThatDiffersBefore() {
    Trace real = acknowledgmentLost(LATE_SYN, 3, 2);
    Trace edited = Simulations.editedSegment(real, 5, segment -> window(segment, 4711));
    assertThat(explanations(acknowledgmentLost("", 3, 1), edited)).contains(UNEXPLAINED);
  }

  /** The server calls when the client's text arrives, and its acknowledgments are lost. */
  @ParameterizedTest(name = "{0} lost, called after {1} ms, really after {2} ms: {3}")
  @CsvSource({
    "2, 80, 79.9, call-meets-arrival",
    "3, 80, 79.9, call-meets-arrival",
    "3, 118, 79.9, UNEXPLAINED",
  })
  void howLongATimerWaitsForWhatWasNotAcknowledgedIsOfTheSameReason(
      int lost, String simulatedMs, String realMs, String explanation) {
    assertThat(explanations(acknowledged(lost, simulatedMs, 1), acknowledged(lost, realMs, 2)))
        .contains(explanation)
        .matches(names -> explanation.equals(UNEXPLAINED) || !names.contains(UNEXPLAINED));
  }

  private static Trace acknowledged(int lost, String atMs, long seed) {
    String faults =
        IntStream.rangeClosed(1, lost)
            .mapToObj(
                """
                {"from": "SERVER", "segment": "ACK", "occurrence": %d, "action": "DROP"}\
                """
                    ::formatted)
            .collect(Collectors.joining(", "));
    return Simulations.run(
        """
        {"network": {"delayMs": 20, "faults": [%s]}, "until": {"ms": 1500},
         "steps": [{"atMs": 0, "end": "CLIENT", "call": "OPEN"},
                   {"atMs": 60, "end": "CLIENT", "call": "SEND", "bytes": 10},
                   {"atMs": %s, "end": "SERVER", "call": "SEND", "bytes": 10},
                   {"atMs": 120, "end": "CLIENT", "call": "CLOSE"}]}
        """
            .formatted(faults, atMs),
        seed);
  }

  /**
   * A SYN+ACK is lost, then a SYN meets the server's timer: whoever is first, SYN+ACKs are sent two
   * or three times, and after three the server's FIN waits until its text is acknowledged.
   */
  @Test
  void whoHasSentItsSynAckOnceMoreWaitsForTheFirstAcknowledgment() {
    String given =
        """
        {"network": {"delayMs": 20, "faults": [
          {"from": "CLIENT", "segment": "SYN", "action": "DELAY", "byMs": %s},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DROP"}]},
         "steps": [{"atMs": 0, "end": "CLIENT", "call": "OPEN"},
                   {"atMs": 1200, "end": "SERVER", "call": "SEND", "bytes": 1},
                   {"atMs": 1200, "end": "SERVER", "call": "CLOSE"}], "until": {"ms": 1900}}
        """;
    Trace twice = Simulations.run(given.formatted("2"), 1);
    Trace thrice = Simulations.run(given.formatted("0"), 2);
    assertThat(explanations(twice, thrice)).doesNotContain(UNEXPLAINED);
    assertThat(explanations(thrice, twice)).doesNotContain(UNEXPLAINED);
    int fin = ordinal(thrice, Party.SERVER, Segment::isFin);
    Trace later = Simulations.sentLater(thrice, fin, 15_000_000);
    assertThat(explanations(twice, later)).contains(UNEXPLAINED);
  }

  /**
   * The server closes behind its text, the client upon it. A FIN that waits for the acknowledgment
   * of the text crosses the client's; one that does not is acknowledged by it.
   */
  private static Trace crossing(int synLateMs, long seed) {
    return Simulations.run(
        """
        {"network": {"toServer": {"delayMs": 23}, "toClient": {"delayMs": 48}, "faults": [
          {"from": "CLIENT", "segment": "SYN", "action": "DELAY", "byMs": %d},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 3, "action": "CORRUPT"}]},
         "exchange": {"serverBytes": 100, "close": "BOTH"}, "until": {"ms": 2000}}
        """
            .formatted(synLateMs),
        seed);
  }

  @Test
  void whatComesSoonerIsAcknowledgedByWhatIsSentAnyway() {
    Trace real = crossing(2, 2);
    assertThat(explanations(crossing(0, 1), real))
        .contains("timer-meets-arrival")
        .doesNotContain(UNEXPLAINED);
    assertThat(explanations(real, crossing(0, 1)))
        .contains("timer-meets-arrival")
        .doesNotContain(UNEXPLAINED);
    int fin = ordinal(real, Party.CLIENT, Segment::isFin);
    Trace wrong = Simulations.editedSegment(real, fin, segment -> acknowledging(segment, 1));
    assertThat(explanations(crossing(0, 1), wrong)).contains(UNEXPLAINED);
  }

  private static int ordinal(Trace trace, Party from, Predicate<Segment> which) {
    return trace.segments().stream()
        .map(TracedSegment::sent)
        .filter(sent -> sent.from() == from && which.test(sent.packet().segment()))
        .findFirst()
        .orElseThrow()
        .ordinal();
  }

  /** The third SYN+ACK comes when all is over, and its answer makes the server reset TIME-WAIT. */
  private static Trace assassinated(String first, int lateMs, long seed) {
    return Simulations.run(
        """
        {"network": {"delayMs": 20, "faults": [%s
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 3, "action": "DELAY",
           "byMs": %d}]},
         "client": {"timestamps": false}, "exchange": {"close": "BOTH"}, "until": {"ms": 2000}}
        """
            .formatted(first, lateMs),
        seed);
  }

  @Test
  void aResetThatOnlyOneHasMakesItsOutcome() {
    Trace reset = assassinated("", 500, 1);
    assertThat(explanations(reset, assassinated(LATE_SYN, 500, 2)))
        .containsExactly("timer-meets-arrival");
    Trace silent = Simulations.without(reset, ordinal(reset, Party.SERVER, Segment::isRst));
    assertThat(explanations(reset, silent)).containsExactly(UNEXPLAINED);
    // the sessions are over before it comes
    assertThat(explanations(assassinated("", 1900, 1), assassinated("", 1900, 2))).isEmpty();
    assertThat(explanations(assassinated("", 1900, 1), assassinated("", 500, 2)))
        .contains(UNEXPLAINED);
  }

  /** The server may repeat its SYN+ACK once; what a kernel's timer has not sent, it has left. */
  @Test
  void aRetryThatLacksComesLaterAndNoMore() {
    String once =
        """
        {"network": {"delayMs": 20, "faults": [%s
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 2, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 3, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 4, "action": "DROP"}]},
         "client": {"synRetries": 1, "synLinearTimeouts": 0},
         "server": {"synAckRetries": %d}, "until": {"ms": 4800}}
        """;
    Trace simulated = Simulations.run(once.formatted("", 1), 1);
    assertThat(explanations(simulated, Simulations.run(once.formatted(LATE_SYN, 1), 2)))
        .containsExactly("timer-meets-arrival");
    assertThat(explanations(simulated, Simulations.run(once.formatted(LATE_SYN, 2), 2)))
        .contains(UNEXPLAINED);
  }

  /** The client gives up right after 1,000 ms; the second SYN+ACK comes when it has, or had not. */
  @ParameterizedTest(name = "simulated after {0} ms, really after {1}: {2}")
  @CsvSource({
    "1005, 999, timer-meets-arrival",
    "999, 1005, timer-meets-arrival",
    "1250, 999, UNEXPLAINED",
    "880, 1005, UNEXPLAINED", // a run counts as late by 100 ms at most
  })
  void aTimeoutThatMeetsWhatItWaitsForEndsAConnectionOrDoesNot(
      int simulatedMs, int realMs, String explanation) {
    String given =
        """
        {"client": {"userTimeoutMs": 900}, "network": {"delayMs": 0, "faults": [
          {"from": "SERVER", "segment": "SYN+ACK", "action": "DELAY", "byMs": %d},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 2, "action": "DROP"},
          {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 3, "action": "DROP"}]},
         "steps": [{"atMs": 0, "end": "CLIENT", "call": "OPEN"},
                   {"atMs": 1500, "end": "SERVER", "call": "CLOSE"}], "until": {"ms": 1900}}
        """;
    assertThat(
            explanations(
                Simulations.run(given.formatted(simulatedMs), 1),
                Simulations.run(given.formatted(realMs), 2)))
        .contains(explanation)
        .matches(names -> explanation.equals(UNEXPLAINED) || !names.contains(UNEXPLAINED));
  }

  /** The server's ten octets arrive at 120 ms. */
  private static Trace called(double atMs, long seed) {
    return Simulations.run(
        """
        {"network": {"delayMs": 20}, "until": {"ms": 250},
         "steps": [{"atMs": 100, "end": "SERVER", "call": "SEND", "bytes": 10},
                   {"atMs": %s, "end": "CLIENT", "call": "SEND", "bytes": 10}]}
        """
            .formatted(atMs),
        seed);
  }

  @Test
  void aCallThatChangesPlacesWithAnArrivalAcknowledgesLess() {
    assertThat(explanations(called(120, 1), called(119.9, 2)))
        .containsExactly("call-meets-arrival");
    assertThat(explanations(called(119.9, 1), called(120, 2)))
        .containsExactly("call-meets-arrival");
  }

  /** The client's keepalive probe arrives 40 ms after it was due; a timer may be so late. */
  private static Trace probed(int idleMs, int calledMs, long seed) {
    return Simulations.run(
        """
        {"client": {"keepaliveIdleMs": %d, "keepaliveIntervalMs": 1000, "keepaliveProbes": 3},
         "network": {"delayMs": 20}, "until": {"ms": 1500},
         "steps": [{"atMs": 0, "end": "CLIENT", "call": "OPEN"},
                   {"atMs": %d, "end": "SERVER", "call": "SEND", "bytes": 10}]}
        """
            .formatted(idleMs, calledMs),
        seed);
  }

  @ParameterizedTest(name = "called after {0} ms, probed after 1000 or really {1}: {2}")
  @CsvSource({
    "1085, 1040, call-meets-arrival",
    "1085, 1004, ''", // still before the call
    "1110, 1040, ''",
  })
  void aCallMeetsWhatALateTimerHasSent(int calledMs, int idleMs, String explanation) {
    assertThat(explanations(probed(1000, calledMs, 1), probed(idleMs, calledMs, 2)))
        .isEqualTo(explanation.isEmpty() ? Set.of() : Set.of(explanation));
  }

  @Test
  void aCallLongAfterAnArrivalAcknowledgesIt() {
    Trace forgetful =
        Simulations.editedSegment(called(130, 2), 6, segment -> acknowledging(segment, -10));
    assertThat(explanations(called(130, 1), forgetful)).contains(UNEXPLAINED);
  }

  @Test
  void anAcknowledgmentIsNotMissingJustBecauseSomebodyCalledNearby() {
    Trace silent = Simulations.without(called(125, 2), 5);
    assertThat(explanations(called(125, 1), silent)).containsExactly(UNEXPLAINED);
  }

  @ParameterizedTest(name = "{0} told of {1}: {2}")
  @CsvSource({
    "close-in-syn-sent, connection reset, disconnect-says-reset",
    "close-in-syn-sent, connection refused, UNEXPLAINED",
    "icmp-hard-error, connection refused, errno-of-icmp",
    "icmp-hard-error, host unreachable, UNEXPLAINED",
    "icmp-soft-error, host unreachable, errno-of-icmp",
    "icmp-soft-error, connection refused, UNEXPLAINED",
    "closed-port, host unreachable, UNEXPLAINED",
  })
  void anErrnoIsOfWhatHappened(String scenario, String told, String explanation) {
    String json = "{\"scenario\": \"%s\"}".formatted(scenario);
    Trace real =
        Simulations.answered(Simulations.run(json, 2), Party.CLIENT, "OPEN", "error: " + told);
    assertThat(explanations(Simulations.run(json, 1), real)).containsExactly(explanation);
  }

  @ParameterizedTest(name = "of code {0} told of {1}: {2}")
  @CsvSource({
    "7, host is down, errno-of-icmp",
    "7, host unreachable, UNEXPLAINED",
    "8, machine is not on the network, errno-of-icmp",
    "5, operation not supported, errno-of-icmp",
    "4, errno 90, UNEXPLAINED", // which is no error, but tells of an MTU
  })
  void anErrnoIsOfItsCode(int code, String told, String explanation) {
    String json =
        """
        {"network": {"faults": [{"from": "CLIENT", "segment": "SYN", "action": "ICMP",
         "icmpType": 3, "icmpCode": %d}]}}
        """
            .formatted(code);
    Trace real =
        Simulations.answered(Simulations.run(json, 2), Party.CLIENT, "OPEN", "error: " + told);
    assertThat(explanations(Simulations.run(json, 1), real)).containsExactly(explanation);
  }

  @Test
  void whoDidNotAskForFastOpenHasNoAcknowledgmentTooMany() {
    String json = "{\"exchange\": {\"clientBytes\": 10}}";
    Trace fewer = Simulations.without(Simulations.run(json, 1), 3);
    assertThat(explanations(fewer, Simulations.run(json, 2))).containsExactly(UNEXPLAINED);
  }

  @Test
  void aQueueWithRoomRepeatsEachSynAck() {
    String json = "{\"scenario\": \"client-vanishes\"}";
    Trace fewer = Simulations.without(Simulations.run(json, 2), 4);
    assertThat(explanations(Simulations.run(json, 1), fewer)).contains(UNEXPLAINED);
  }

  private static final Listening SEVENTEEN =
      new Listening(Backlog.of(16).with(Backlog.Cookies.WHEN_FULL), 5);

  /** A queue of seventeen places, and more SYNs; the honest client comes at once, or later. */
  private static Trace flooded(int perSecond, String cookies, int clientAtMs) {
    return Simulations.run(
        """
        {"server": {"backlog": 16, "synCookies": "%s"}, "until": {"ms": 17000},
         "network": {"delayMs": 10, "floods": [{"atMs": 0, "perSecond": %d, "count": 800}]},
         "steps": [{"atMs": %d, "end": "CLIENT", "call": "OPEN"}]}
        """
            .formatted(cookies, perSecond, clientAtMs),
        1);
  }

  @ParameterizedTest(name = "no SYN+ACK {1} to {2} for connection {0}: {3}")
  @CsvSource({
    "10, 5, 5, crowded-queue", // its timer is an eighth late, and by then nobody is young
    "10, 4, 5, UNEXPLAINED", // three of the seventeen are young then: it is repeated thrice
    "10, 3, 5, UNEXPLAINED", // however crowded it is, it is repeated twice
    "10, 2, 2, UNEXPLAINED", // given up is given up
    "5, 4, 4, UNEXPLAINED", // given up when its timer runs out, and not eight seconds later
    "3, 1, 3, UNEXPLAINED", // there was room
    "100, 1, 1, UNEXPLAINED", // who finds no place is answered by a cookie
  })
  void aQueueIsCrowdedByWhoIsInIt(int connection, int from, int to, String explanation) {
    Trace simulated = flooded(50, "WHEN_FULL", 0);
    Trace real = simulated;
    for (int number = to; number >= from; number--) {
      real = Simulations.without(real, synAck(simulated, connection, number));
    }
    assertThat(explanations(simulated, real, SEVENTEEN)).contains(explanation);
    assertThat(explanations(simulated, real, SEVENTEEN).contains(UNEXPLAINED))
        .isEqualTo(explanation.equals(UNEXPLAINED));
  }

  /** The ordinal of a connection's n-th SYN+ACK. */
  private static int synAck(Trace trace, int connection, int number) {
    return trace.segments().stream()
        .map(TracedSegment::sent)
        .filter(sent -> sent.connection() == connection && sent.from() == Party.SERVER)
        .toList()
        .get(number - 1)
        .ordinal();
  }

  @ParameterizedTest
  @CsvSource({"49, WHEN_FULL", "51, WHEN_FULL", "49, NEVER", "55, NEVER"})
  void whoFindsAPlaceIsAnotherWhenTheyComeALittleFasterOrSlower(int perSecond, String cookies) {
    assertThat(
            explanations(
                flooded(50, cookies, 0),
                flooded(perSecond, cookies, 0),
                new Listening(Backlog.of(16).with(Backlog.Cookies.valueOf(cookies)), 5)))
        .contains("crowded-queue")
        .doesNotContain(UNEXPLAINED);
  }

  /** It repeats its SYN less often where it is answered earlier, and is told so earlier. */
  @Test
  void aClientThatFindsAPlaceAtAnotherTryIsExplained() {
    var dropping = new Listening(Backlog.of(16), 5);
    Trace simulated = flooded(50, "NEVER", 4160);
    Trace faster = flooded(53, "NEVER", 4160);
    assertThat(faster.segments().stream().filter(each -> each.sent().connection() == 1).count())
        .isGreaterThan(
            simulated.segments().stream().filter(each -> each.sent().connection() == 1).count());
    assertThat(explanations(simulated, faster, dropping))
        .contains("crowded-queue")
        .doesNotContain(UNEXPLAINED);
    assertThat(explanations(faster, simulated, dropping))
        .contains("crowded-queue")
        .doesNotContain(UNEXPLAINED);
  }

  @Test
  void whoRepeatsASynAckAsIfNobodyElseWereThereIsNotExplained() {
    Trace simulated = flooded(50, "WHEN_FULL", 0);
    Trace real =
        Simulations.run(
            """
            {"server": {"backlog": 2000}, "until": {"ms": 17000},
             "network": {"delayMs": 10, "floods": [{"atMs": 0, "perSecond": 50, "count": 300}]}}
            """,
            1);
    List<Difference> ofTheFirst =
        Comparison.of(
                simulated,
                List.of(real),
                Divergences.known(),
                new Circumstances("any", "6.18.44", SEVENTEEN, Tolerances.USUAL, null))
            .stream()
            .filter(each -> each.at().connection() == 2 && each.at().aspect() == Aspect.SEGMENT)
            .toList();
    assertThat(ofTheFirst)
        .isNotEmpty()
        .allMatch(each -> each.verdict() == Difference.Judgement.UNEXPLAINED);
  }

  @Test
  void aTimerThatAnArrivalOfItsOwnConnectionDoesNotMeetIsOnTime() {
    String json =
        """
        {"network": {"delayMs": 20, "faults": [{"from": "CLIENT", "segment": "FIN+ACK",
         "action": "DROP"}]}, "until": {"ms": 1000},
         "steps": [{"atMs": 100, "end": "CLIENT", "call": "CLOSE"}]}
        """;
    Trace late = Simulations.sentLater(Simulations.run(json, 2), 5, 400_000_000);
    assertThat(explanations(Simulations.run(json, 1), late)).contains(UNEXPLAINED);
  }

  /** The SYN+ACK is repeated when the client's keepalive is due; the kernel's is a little late. */
  private static Trace deferred(int keepaliveIdleMs, long seed) {
    return Simulations.run(
        """
        {"client": {"keepaliveIdleMs": %d, "keepaliveIntervalMs": 1000, "keepaliveProbes": 3},
         "server": {"deferAcceptMs": 1000}, "until": {"ms": 1500},
         "network": {"toServer": {"delayMs": 12}, "toClient": {"delayMs": 29}}}
        """
            .formatted(keepaliveIdleMs),
        seed);
  }

  @Test
  void whatAnswersASegmentThatARaceHasMovedIsOfAnotherMoment() {
    assertThat(explanations(deferred(1000, 1), deferred(1002, 2)))
        .containsExactly("timer-meets-arrival");
  }

  @Test
  void butItEchoesNothingThatNeverCame() {
    Trace real = deferred(1002, 2);
    int answer = real.segments().getLast().sent().ordinal();
    Trace wrong = Simulations.editedSegment(real, answer, segment -> echoing(segment, 4711));
    assertThat(explanations(deferred(1000, 1), wrong)).contains(UNEXPLAINED);
  }

  private static Segment echoing(Segment segment, long echo) {
    return new Segment(
        segment.sourcePort(),
        segment.destinationPort(),
        segment.sequence(),
        segment.acknowledgment(),
        segment.flags(),
        segment.window(),
        segment.urgentPointer(),
        segment.options().stream()
            .map(option ->
                option instanceof TcpOption.Timestamps(long value, long _)
                    ? new TcpOption.Timestamps(value, echo)
                    : option)
            .toList(),
        segment.payload());
  }

  /** A SYN+ACK that comes twice is answered, and again when the first comes so late. */
  private static Trace twice(int lateMs, int jitterMs, long seed) {
    return Simulations.run(
        """
        {"network": {"toServer": {"delayMs": 19, "jitterMs": %d}, "toClient": {"delayMs": 46},
          "faults": [{"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "DELAY",
           "byMs": %d}]}, "until": {"ms": 2500},
         "exchange": {"clientBytes": 10, "close": "CLIENT"}}
        """
            .formatted(jitterMs, lateMs),
        seed);
  }

  @Test
  void anAnswerThatARaceHasSparedIsGivenToWhatComesWithinHalfASecond() {
    Trace real = twice(1370, 2, 3);
    assertThat(real.segments()).hasSize(twice(1370, 0, 1).segments().size() - 1);
    assertThat(explanations(twice(1370, 0, 1), real)).containsExactly("timer-meets-arrival");
  }

  @Test
  void butWhatComesLaterIsAnsweredInEitherCase() {
    Trace simulated = twice(1700, 0, 1);
    var answer = simulated.segments().getLast().sent();
    assertThat(answer.atNs()).isEqualTo(1_765_000_000);
    Trace silent = Simulations.without(simulated, answer.ordinal());
    assertThat(explanations(simulated, twice(1700, 2, 3))).containsExactly("timer-meets-arrival");
    assertThat(explanations(silent, twice(1700, 2, 3))).contains(UNEXPLAINED);
  }

  @ParameterizedTest(name = "due at 1000 ms, over after {0} ms: {1}")
  @CsvSource({
    "1001, session-ends-first",
    "1137, session-ends-first", // 1000 and a tick, an eighth more, and two ticks
    "1138, UNEXPLAINED",
    ", UNEXPLAINED",
  })
  void aTimerMayBeLateForTheEndByAnEighth(@Nullable Long endMs, String explanation) {
    String lost =
        """
        {"network": {"delayMs": 20, "faults": [{"from": "CLIENT", "segment": "SYN",
         "occurrence": 1, "action": "DROP"}]}, "until": {"ms": 1001}}
        """;
    Trace late = Simulations.without(Simulations.run(lost, 2), 2);
    assertThat(explanations(Simulations.run(lost, 1), late, Listening.USUAL, endMs))
        .containsExactly(explanation);
  }

  @ParameterizedTest(name = "arrived at {0} ms and not answered by 100 ms: {1}")
  @CsvSource({"99, session-ends-first", "94.9, UNEXPLAINED"})
  void anAnswerIsLateForTheEndByFiveMilliseconds(double delayMs, String explanation) {
    String json = "{\"network\": {\"delayMs\": %s}, \"until\": {\"ms\": 100}}".formatted(delayMs);
    Trace silent = Simulations.without(Simulations.run(json, 2), 2);
    Set<String> all = explanations(Simulations.run(json, 1), silent, Listening.USUAL, 100L);
    assertThat(all).contains(explanation);
  }

  @ParameterizedTest(name = "sent 213 ms after a SEND that was answered after {1} ms: {2}")
  @CsvSource({"20, 40, UNEXPLAINED", "98, 196, UNEXPLAINED", "99, 198, "})
  void whatACallSendsLeavesWhileTheCallLasts(
      int delayMs, int answeredMs, @Nullable String explanation) {
    String json =
        """
        {"network": {"delayMs": %d}, "client": {"timestamps": false}, "until": {"ms": 800},
         "steps": [{"atMs": 400, "end": "CLIENT", "call": "SEND", "bytes": 10}]}
        """
            .formatted(delayMs);
    assertThat(answeredMs).isEqualTo(2 * delayMs);
    Trace late = Simulations.sentLater(Simulations.run(json, 2), 4, 213_000_000);
    assertThat(explanations(Simulations.run(json, 1), late))
        .isEqualTo(explanation == null ? Set.of() : Set.of(explanation));
  }

  /**
   * Simulated, the server has sent its SYN+ACK three times and begins with one segment: its second
   * text and its FIN wait until the first text, which is lost, is acknowledged.
   */
  private static Trace heldUp(String first, String closes, long seed) {
    return Simulations.run(
        """
        {"server": {"sackPermitted": false, "timestamps": false},
         "network": {"delayMs": 20, "faults": [%s
           {"from": "SERVER", "segment": "SYN+ACK", "occurrence": 1, "action": "CORRUPT"},
           {"from": "SERVER", "segment": "DATA", "occurrence": 1, "action": "DROP"}]},
         "until": {"ms": 6300}, "steps": [
           {"atMs": 2700, "end": "SERVER", "call": "SEND", "bytes": 1000},
           {"atMs": 3600, "end": "SERVER", "call": "SEND", "bytes": 500},
           %s{"atMs": 4500, "end": "SERVER", "call": "CLOSE"}]}
        """
            .formatted(first, closes),
        seed);
  }

  /** Without and with a FIN of the client's, which is acknowledged with another number then. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"atMs\": 4500, \"end\": \"CLIENT\", \"call\": \"CLOSE\"},"})
  void whatASynAckMoreHoldsUpMovesWhatFollows(String closes) {
    Trace real = heldUp(LATE_SYN, closes, 2);
    assertThat(explanations(heldUp("", closes, 1), real)).containsExactly("timer-meets-arrival");
    int fin = ordinal(real, Party.SERVER, Segment::isFin);
    assertThat(explanations(heldUp("", closes, 1), Simulations.without(real, fin)))
        .contains(UNEXPLAINED);
  }

  /**
   * The first SYN+ACK comes at 2050 ms. The second one answers the third SYN and comes at 2040, or
   * so many ms later.
   */
  private static Trace overtaken(int laterMs, long seed) {
    return Simulations.run(
        """
        {"network": {"delayMs": 20, "faults": [
           {"from": "CLIENT", "segment": "SYN", "occurrence": 1, "action": "DELAY", "byMs": 1370},
           {"from": "CLIENT", "segment": "SYN", "occurrence": 2, "action": "DROP"},
           {"from": "CLIENT", "segment": "SYN", "occurrence": 3, "action": "DELAY", "byMs": %d},
           {"from": "SERVER", "segment": "SYN+ACK", "action": "DELAY", "byMs": 640}]},
         "until": {"ms": 2500}, "exchange": {"clientBytes": 10}}
        """
            .formatted(laterMs),
        seed);
  }

  @ParameterizedTest
  @CsvSource({"0, timer-meets-arrival", "6, UNEXPLAINED"})
  void whichOfTwoOpensAConnectionAndWhichIsAnsweredAgain(int laterMs, String explanation) {
    Trace real = overtaken(20, 2);
    List<Integer> answers =
        real.segments().stream()
            .filter(segment -> segment.sent().packet().segment().isAck())
            .filter(segment -> segment.sent().from() == Party.CLIENT)
            .map(segment -> segment.sent().ordinal())
            .toList();
    Trace moved = Simulations.sentLater(real, answers.getLast(), laterMs * 1_000_000L);
    assertThat(differences(overtaken(0, 1), moved, Listening.USUAL, null))
        .filteredOn(each -> each.at().aspect() == Aspect.LATENCY)
        .extracting(each -> each.divergence() == null ? UNEXPLAINED : each.divergence())
        .containsExactly(explanation);
  }

  /** A server that answered with a cookie sends again what was lost. */
  private static Trace measuredByCookie(String cookies, int windowScale) {
    return Simulations.run(
        """
        {"server": {"synCookies": "%s"}, "client": {"sackPermitted": false, "windowScale": %d},
         "network": {"toServer": {"delayMs": 70}, "toClient": {"delayMs": 20},
           "faults": [{"from": "SERVER", "segment": "DATA", "action": "DROP"}]},
         "until": {"ms": 1500},
         "steps": [{"atMs": 500, "end": "SERVER", "call": "SEND", "bytes": 10}]}
        """
            .formatted(cookies, windowScale),
        1);
  }

  /**
   * The SYN arrives at 70 ms. With a window scale of 7 in its low bits, the cookie's TSval is 7, 63
   * ms in the past, and the timer three times 90 + 63 ms long; with one of 0, it is 64, and the
   * timer is 200 ms and 90 + 6.
   */
  @ParameterizedTest(name = "{0}, scale {1}, on the kernel {2} and {3} ms later: {4}")
  @CsvSource({
    "ALWAYS, 7, 0, 0, cookie-round-trip",
    "ALWAYS, 7, 0, -4, cookie-round-trip", // a jiffy less
    "ALWAYS, 7, 0, -13, UNEXPLAINED",
    "ALWAYS, 0, 7, 0, cookie-round-trip",
    "ALWAYS, 0, 7, 60, cookie-round-trip", // an eighth more
    "ALWAYS, 0, 7, 90, UNEXPLAINED",
    "ALWAYS, 7, 7, -40, UNEXPLAINED", // both measured the same
    "NEVER,  7, 0, -40, UNEXPLAINED", // and these the round trip
  })
  void aTimerIsAsLongAsTheEchoOfACookieHadIt(
      String cookies, int simulated, int onTheKernel, int laterMs, String explanation) {
    Trace real = measuredByCookie(cookies, onTheKernel);
    int again =
        real.segments().stream()
            .filter(segment -> segment.sent().from() == Party.SERVER)
            .toList()
            .get(2)
            .sent()
            .ordinal();
    Trace moved = Simulations.sentLater(real, again, laterMs * 1_000_000L);
    assertThat(differences(measuredByCookie(cookies, simulated), moved, Listening.USUAL, null))
        .filteredOn(each -> each.at().aspect() == Aspect.LATENCY)
        .extracting(each -> each.divergence() == null ? UNEXPLAINED : each.divergence())
        .containsExactly(explanation);
  }
}
