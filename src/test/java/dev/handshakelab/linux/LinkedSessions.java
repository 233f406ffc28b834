package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Packets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of sessions wherever a link of the lab's carries their segments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class LinkedSessions {
  private static final long MILLI = 1_000_000;

  private @Nullable Place v4;
  private @Nullable Place v6;

  /** Where sessions are run; a {@link LinuxException} when there is no right to one. */
  abstract Place place(boolean ipv6) throws LinuxException;

  @BeforeAll
  void make() {
    try {
      v4 = place(false);
      v6 = place(true);
      // The kernel begins to stamp a little after it is asked to.
      for (int i = 0; i < 20; i++) {
        run(v4(), KernelRequests.basic());
      }
    } catch (LinuxException | RunFailure impossible) {
      assumeTrue(false, () -> "no link can be made here: " + impossible.getMessage());
    }
  }

  @AfterAll
  void close() {
    if (v4 != null) {
      v4.close();
    }
    if (v6 != null) {
      v6.close();
    }
  }

  Place v4() {
    return requireNonNull(v4);
  }

  Place v6() {
    return requireNonNull(v6);
  }

  static Trace run(Place place, SessionRequest request) throws LinuxException, RunFailure {
    return Chronicle.of(evidence(place, request));
  }

  static Evidence evidence(Place place, SessionRequest request) throws LinuxException, RunFailure {
    return KernelSession.run(
        request, new Setting(place, null, Duration.ofSeconds(20), () -> false));
  }

  private Trace run(String members) throws LinuxException, RunFailure {
    return run(v4(), KernelRequests.asking(members));
  }

  /** Without what depends on how soon the session happens to look. */
  private static List<String> notes(Trace trace) {
    return Stories.notes(trace).stream()
        .filter(note -> !note.startsWith("sock_diag finds"))
        .toList();
  }

  private static String fault(String from, String segment, int occurrence, String action) {
    return "{from: '%s', segment: '%s', occurrence: %d, connection: 1, action: '%s'}"
        .formatted(from, segment, occurrence, action);
  }

  private static long delay(TracedSegment segment) {
    return requireNonNull(segment.receivedNs()) - requireNonNull(segment.sent().atNs());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandshakeIsThreeSegmentsWithRightChecksums(boolean ipv6) throws LinuxException, RunFailure {
    Trace trace = run(ipv6 ? v6() : v4(), KernelRequests.basic());
    assertThat(Stories.segments(trace))
        .containsExactly("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
    assertThat(notes(trace)).isEmpty();
    assertThat(Stories.outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
    assertThat(trace.conversation(1).client().address().isIpv6()).isEqualTo(ipv6);
    assertThat(trace.segments())
        .allSatisfy(segment -> {
          assertThat(segment.sent().provenance()).isEqualTo(Provenance.CAPTURED);
          assertThat(segment.sent().checksumOffloaded()).isFalse();
          assertThat(Packets.decode(segment.sent().octets()))
              .isInstanceOfSatisfying(
                  Decoded.Intact.class, intact -> assertThat(intact.tcpChecksumRight()).isTrue());
          assertThat(delay(segment)).isPositive();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExchangeArrivesWholeAndCloses(boolean ipv6) throws LinuxException, RunFailure {
    Trace trace =
        run(
            ipv6 ? v6() : v4(),
            KernelRequests.asking(
                "{exchange: {clientBytes: 5000, serverBytes: 100000, close: 'BOTH'}}"));
    assertThat(Stories.octets(trace, Party.CLIENT)).isEqualTo(5000);
    assertThat(Stories.octets(trace, Party.SERVER)).isEqualTo(100_000);
    assertThat(Stories.outcome(trace)).isEqualTo(Outcome.CLOSED);
    assertThat(notes(trace)).isEmpty();
  }

  @Test
  void everySegmentIsUnderWayForAtLeastAsLongAsAsked() throws LinuxException, RunFailure {
    Trace trace =
        run(
            "{network: {toServer: {delayMs: 5}, toClient: {delayMs: 15}}, exchange: {close: 'CLIENT'}}");
    assertThat(trace.segments()).hasSizeGreaterThanOrEqualTo(5);
    for (TracedSegment segment : trace.segments()) {
      long asked = segment.sent().from() == Party.CLIENT ? 5 : 15;
      assertThat(delay(segment)).isGreaterThanOrEqualTo(asked * MILLI);
    }
    assertThat(notes(trace)).isEmpty();
  }

  @Test
  void aLostSegmentIsNotedAndSentAgain() throws LinuxException, RunFailure {
    Trace trace = run("{network: {faults: [" + fault("CLIENT", "SYN", 1, "DROP") + "]}}");
    assertThat(Stories.segments(trace))
        .containsExactly(
            "CLIENT S 0(0)", "CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
    assertThat(notes(trace)).containsExactly("segment 1 lost by /network/faults/0");
    assertThat(trace.segments().get(0).fate()).isEqualTo(TracedSegment.Fate.LOST);
    assertThat(trace.segments().get(1).sent().retransmissionOf()).isEqualTo(1);
  }

  @Test
  void aLostLastAcknowledgmentLeavesTheServerHalfOpenUntilItIsSentAgain()
      throws LinuxException, RunFailure {
    Trace trace =
        run(
            "{network: {toServer: {delayMs: 5}, faults: ["
                + fault("CLIENT", "ACK", 1, "DROP")
                + "]}}");
    assertThat(Stories.segments(trace))
        .containsExactly(
            "CLIENT S 0(0)",
            "SERVER S. 0(0) ack 1",
            "CLIENT . 1(0) ack 1",
            "SERVER S. 0(0) ack 1",
            "CLIENT . 1(0) ack 1");
    assertThat(Stories.transitions(trace))
        .endsWith("SERVER SYN_RECEIVED ESTABLISHED INFERRED by #5");
  }

  @Test
  void aCorruptedSegmentIsDroppedByTheKernel() throws LinuxException, RunFailure {
    Trace trace = run("{network: {faults: [" + fault("CLIENT", "SYN", 1, "CORRUPT") + "]}}");
    assertThat(trace.segments().get(0).fate()).isEqualTo(TracedSegment.Fate.CORRUPTED);
    assertThat(notes(trace)).containsExactly("segment 1 corrupted by /network/faults/0");
    assertThat(Stories.segments(trace)).hasSize(4);
  }

  @Test
  void aDuplicateHasTwoDeliveries() throws LinuxException, RunFailure {
    Trace trace =
        run(
            """
            {network: {faults: [{from: 'SERVER', segment: 'SYN+ACK', occurrence: 1, connection: 1,
              action: 'DUPLICATE', byMs: 3}]}}\
            """);
    TracedSegment synAck = trace.segments().get(1);
    assertThat(synAck.fate()).isEqualTo(TracedSegment.Fate.DUPLICATED);
    assertThat(synAck.deliveries()).hasSize(2);
    assertThat(notes(trace)).containsExactly("segment 2 duplicated by /network/faults/0");
  }

  @Test
  void anOldDuplicateSynIsWrittenIntoTheNetwork() throws LinuxException, RunFailure {
    Trace trace =
        run(
            """
            {client: {isns: [100]}, network: {toServer: {delayMs: 200}, injections: [{atMs: 100,
              to: 'SERVER', segment: 'S 90:90(0) win 1000', as: 'CLIENT', by: 'NETWORK',
              connection: 1}]}, until: {ms: 300}}\
            """);
    TracedSegment injected = trace.segments().get(1);
    assertThat(injected.sent().injectedBy()).isEqualTo(Entry.Injector.NETWORK);
    assertThat(injected.sent().kind()).isEqualTo(SegmentKind.INJECTED);
    assertThat(requireNonNull(injected.receivedNs())).isGreaterThanOrEqualTo(100 * MILLI);
    assertThat(trace.segments().get(2).sent().packet().segment().acknowledgment().value())
        .isEqualTo(91);
    assertThat(trace.conversation(1).clientIsn()).hasToString("100");
  }

  @Test
  void synsThatCrossOpenBothEnds() throws LinuxException, RunFailure {
    Trace trace =
        run(
            """
            {server: {listens: false}, network: {toServer: {delayMs: 200}, toClient: {delayMs: 200}},
             steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},
                     {atMs: 1, end: 'SERVER', call: 'OPEN'}]}\
            """);
    assertThat(Stories.segments(trace)).startsWith("CLIENT S 0(0)", "SERVER S 0(0)");
    assertThat(trace.conversation(1).opening()).isEqualTo(Opening.SIMULTANEOUS);
    assertThat(Stories.transitions(trace))
        .contains(
            "CLIENT SYN_SENT SYN_RECEIVED INFERRED by #2",
            "SERVER SYN_SENT SYN_RECEIVED INFERRED by #1");
    assertThat(Stories.outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void aStepMayWaitForASegmentThoughAnotherWasLost() throws LinuxException, RunFailure {
    Trace trace =
        run(
            """
            {network: {faults: [%s]}, steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},
              {afterSegment: 4, end: 'CLIENT', call: 'CLOSE'}]}\
            """
                .formatted(fault("CLIENT", "SYN", 1, "DROP")));
    assertThat(Stories.segments(trace)).contains("CLIENT F. 1(0) ack 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLOSED  | {exchange: {close: 'BOTH'}}",
        "REFUSED | {server: {listens: false}}",
        "RESET   | {network: {toServer: {delayMs: 3}}, steps: [{atMs: 0, end: 'CLIENT',"
            + " call: 'OPEN'}, {atMs: 300, end: 'CLIENT', call: 'ABORT'}]}"
      })
  void howItEndedFollows(Outcome outcome, String members) throws LinuxException, RunFailure {
    assertThat(Stories.outcome(run(members))).isEqualTo(outcome);
  }

  /** Ports tell them apart; each with its own faults. */
  @Test
  void manyShareALinkAndDoNotSeeEachOther() throws Exception {
    List<Future<Trace>> running = new ArrayList<>();
    try (var callers = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        String members = "{seed: " + i + ", network: {toServer: {delayMs: " + i % 5 + "}}}";
        running.add(callers.submit(() -> run(members)));
      }
      for (Future<Trace> one : running) {
        assertThat(Stories.segments(one.get()))
            .containsExactly("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
        assertThat(notes(one.get())).isEmpty();
      }
    }
  }
}
