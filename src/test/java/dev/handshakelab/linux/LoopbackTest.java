package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions on the loopback interface, and what is told of them. */
class LoopbackTest extends KernelTest {

  private Trace run(SessionRequest request) throws RunFailure {
    assertThat(runner().refuse(request)).isEmpty();
    return runner().run(request, entry -> {});
  }

  private Trace run(String members) throws RunFailure {
    return run(KernelRequests.asking(members));
  }

  @Nested
  class AHandshake {
    @Test
    void isThreeSegmentsAndNothingOfTheTidyingAfterIt() throws RunFailure {
      assertThat(Stories.segments(run("{}")))
          .containsExactly("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
    }

    @Test
    void movesEachEndWhenASegmentLeavesOrArrives() throws RunFailure {
      Trace trace = run("{}");
      assertThat(Stories.transitions(trace))
          .containsExactly(
              "SERVER LISTENER CLOSED LISTEN SAMPLED by LISTEN",
              "CLIENT CLOSED SYN_SENT INFERRED by OPEN",
              "SERVER LISTEN SYN_RECEIVED INFERRED by #1",
              "CLIENT SYN_SENT ESTABLISHED INFERRED by #2",
              "SERVER SYN_RECEIVED ESTABLISHED INFERRED by #3");
      assertThat(trace.transitions()).extracting(Entry.Transition::rule).doesNotContainNull();
      assertThat(Stories.notes(trace)).isEmpty();
    }

    @Test
    void hasTwoTimesForEachSegment() throws RunFailure {
      Trace trace = run("{}");
      long last = 0;
      for (TracedSegment segment : trace.segments()) {
        assertThat(segment.sent().provenance()).isEqualTo(Provenance.CAPTURED);
        assertThat(segment.sent().atNs()).isGreaterThan(last);
        assertThat(segment.receivedNs()).isGreaterThan(segment.sent().atNs());
        assertThat(segment.fate()).isEqualTo(TracedSegment.Fate.DELIVERED);
        last = requireNonNull(segment.receivedNs());
      }
      assertThat(trace.clock()).isEqualTo(Clock.REALTIME);
    }

    @Test
    void beginsAtTimeZeroAndListensBefore() throws RunFailure {
      Trace trace = run("{}");
      assertThat(trace.entries().getFirst().atNs()).isNegative();
      assertThat(trace.entries())
          .filteredOn(entry -> Long.valueOf(0).equals(entry.atNs()))
          .singleElement()
          .isInstanceOfSatisfying(
              Entry.UserCall.class, call -> assertThat(call.op()).isEqualTo("OPEN"));
      assertThat(Stories.calls(trace))
          .containsExactly("SERVER LISTEN ok", "CLIENT OPEN …", "CLIENT OPEN ok");
    }

    @Test
    void leavesChecksumsToHardwareThatIsNotThere() throws RunFailure {
      assertThat(run("{}").segments()).allMatch(it -> it.sent().checksumOffloaded());
    }

    @Test
    void isOneConversationWithTheIsnsOfItsSyns() throws RunFailure {
      Trace trace = run("{}");
      Conversation conversation = trace.conversation(1);
      assertThat(trace.conversations()).hasSize(1);
      assertThat(conversation.opening()).isEqualTo(Conversation.Opening.ACTIVE_PASSIVE);
      assertThat(conversation.clientIsn())
          .isEqualTo(trace.segments().get(0).sent().packet().segment().sequence());
      assertThat(conversation.serverIsn())
          .isEqualTo(trace.segments().get(1).sent().packet().segment().sequence());
      assertThat(conversation.client().address()).hasToString("127.0.0.1");
    }

    @Test
    void isToldLiveAsItIsInTheTrace() throws RunFailure {
      List<Entry> live = new ArrayList<>();
      assertThat(runner().run(KernelRequests.basic(), live::add).entries()).isEqualTo(live);
    }
  }

  @Nested
  class WhatIsAskedOfTheKernel {
    @ParameterizedTest
    @ValueSource(longs = {1, 100, 4294967295L})
    void anIsnOfTheClient(long isn) throws RunFailure {
      SessionRequest request = KernelRequests.asking("{client: {isns: [" + isn + "]}}");
      assumeTrue(
          runner().refuse(request).isEmpty(), () -> String.valueOf(runner().refuse(request)));
      Trace trace = run(request);
      assertThat(trace.conversation(1).clientIsn()).isEqualTo(SequenceNumber.of(isn));
      assertThat(Stories.segments(trace)).last().isEqualTo("CLIENT . 1(0) ack 1");
    }

    @Test
    void theMssOfEachEnd() throws RunFailure {
      Trace trace = run("{client: {mss: 1000}, server: {mss: 1400}}");
      assertThat(trace.segments().subList(0, 2))
          .extracting(
              it -> it.sent().packet().segment().option(TcpOption.MaximumSegmentSize.class).get())
          .containsExactly(
              new TcpOption.MaximumSegmentSize(1000), new TcpOption.MaximumSegmentSize(1400));
    }

    @Test
    void retriesAndBacklog() throws RunFailure {
      assertThat(
              Stories.segments(
                  run("{client: {synRetries: 2}, server: {backlog: 0, synAckRetries: 1}}")))
          .hasSize(3);
    }
  }

  @Nested
  class AnExchange {
    @Test
    void carriesTheOctetsOfBothEnds() throws RunFailure {
      Trace trace = run("{exchange: {clientBytes: 100, serverBytes: 200000}}");
      assertThat(Stories.octets(trace, Party.CLIENT)).isEqualTo(100);
      assertThat(Stories.octets(trace, Party.SERVER)).isEqualTo(200_000);
      assertThat(Stories.calls(trace))
          .contains("CLIENT SEND ok")
          .last()
          .isNotEqualTo("SERVER SEND …");
      assertThat(Stories.notes(trace)).isEmpty();
    }

    @Test
    void isOfLettersInOrder() throws RunFailure {
      Trace trace = run("{exchange: {clientBytes: 30}}");
      assertThat(trace.segments().get(3).sent().packet().segment().payload().toArray())
          .asString()
          .isEqualTo("abcdefghijklmnopqrstuvwxyzabcd");
    }

    @Test
    void mayEndWithTheClientsClose() throws RunFailure {
      Trace trace = run("{exchange: {close: 'CLIENT'}}");
      assertThat(Stories.transitions(trace))
          .endsWith(
              "CLIENT ESTABLISHED FIN_WAIT_1 INFERRED by CLOSE",
              "SERVER ESTABLISHED CLOSE_WAIT INFERRED by #4",
              "CLIENT FIN_WAIT_1 FIN_WAIT_2 INFERRED by #5");
      assertThat(Stories.notes(trace)).isEmpty();
    }

    @Test
    void mayEndWithTheServersClose() throws RunFailure {
      Trace trace = run("{exchange: {clientBytes: 10, close: 'SERVER'}}");
      assertThat(Stories.transitions(trace))
          .contains(
              "SERVER ESTABLISHED FIN_WAIT_1 INFERRED by CLOSE",
              "SERVER FIN_WAIT_1 FIN_WAIT_2 INFERRED by #7");
      assertThat(Stories.octets(trace, Party.CLIENT)).isEqualTo(10);
      assertThat(Stories.notes(trace)).isEmpty();
    }

    /** Who is first, or both at once, is the kernel's business; in the end all is closed. */
    @Test
    void mayEndWithBothClosing() throws RunFailure {
      Trace trace = run("{exchange: {clientBytes: 10, serverBytes: 20, close: 'BOTH'}}");
      assertThat(lastStates(trace))
          .containsAnyOf("TIME_WAIT CLOSED", "CLOSED TIME_WAIT", "TIME_WAIT TIME_WAIT");
      assertThat(Stories.calls(trace)).contains("CLIENT CLOSE ok", "SERVER CLOSE ok");
      assertThat(Stories.notes(trace)).isEmpty();
    }

    private String lastStates(Trace trace) {
      return lastState(trace, Party.CLIENT) + " " + lastState(trace, Party.SERVER);
    }

    private String lastState(Trace trace, Party party) {
      return trace.transitions().stream()
          .filter(it -> it.endpoint() == party && it.subject() == Entry.Subject.CONNECTION)
          .reduce((_, last) -> last)
          .orElseThrow()
          .to()
          .name();
    }
  }

  @Nested
  class Steps {
    @Test
    void afterSegmentsMakeTheNormalCloseOfFigure12() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'CLIENT', call: 'OPEN'},
                {afterSegment: 3, end: 'CLIENT', call: 'CLOSE'},
                {afterSegment: 5, end: 'SERVER', call: 'CLOSE'}]}\
              """);
      assertThat(Stories.segments(trace).subList(3, 7))
          .containsExactly(
              "CLIENT F. 1(0) ack 1",
              "SERVER . 1(0) ack 2",
              "SERVER F. 1(0) ack 2",
              "CLIENT . 2(0) ack 2");
      assertThat(Stories.transitions(trace).subList(5, 11))
          .containsExactly(
              "CLIENT ESTABLISHED FIN_WAIT_1 INFERRED by CLOSE",
              "SERVER ESTABLISHED CLOSE_WAIT INFERRED by #4",
              "CLIENT FIN_WAIT_1 FIN_WAIT_2 INFERRED by #5",
              "SERVER CLOSE_WAIT LAST_ACK INFERRED by CLOSE",
              "CLIENT FIN_WAIT_2 TIME_WAIT INFERRED by #6",
              "SERVER LAST_ACK CLOSED INFERRED by #7");
      assertThat(Stories.notes(trace)).isEmpty();
    }

    @Test
    void anAbortResetsThePeer() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'CLIENT', call: 'OPEN'},
                {atMs: 0, end: 'SERVER', call: 'ABORT'}]}\
              """);
      assertThat(Stories.segments(trace)).last().isEqualTo("SERVER R. 1(0) ack 1");
      assertThat(Stories.transitions(trace))
          .endsWith(
              "SERVER ESTABLISHED CLOSED INFERRED by ABORT",
              "CLIENT ESTABLISHED CLOSED INFERRED by #4");
      assertThat(Stories.notes(trace)).containsExactly("the user is told: connection reset");
    }

    @Test
    void sendMoreThanTheExchange() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'CLIENT', call: 'OPEN'},
                {afterSegment: 3, end: 'SERVER', call: 'SEND', bytes: 7},
                {afterSegment: 4, end: 'CLIENT', call: 'SEND', bytes: 5}]}\
              """);
      assertThat(Stories.octets(trace, Party.SERVER)).isEqualTo(7);
      assertThat(Stories.octets(trace, Party.CLIENT)).isEqualTo(5);
    }

    @Test
    void mayListenBeforeTheyOpen() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'SERVER', call: 'LISTEN'},
                {atMs: 0, end: 'CLIENT', call: 'OPEN'}]}\
              """);
      assertThat(Stories.calls(trace))
          .containsExactly("SERVER LISTEN ok", "CLIENT OPEN …", "CLIENT OPEN ok");
    }

    @Test
    void mayCloseTheListenerBeforeTheyOpen() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'SERVER', call: 'CLOSE'},
                {atMs: 0, end: 'CLIENT', call: 'OPEN'}]}\
              """);
      assertThat(Stories.segments(trace))
          .containsExactly("CLIENT S 0(0)", "SERVER R. null(0) ack 1");
      assertThat(Stories.transitions(trace))
          .containsExactly(
              "SERVER LISTENER CLOSED LISTEN SAMPLED by LISTEN",
              "SERVER LISTENER LISTEN CLOSED SAMPLED by CLOSE",
              "CLIENT CLOSED SYN_SENT INFERRED by OPEN",
              "CLIENT SYN_SENT CLOSED INFERRED by #2");
    }

    @Test
    void onNoConnectionAreAnsweredSo() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'CLIENT', call: 'SEND', bytes: 5},
                {atMs: 0, end: 'CLIENT', call: 'CLOSE'},
                {atMs: 0, end: 'CLIENT', call: 'ABORT'},
                {atMs: 0, end: 'CLIENT', call: 'OPEN'},
                {afterSegment: 3, end: 'CLIENT', call: 'CLOSE'},
                {afterSegment: 3, end: 'CLIENT', call: 'CLOSE'},
                {afterSegment: 3, end: 'CLIENT', call: 'SEND', bytes: 5}]}\
              """);
      assertThat(Stories.calls(trace))
          .containsExactly(
              "SERVER LISTEN ok",
              "CLIENT SEND error: connection does not exist",
              "CLIENT CLOSE error: connection does not exist",
              "CLIENT ABORT error: connection does not exist",
              "CLIENT OPEN …",
              "CLIENT OPEN ok",
              "CLIENT CLOSE ok",
              "CLIENT CLOSE error: connection closing",
              "CLIENT SEND error: connection closing");
    }

    @Test
    void thatNeverComeAreNoted() throws RunFailure {
      Trace trace =
          run(
              """
              {steps: [
                {atMs: 0, end: 'CLIENT', call: 'OPEN'},
                {afterSegment: 9, end: 'CLIENT', call: 'CLOSE'}]}\
              """);
      assertThat(Stories.notes(trace)).singleElement().asString().startsWith("CLOSE was not made");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ESTABLISHED | {}",
        "ESTABLISHED | {exchange: {close: 'CLIENT'}}",
        "CLOSED      | {exchange: {close: 'BOTH'}}",
        "REFUSED     | {server: {listens: false}}",
        "RESET       | {steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN'},"
            + " {atMs: 0, end: 'CLIENT', call: 'ABORT'}]}"
      })
  void howItEndedFollows(Outcome outcome, String members) throws RunFailure {
    assertThat(Stories.outcome(run(members))).isEqualTo(outcome);
  }

  @Test
  void aClosedPortRefuses() throws RunFailure {
    Trace trace = run("{server: {listens: false}}");
    assertThat(Stories.segments(trace)).containsExactly("CLIENT S 0(0)", "SERVER R. null(0) ack 1");
    assertThat(Stories.calls(trace))
        .containsExactly("CLIENT OPEN …", "CLIENT OPEN error: connection refused");
    assertThat(Stories.transitions(trace))
        .containsExactly(
            "CLIENT CLOSED SYN_SENT INFERRED by OPEN", "CLIENT SYN_SENT CLOSED INFERRED by #2");
    assertThat(trace.conversation(1).opening()).isEqualTo(Conversation.Opening.NONE);
    assertThat(Stories.notes(trace)).isEmpty();
  }

  @Test
  void aTimeEndsASessionWhateverIsUnderWay() throws RunFailure {
    Trace trace =
        run(
            """
            {steps: [
              {atMs: 0, end: 'CLIENT', call: 'OPEN'},
              {atMs: 50000, end: 'CLIENT', call: 'CLOSE'}],
             until: {ms: 5}}\
            """);
    assertThat(Stories.segments(trace)).hasSize(3);
    assertThat(Stories.notes(trace)).singleElement().asString().startsWith("CLOSE was not made");
  }

  @Test
  void runsOverIpv6() throws RunFailure {
    var limits =
        LinuxRunner.Limits.USUAL
            .withBest(Tier.LOOPBACK)
            .untraced()
            .withAddress(IpAddress.parse("::1"));
    try (var runner = new LinuxRunner(limits)) {
      assumeSeeing(runner);
      Trace trace =
          runner.run(
              KernelRequests.asking("{exchange: {clientBytes: 10, close: 'BOTH'}}"), entry -> {});
      assertThat(Stories.segments(trace))
          .startsWith("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
      assertThat(trace.conversation(1).server().address()).isEqualTo(IpAddress.parse("::1"));
      assertThat(Stories.notes(trace)).isEmpty();
    }
  }
}
