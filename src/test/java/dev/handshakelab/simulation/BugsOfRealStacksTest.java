package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.StatePath;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mistakes that real stacks made in the handshake and were publicly reported for. Each test says
 * whose it was and what went wrong, and would have caught it.
 */
class BugsOfRealStacksTest {
  private static final List<StateName> ESTABLISHED_PASSIVELY =
      List.of(StateName.CLOSED, StateName.LISTEN, StateName.SYN_RECEIVED, StateName.ESTABLISHED);

  private static Outcome outcome(Trace trace) {
    return Measuring.of(trace).getFirst().outcome();
  }

  /**
   * smoltcp#1001, picotcp#67: a SYN that met SYN_SENT was dropped, and both ends waited in vain.
   */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void simultaneousOpenIsNoMistakeOfThePeer(String profile) throws Exception {
    Trace trace = Runs.scenario("simultaneous-open", profile);
    assertThat(outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
    assertThat(trace.conversations()).hasSize(1);
    assertThat(trace.conversation(1).opening()).isEqualTo(Opening.SIMULTANEOUS);
  }

  /** picotcp#148: the copy of a SYN that the network made was answered by a RST. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void aDuplicateSynDoesNotResetTheRequest(String profile) throws Exception {
    Trace trace = Runs.scenario("duplicate-syn", profile);
    assertThat(Runs.sentBy(Party.SERVER, trace)).noneMatch(Segment::isRst);
    assertThat(StatePath.of(trace, 1, Party.SERVER).states()).isEqualTo(ESTABLISHED_PASSIVELY);
    assertThat(trace.conversations()).hasSize(1);
  }

  /** mtcp#78: the SYN+ACK that was sent again acknowledged one number too many. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void everySynAckSaysTheSame(String profile) throws Exception {
    Trace trace = Runs.scenario("lost-syn-ack", profile);
    List<Segment> synAcks =
        Runs.sentBy(Party.SERVER, trace).stream().filter(Segment::isSyn).toList();
    Segment syn = Runs.sentBy(Party.CLIENT, trace).getFirst();
    assertThat(synAcks).hasSizeGreaterThan(1);
    assertThat(synAcks)
        .allSatisfy(again -> {
          assertThat(again.acknowledgment()).isEqualTo(syn.sequence().plus(1));
          assertThat(again.sequence()).isEqualTo(synAcks.getFirst().sequence());
        });
  }

  /** IncludeOS#542: a SYN+ACK that was lost was never sent again; RIOT#10945: it was for ever. */
  @Test
  void aSynAckIsRepeatedEverMoreSlowlyAndThenNoMore() throws Exception {
    Trace trace = Runs.scenario("client-vanishes", "LINUX");
    assertThat(Runs.timesOf(Party.SERVER, trace))
        .containsExactly(10L, 1010L, 3010L, 7010L, 15010L, 31010L);
    assertThat(StatePath.of(trace, 1, Party.SERVER).last())
        .isNotIn(StateName.SYN_RECEIVED, StateName.ESTABLISHED);
    assertThat(trace.transitions().getLast().atNs()).isEqualTo(63_010_000_000L);
  }

  /** IncludeOS#2161: the SYN that was sent again had lost its options. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void aRepeatedSynOffersWhatTheFirstOffered(String profile) throws Exception {
    List<Segment> syns =
        Runs.sentBy(Party.CLIENT, Runs.scenario("lost-syn", profile)).stream()
            .filter(Segment::isSyn)
            .toList();
    assertThat(syns).hasSize(2);
    assertThat(offer(syns.get(1))).isEqualTo(offer(syns.get(0))).isNotEmpty();
    assertThat(syns.get(1).sequence()).isEqualTo(syns.get(0).sequence());
  }

  /** All options but the value of the timestamp, which tells when it is sent. */
  private static List<TcpOption> offer(Segment syn) {
    return syn.options().stream()
        .map(option ->
            option instanceof TcpOption.Timestamps(long _, long echo)
                ? new TcpOption.Timestamps(0, echo)
                : option)
        .toList();
  }

  /** gVisor#6076: a RST+ACK with the right cookie was taken for the third segment. */
  @Test
  void aResetDoesNotCompleteACookie() throws Exception {
    String request =
        """
        {
          "server": {"synCookies": "ALWAYS"},
          "network": {"toClient": {"lossRate": 1}, "injections": [
            {"atMs": 0, "to": "SERVER", "segment": "S 90:90(0) win 1000 <mss 1460>"},
            {"atMs": 50, "to": "SERVER", "segment": "%s 91:91(0) ack %d win 1000"}
          ]},
          "steps": []
        }
        """;
    long cookie =
        Runs.sentBy(Party.SERVER, Runs.run(request.formatted("R.", 0)))
            .getFirst()
            .sequence()
            .value();
    Trace reset = Runs.run(request.formatted("R.", cookie + 1));
    assertThat(StatePath.of(reset, 1, Party.SERVER).states())
        .containsExactly(StateName.CLOSED, StateName.LISTEN);
    // The same numbers without the RST do complete it.
    Trace acknowledged = Runs.run(request.formatted(".", cookie + 1));
    assertThat(StatePath.of(acknowledged, 1, Party.SERVER).states())
        .isEqualTo(ESTABLISHED_PASSIVELY);
  }

  /** gVisor#7075: a SYN that asked for ECN was refused by a stack that knows none. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void aSynThatAsksForEcnIsASyn(String profile) throws Exception {
    Trace trace = Runs.scenario("ecn-refused", profile);
    assertThat(outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
    assertThat(Runs.sentBy(Party.CLIENT, trace).getFirst().has(Flag.ECE)).isTrue();
    assertThat(Runs.sentBy(Party.SERVER, trace)).noneMatch(Segment::isRst);
  }

  /** gVisor#11536: once timestamps were in force, a segment without one vanished without a word. */
  @Test
  void textWithoutATimestampReachesTheUserAsItDoesOnLinux() throws Exception {
    Trace trace =
        Runs.run(
            """
            {
              "client": {"isn": 100},
              "server": {"isn": 300},
              "network": {"injections": [
                {"atMs": 100, "to": "SERVER", "segment": "P. 101:111(10) ack 301 win 500"}
              ]}
            }
            """);
    assertThat(Runs.receivedBy(Party.SERVER, trace)).containsExactly("10 octets");
  }

  /** gVisor#7619: after a challenge ACK the client reset the peer and then forgot to go on. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void aClientThatMeetsItsOwnPastOpensAllTheSame(String profile) throws Exception {
    Trace trace = Runs.scenario("half-open-discovery", profile);
    assertThat(trace.conversations()).hasSize(2);
    assertThat(Measuring.of(trace).getLast().outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  /** gVisor PR#13165: any RST in the window ended a connection. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void aResetThatIsOnlyInTheWindowIsQuestioned(String profile) throws Exception {
    assertThat(outcome(Runs.scenario("blind-reset", profile))).isEqualTo(Outcome.ESTABLISHED);
  }

  /** smoltcp#961, clash-rs#1070: every SYN of a flood took memory for good. */
  @Test
  void aFloodTakesNoMoreThanTheQueueAndGivesItBack() throws Exception {
    Trace trace =
        Runs.run(
            """
            {
              "server": {"backlog": 16, "sampleQueuesMs": 0},
              "network": {"floods": [{"atMs": 0, "perSecond": 1000, "count": 5000}]},
              "steps": []
            }
            """);
    List<Integer> lengths =
        trace.entries().stream()
            .filter(Entry.Sample.class::isInstance)
            .map(entry -> ((Entry.Sample) entry).synQueue())
            .toList();
    assertThat(lengths).contains(17).allMatch(length -> length <= 17);
    assertThat(lengths.getLast()).isZero();
  }

  /** tricep#124: each of two ends that disagreed corrected the other, one ACK for one ACK. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void twoEndsThatDisagreeDoNotArgueForEver(String profile) throws Exception {
    Trace trace =
        Runs.run(
            """
            {
              "client": {"isn": 100, "profile": "%s"},
              "server": {"isn": 300, "profile": "%s"},
              "network": {"delayMs": 10, "injections": [
                {"atMs": 1000, "to": "SERVER", "segment": ". 5000:5000(0) ack 9000 win 500"},
                {"atMs": 1000, "to": "CLIENT", "segment": ". 5000:5000(0) ack 9000 win 500"}
              ]}
            }
            """
                .formatted(profile, profile));
    assertThat(trace.segments()).hasSizeLessThan(20);
    assertThat(outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
  }

  /** firezone PR#14511, opte#186: a repeated SYN was taken for a second connection. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void aRepeatedSynIsTheSameConnection(String profile) throws Exception {
    Trace trace = Runs.scenario("lost-syn", profile);
    assertThat(trace.conversations()).hasSize(1);
    assertThat(trace.segments().get(1).sent().retransmissionOf()).isEqualTo(1);
  }

  /** ironcore dpservice#628: SYN, SYN+ACK, SYN, SYN+ACK was counted as established. */
  @Test
  void withoutAThirdSegmentNothingIsEstablished() throws Exception {
    Trace trace =
        Runs.run(
            """
            {
              "client": {"synRetries": 1, "synLinearTimeouts": 0},
              "server": {"synAckRetries": 1},
              "network": {"toClient": {"lossRate": 1}}
            }
            """);
    assertThat(Runs.sentBy(Party.CLIENT, trace)).hasSizeGreaterThan(1).allMatch(Segment::isSyn);
    assertThat(Runs.sentBy(Party.SERVER, trace)).hasSizeGreaterThan(1).allMatch(Segment::isSyn);
    assertThat(outcome(trace)).isEqualTo(Outcome.TIMED_OUT);
    assertThat(Measuring.of(trace).getFirst().analysis().completeness() & 4).isZero();
  }

  /** tricep#104: a FIN that came again did not start TIME_WAIT anew. */
  @Test
  void aRepeatedFinStartsTimeWaitAnew() throws Exception {
    Trace trace =
        Runs.run(
            """
            {
              "scenario": "normal-close",
              "client": {"profile": "RFC_9293"},
              "server": {"profile": "RFC_9293"},
              "network": {"faults": [
                {"from": "CLIENT", "segment": "ACK", "occurrence": 2, "action": "DROP"}
              ]}
            }
            """);
    List<Long> fins =
        trace.segments().stream()
            .filter(each ->
                each.sent().from() == Party.SERVER && each.sent().packet().segment().isFin())
            .map(each -> each.sent().atNs())
            .toList();
    assertThat(fins).hasSize(2);
    Entry.Transition end =
        trace.transitions().stream()
            .filter(move -> move.from() == StateName.TIME_WAIT)
            .findFirst()
            .orElseThrow();
    assertThat(end.atNs()).isEqualTo(fins.getLast() + 240_000_000_000L);
  }

  /** demikernel#1537: a FIN that was lost was sent again in CLOSING without its FIN bit. */
  @Test
  void aFinThatIsLostInClosingIsAFinAgain() throws Exception {
    Trace trace =
        Runs.run(
            """
            {
              "scenario": "simultaneous-close",
              "client": {"profile": "RFC_9293"},
              "server": {"profile": "RFC_9293"},
              "network": {"faults": [
                {"from": "CLIENT", "segment": "FIN+ACK", "action": "DROP"}
              ]}
            }
            """);
    assertThat(StatePath.of(trace, 1, Party.CLIENT).states()).contains(StateName.CLOSING);
    assertThat(Runs.sentBy(Party.CLIENT, trace)).filteredOn(Segment::isFin).hasSize(2);
    assertThat(outcome(trace)).isEqualTo(Outcome.CLOSED);
  }

  /** mtcp#13: the SYN's timer began at zero and was doubled ever after. */
  @ParameterizedTest
  @ValueSource(strings = {"LINUX", "RFC_9293"})
  void theTimerOfASynBacksOffFromSomething(String profile) throws Exception {
    List<Long> times = Runs.timesOf(Party.CLIENT, Runs.scenario("server-unreachable", profile));
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).as("wait %d", i).isGreaterThanOrEqualTo(1000);
    }
    assertThat(times.getLast() - times.get(times.size() - 2)).isGreaterThanOrEqualTo(32_000);
  }
}
