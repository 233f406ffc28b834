package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Capability;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.IpAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the kernel's own tracepoints add to a session over the lab's link. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class TracedSessions {
  private static final long MILLI = 1_000_000;

  private final LinuxRunner runner;

  /**
   * @param address a loopback address of the IP version over which sessions run
   */
  TracedSessions(String address) {
    runner = new LinuxRunner(LinuxRunner.Limits.USUAL.withAddress(IpAddress.parse(address)));
  }

  @BeforeAll
  void tracepointsCanBeRead() {
    Capability capability = runner.capability();
    assumeTrue(
        Tier.NETNS_TUN.label().equals(capability.tier()) && capability.missing().isEmpty(),
        () -> "the kernel's tracepoints cannot be read here: " + capability);
  }

  @AfterAll
  void close() {
    runner.close();
  }

  private Trace run(String members) throws RunFailure {
    var request = KernelRequests.asking(members);
    assertThat(runner.refuse(request)).isEmpty();
    return runner.run(request, entry -> {});
  }

  @Test
  void everyTransitionButTheRequestsIsTheKernelsOwn() throws RunFailure {
    Trace trace =
        run(
            "{network: {toServer: {delayMs: 20}, toClient: {delayMs: 20}}, exchange: {close: 'CLIENT'}}");
    assertThat(Stories.transitions(trace))
        .containsExactlyInAnyOrder(
            "SERVER LISTENER CLOSED LISTEN TRACED by LISTEN",
            "CLIENT CLOSED SYN_SENT TRACED by OPEN",
            "SERVER LISTEN SYN_RECEIVED INFERRED by #1",
            "CLIENT SYN_SENT ESTABLISHED TRACED by #2",
            "SERVER SYN_RECEIVED ESTABLISHED TRACED by #3",
            "CLIENT ESTABLISHED FIN_WAIT_1 TRACED by CLOSE",
            "SERVER ESTABLISHED CLOSE_WAIT TRACED by #4",
            "CLIENT FIN_WAIT_1 FIN_WAIT_2 TRACED by #5");
    assertThat(move(trace, Party.CLIENT, StateName.FIN_WAIT_1).kernelState())
        .isEqualTo("FIN_WAIT1");
    assertThat(Stories.notes(trace))
        .anyMatch(note -> note.startsWith("sock_diag finds a half-open connection in SYN_RECV"))
        .anyMatch(note -> note.startsWith("LISTEN > SYN_RECV is printed"));
    assertThat(trace.transitions()).extracting(Transition::atNs).doesNotContainNull().isSorted();
  }

  private static Transition move(Trace trace, Party party, StateName to) {
    return trace.transitions().stream()
        .filter(it -> it.endpoint() == party && it.to() == to)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void timeWaitIsWhatSockDiagShows() throws RunFailure {
    Trace trace = run("{network: {toServer: {delayMs: 5}}, exchange: {close: 'BOTH'}}");
    List<Transition> last =
        trace.transitions().stream().filter(it -> it.to() == StateName.TIME_WAIT).toList();
    assertThat(last).isNotEmpty();
    assertThat(last).allSatisfy(it -> assertThat(it.provenance()).isEqualTo(Provenance.SAMPLED));
  }

  /** Five segments or seven: two timers run out at about the same moment, and either may win. */
  @Test
  void aLostSynAckIsSentAgainAndTheServerIsHalfOpenMeanwhile() throws RunFailure {
    Trace trace =
        run(
            """
            {network: {toServer: {delayMs: 20}, toClient: {delayMs: 20}, faults: [
              {from: 'SERVER', segment: 'SYN+ACK', occurrence: 1, connection: 1,
               action: 'DROP'}]}}\
            """);
    assertThat(trace.segments()).hasSizeBetween(5, 7);
    assertThat(Stories.notes(trace))
        .contains("segment 2 lost by /network/faults/0")
        .anyMatch(note -> note.contains("tcp_retransmit_"));
    TracedSegment syn = trace.segments().getFirst();
    Transition received = move(trace, Party.SERVER, StateName.SYN_RECEIVED);
    Transition established = move(trace, Party.SERVER, StateName.ESTABLISHED);
    assertThat(received.atNs()).isEqualTo(syn.receivedNs());
    assertThat(received.kernelState()).isEqualTo("SYN_RECV");
    long acknowledged =
        trace.segments().stream()
            .filter(it ->
                it.sent().from() == Party.CLIENT
                    && !it.sent().packet().segment().isSyn()
                    && it.receivedNs() != null)
            .mapToLong(it -> requireNonNull(it.receivedNs()))
            .findFirst()
            .orElseThrow();
    assertThat(established.provenance()).isEqualTo(Provenance.TRACED);
    assertThat(requireNonNull(established.atNs())).isGreaterThanOrEqualTo(acknowledged);
    assertThat(requireNonNull(established.atNs()) - requireNonNull(received.atNs()))
        .isGreaterThan(900 * MILLI);
    assertThat(move(trace, Party.CLIENT, StateName.ESTABLISHED).provenance())
        .isEqualTo(Provenance.TRACED);
  }

  @Test
  void theKernelSaysWhyItDropsADamagedSegment() throws RunFailure {
    Trace trace =
        run(
            """
            {network: {faults: [{from: 'CLIENT', segment: 'SYN', occurrence: 1, connection: 1,
              action: 'CORRUPT'}]}}\
            """);
    Entry.Arrived damaged = trace.segments().getFirst().deliveries().getFirst();
    assertThat(damaged.disposition()).isEqualTo(Disposition.DROPPED);
    assertThat(damaged.reason()).startsWith("Linux drops it: TCP_");
  }

  @Test
  void theKernelSaysThatNobodyListens() throws RunFailure {
    Trace trace = run("{server: {listens: false}}");
    assertThat(trace.segments().getFirst().deliveries().getFirst().disposition())
        .isEqualTo(Disposition.NO_SOCKET);
    assertThat(Stories.notes(trace))
        .contains(
            "the kernel sends a reset (tcp_send_reset, reason NO_SOCKET)",
            "the kernel obeys a reset (tcp_receive_reset)");
    assertThat(Stories.transitions(trace))
        .containsExactly(
            "CLIENT CLOSED SYN_SENT TRACED by OPEN", "CLIENT SYN_SENT CLOSED TRACED by #2");
  }

  /** Each SYN+ACK is dropped for its SYN, which had come before, once its ACK has been taken. */
  @Test
  void synAcksThatCrossOpenTheConnectionThoughTheKernelDropsThem() throws RunFailure {
    Trace trace =
        run(
            """
            {server: {listens: false}, network: {toServer: {delayMs: 20}, toClient: {delayMs: 20}},
             steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 0, end: 'SERVER', call: 'OPEN'}],
             until: {ms: 200}}\
            """);
    List<Integer> synAcks =
        trace.segments().stream()
            .map(TracedSegment::sent)
            .filter(it -> it.packet().segment().isSyn() && it.packet().segment().isAck())
            .map(Entry.Sent::ordinal)
            .toList();
    assertThat(synAcks).hasSize(2);
    for (Party party : Party.values()) {
      Transition opened = move(trace, party, StateName.ESTABLISHED);
      assertThat(opened.provenance()).isEqualTo(Provenance.TRACED);
      assertThat(opened.cause())
          .isInstanceOfSatisfying(
              Cause.BySegment.class, it -> assertThat(synAcks).contains(it.segment()));
    }
  }

  /** The log names the sockets, and they are the same twice. */
  @Test
  void eachIncarnationIsToldOfItsOwn() throws RunFailure {
    Trace trace =
        run(
            """
            {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 50, end: 'CLIENT', call: 'ABORT'},
                     {atMs: 100, end: 'CLIENT', call: 'OPEN'}, {atMs: 150, end: 'CLIENT', call: 'ABORT'}],
             until: {ms: 200}}\
            """);
    assertThat(trace.entries())
        .filteredOn(entry ->
            entry instanceof Entry.Note note
                && (note.text().contains("reset (") || note.text().contains("is told")))
        .extracting(entry -> {
          var note = (Entry.Note) entry;
          return note.connection() + " " + note.text().replaceAll(" \\(.*|is ", "");
        })
        .containsExactly(
            "1 the kernel sends a reset",
            "1 the kernel obeys a reset",
            "1 the user told: connection reset",
            "2 the kernel sends a reset",
            "2 the kernel obeys a reset",
            "2 the user told: connection reset");
  }

  @Test
  void aSynThatLostOptionsOnItsWayIsNoContradiction() throws RunFailure {
    Trace trace = run("{network: {toServer: {strips: ['SACK_PERMITTED']}}}");
    assertThat(Stories.notes(trace))
        .anyMatch(note -> note.startsWith("segment 1 stripped of options"))
        .noneMatch(note -> note.startsWith("the SYN that the server's kernel saved"));
  }

  /**
   * Each listener has a socket of its own, also the second at one port. Of the kernel's log there
   * is only what has to do with the server's port.
   */
  @Test
  void everyListenerIsToldOfWhereverAndHoweverOften() throws RunFailure {
    Trace trace =
        run(
            """
            {client: {listens: true}, server: {listens: false}, until: {ms: 40}, steps: [
              {atMs: 0, end: 'SERVER', call: 'LISTEN'}, {atMs: 10, end: 'SERVER', call: 'CLOSE'},
              {atMs: 20, end: 'SERVER', call: 'LISTEN'}, {atMs: 30, end: 'SERVER', call: 'LISTEN'}]}\
            """);
    assertThat(Stories.transitions(trace))
        .containsExactly(
            "CLIENT LISTENER CLOSED LISTEN SAMPLED by LISTEN",
            "SERVER LISTENER CLOSED LISTEN TRACED by LISTEN",
            "SERVER LISTENER LISTEN CLOSED TRACED by CLOSE",
            "SERVER LISTENER CLOSED LISTEN TRACED by LISTEN");
    assertThat(trace.transitions()).extracting(Transition::atNs).doesNotContainNull().isSorted();
    assertThat(Stories.calls(trace))
        .containsExactly(
            "CLIENT LISTEN ok",
            "SERVER LISTEN ok",
            "SERVER CLOSE ok",
            "SERVER LISTEN ok",
            "SERVER LISTEN error: connection already exists");
  }

  @Test
  void whoeverIsDownCannotEvenBeCalled() throws RunFailure {
    Trace trace =
        run(
            """
            {until: {ms: 60}, steps: [
              {atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 10, end: 'SERVER', call: 'CRASH'},
              {atMs: 20, end: 'SERVER', call: 'LISTEN'}, {atMs: 30, end: 'CLIENT', call: 'CRASH'},
              {atMs: 40, end: 'CLIENT', call: 'OPEN'}, {atMs: 50, end: 'CLIENT', call: 'SEND', bytes: 1}]}\
            """);
    assertThat(Stories.calls(trace))
        .contains(
            "SERVER LISTEN error: the machine is down",
            "CLIENT OPEN error: the machine is down",
            "CLIENT SEND error: the machine is down");
    assertThat(trace.conversations()).hasSize(1);
  }
}
