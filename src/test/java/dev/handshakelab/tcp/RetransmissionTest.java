package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.8.1, §3.8.3 and RFC 6298: when a segment is sent again, and when it is given up. */
class RetransmissionTest {

  /** RFC 6298 §2. */
  @Nested
  @Tag("MUST-18")
  class Rto {
    /** Linux sends its SYN again as the SYN+ACK of crossed SYNs, and times that one. */
    @ParameterizedTest
    @CsvSource({"FIGURE_7_AND_ACK, 20", "STRICT, 70"})
    void crossedSynsAreTimedFromTheSegmentThatLinuxSentLast(String open, int srttMs) {
      var machine = Machine.linux().with("simultaneousOpen", open).in("SYN-SENT");
      machine.when("after 50ms", "< S 300:300(0) win 65535 <mss 1460>", "after 20ms");
      machine.when("< . 301:301(0) ack 101 win 65535");
      assertThat(machine.tcb().clocks().roundTrip().srttNs()).isEqualTo(srttMs * Machine.MS);
    }

    @Test
    @Tag("rule-95")
    void beginsAtOneSecond() {
      Machine.rfc().in("SYN-SENT").timer(Timer.RETRANSMIT, Machine.SECOND);
      Machine.rfc().in("SYN-RECEIVED").timer(Timer.RETRANSMIT, Machine.SECOND);
      Machine.linux().in("SYN-RECEIVED").timer(Timer.SYN_ACK, Machine.SECOND);
    }

    @ParameterizedTest
    @CsvSource({
      // profile, first round trip, SRTT, RTTVAR and RTO in ms
      "RFC, 2000, 2000, 1000, 6000",
      "RFC, 400, 400, 200, 1200",
      "RFC, 100, 100, 50, 1000", // floor of one second
      "RFC, 0, 0, 0, 1000",
      "LINUX, 100, 100, 50, 300",
      "LINUX, 101, 101, 50, 304", // 4 x 50.5 and the floor on the variance; ticks of 4 ms
      "LINUX, 0, 0, 0, 200",
      "LINUX, 2000, 2000, 1000, 6000",
    })
    @Tag("rule-96")
    @Tag("rule-97")
    void followsTheFirstSample(String profile, long rtt, long srtt, long rttvar, long rto) {
      var roundTrip =
          Machine.of(profile)
              .in("SYN-SENT")
              .after(rtt * Machine.MS)
              .when("< S. 300:300(0) ack 101 win 500")
              .tcb()
              .clocks()
              .roundTrip();
      assertThat(roundTrip.srttNs() / Machine.MS).isEqualTo(srtt);
      assertThat(roundTrip.rttvarNs() / Machine.MS).isEqualTo(rttvar);
      assertThat(roundTrip.rtoNs()).isEqualTo(rto * Machine.MS);
    }

    @Test
    @Tag("rule-96")
    void laterSamplesAreWeighed() {
      var before =
          new RoundTrip(1, 800 * Machine.MS, 100 * Machine.MS, 0, seq(0), Spread.none(seq(0)));
      var after = before.sampled(Policy.RFC_9293, 400 * Machine.MS, seq(1), seq(1));
      assertThat(after.srttNs()).isEqualTo(750 * Machine.MS);
      assertThat(after.rttvarNs()).isEqualTo(175 * Machine.MS);
      assertThat(after.rtoNs()).isEqualTo(1450 * Machine.MS);
    }

    /** tcp_rtt_estimator: no sample of a flight whose predecessor deviated takes that back. */
    @ParameterizedTest(name = "round trips of {0} ms, each of one segment: RTO {1} ms")
    @CsvSource({
      "130, 392", // 130 + 2 x 130, in ticks of 4 ms
      "130 130, 392", // RFC 6298 would say 332: 4 x 3/4 x 65 < 200
      "130 130 130, 376", // 130 + 260 - (260 - 200) / 4
      "130 130 130 130, 364",
      "40 40 40, 240", // nothing falls below the floor
      "40 240 240, 460", // 87 + 370: 3/4 x 260 + 175, at once
      "240 40 40, 692", // 193 + 497: what became shorter is no reason to wait less
      "240 240 40 40, 632", // but it sinks towards the deviation
    })
    @Tag("rule-97")
    void sinksSlowlyOnLinux(String roundTrips, long rto) {
      var roundTrip = RoundTrip.opening(0, seq(1));
      int number = 1;
      for (String each : roundTrips.split(" ", -1)) {
        long took = Long.parseLong(each) * Machine.MS;
        roundTrip = roundTrip.sampled(Policy.LINUX, took, seq(number), seq(number));
        number++;
      }
      assertThat(roundTrip.rtoNs()).isEqualTo(rto * Machine.MS);
    }

    @Test
    @Tag("rule-97")
    void isCapped() {
      var long1 = RoundTrip.opening(0, seq(0)).withRto(200 * Machine.SECOND);
      assertThat(long1.backedOff(Policy.RFC_9293).rtoNs()).isEqualTo(240 * Machine.SECOND);
      assertThat(long1.backedOff(Policy.LINUX).rtoNs()).isEqualTo(120 * Machine.SECOND);
    }

    /** Karn: of a SYN that was sent twice nobody knows which copy was answered. */
    @Test
    @Tag("rule-98")
    @Tag("rule-100")
    void isThreeSecondsAfterALostSyn() {
      Machine.rfc()
          .in("SYN-SENT")
          .due(Timer.RETRANSMIT)
          .after(20 * Machine.MS)
          .when("< S. 300:300(0) ack 101 win 500", "call SEND 5")
          .answers("> P. …", "start RETRANSMIT +3000ms");
    }

    @Test
    @Tag("rule-98")
    void isMeasuredByAnEchoedTimestampEvenThen() {
      var machine =
          Machine.rfc()
              .with(new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.OFF))
              .in("SYN-SENT")
              .due(Timer.RETRANSMIT);
      long echoed = timestamp(machine.sent().getFirst());
      machine
          .after(500 * Machine.MS)
          .when("< S. 300:300(0) ack 101 win 500 <mss 1460,nop,nop,TS val 9 ecr " + echoed + ">");
      assertThat(machine.tcb().clocks().roundTrip().srttNs()).isEqualTo(500 * Machine.MS);
    }

    @Test
    @Tag("rule-98")
    void aRetransmittedSegmentGivesNoSample() {
      var machine = Machine.rfc().in("ESTABLISHED").when("call SEND 5").due(Timer.RETRANSMIT);
      var before = machine.tcb().clocks().roundTrip();
      machine.after(100 * Machine.MS).when("< . 301:301(0) ack 106 win 500");
      assertThat(machine.tcb().clocks().roundTrip().srttNs()).isEqualTo(before.srttNs());
    }

    /** Nor does one that a tail-loss probe sent again, unless the answer echoes its timestamp. */
    @ParameterizedTest(name = "timestamps {0}: SRTT {1} ms")
    @CsvSource({"false, 100", "true, 95"}) // 7/8 of 100 and 1/8 of 60, instead of 1/8 of 460
    @Tag("rule-98")
    void whatAProbeSentAgainIsTimedByItsTimestampOnly(boolean timestamps, long srttMs) {
      var machine =
          Machine.linux()
              .with(new Settings.Offer(1460, Settings.NONE, true, timestamps, Settings.Ecn.OFF))
              .in("SYN-SENT")
              .after(100 * Machine.MS)
              .when(
                  "< S. 300:300(0) ack 101 win 500 <mss 1460,sackOK"
                      + (timestamps ? ",TS val 9 ecr 0>" : ">"),
                  "call SEND 5")
              .due(Timer.LOSS_PROBE);
      var stamp =
          timestamps ? " <nop,nop,TS val 9 ecr " + timestamp(machine.sent().getFirst()) + ">" : "";
      machine.after(60 * Machine.MS).when("< . 301:301(0) ack 106 win 500" + stamp);
      assertThat(machine.tcb().clocks().roundTrip().srttNs()).isEqualTo(srttMs * Machine.MS);
    }

    /** Nor a SYN+ACK that answered a second SYN: its echo may tell, else the RTO is 3 s. */
    @ParameterizedTest(name = "timestamps {0}: SRTT {1} ms, RTO {2} ms")
    @CsvSource({"false, 0, 3000", "true, 40, 240"})
    @Tag("rule-98")
    void aSynAckThatAnsweredAnotherSynIsTimedByItsTimestampOnly(
        boolean timestamps, long srttMs, long rtoMs) {
      String stamp = timestamps ? " <mss 1460,nop,nop,TS val 7 ecr 0>" : " <mss 1460>";
      String syn = "< S 300:300(0) win 65535" + stamp;
      var machine =
          Machine.linux()
              .with(new Settings.Offer(1460, Settings.NONE, false, timestamps, Settings.Ecn.OFF))
              .in("LISTEN")
              .when(syn, "after 500ms", syn);
      String echo =
          timestamps ? " <nop,nop,TS val 8 ecr " + timestamp(machine.sent().getFirst()) + ">" : "";
      machine.when("after 40ms", "< . 301:301(0) ack 101 win 65535" + echo);
      var roundTrip = machine.tcb().clocks().roundTrip();
      assertThat(roundTrip.hasSample()).isEqualTo(timestamps);
      assertThat(roundTrip.rtoNs()).isEqualTo(rtoMs * Machine.MS);
      assertThat(timestamps ? roundTrip.srttNs() : 0).isEqualTo(srttMs * Machine.MS);
    }

    @Test
    void staysBackedOffUntilNewTextIsMeasured() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5")
          .due(Timer.RETRANSMIT)
          .due(Timer.RETRANSMIT)
          .when("< . 301:301(0) ack 106 win 500", "call SEND 5")
          .answers("> P. …", "start RETRANSMIT +4000ms")
          .when("< . 301:301(0) ack 111 win 500", "call SEND 5")
          .answers("> P. …", "start RETRANSMIT +1000ms");
    }
  }

  /** RFC 6298 §5. */
  @Nested
  class TheTimer {
    /** The SYN+ACK of crossed SYNs is no reason to start the SYN's anew (tcp_send_synack). */
    @ParameterizedTest
    @ValueSource(strings = {"RFC", "LINUX"})
    void runsOnWhereSynsCross(String profile) {
      Machine.of(profile)
          .in("SYN-SENT")
          .when("after 300ms", "< S 300:300(0) win 65535 <mss 1460>")
          .answers("> S. …")
          .timer(Timer.RETRANSMIT, 700 * Machine.MS)
          .due(Timer.RETRANSMIT)
          .answers("> S. …", "start RETRANSMIT +2000ms");
    }

    @Test
    void runsFromTheFirstSegmentOfAFlight() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 1460")
          .timer(Timer.RETRANSMIT, Machine.SECOND)
          .when("after 300ms", "call SEND 1460")
          .answers("> P. …")
          .timer(Timer.RETRANSMIT, 700 * Machine.MS);
    }

    @Test
    void startsAgainWhenNewTextIsAcknowledgedAndStopsWhenAllIs() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 1460", "call SEND 1460", "after 300ms")
          .when("< . 301:301(0) ack 1561 win 10000")
          .timer(Timer.RETRANSMIT, Machine.SECOND)
          .when("< . 301:301(0) ack 3021 win 10000")
          .off(Timer.RETRANSMIT);
    }

    @Test
    @Tag("MUST-19")
    @Tag("rule-99")
    void doublesWithEachExpiry() {
      var machine = Machine.rfc().in("ESTABLISHED").when("call SEND 5");
      for (long wait : new long[] {1, 2, 4, 8, 16}) {
        machine.timer(Timer.RETRANSMIT, wait * Machine.SECOND).due(Timer.RETRANSMIT);
        assertThat(machine.sent()).hasSize(1);
      }
    }

    @Test
    void theOldestSegmentGoesAgain() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 1460", "call SEND 1460")
          .due(Timer.RETRANSMIT)
          .answers("> P. 101:1561(1460) ack 301 win 65535");
    }

    /** demikernel#1537: the FIN must not be lost. */
    @ParameterizedTest
    @CsvSource({
      "FIN-WAIT-1, > F. 101:101(0) ack 301 win 65535",
      "CLOSING,    > F. 101:101(0) ack 302 win 65535",
      "LAST-ACK,   > F. 101:101(0) ack 302 win 65535",
    })
    @Tag("rule-94")
    void aFinGoesAgain(String state, String fin) {
      Machine.rfc().in(state).due(Timer.RETRANSMIT).then(state, fin);
    }

    @Test
    @Tag("rule-94")
    void aFinBehindTextGoesAgainWithIt() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5", "call CLOSE")
          .due(Timer.RETRANSMIT)
          .then("FIN-WAIT-1", "> FP. 101:106(5) ack 301 win 65535");
    }
  }

  @Test
  @Tag("rule-52")
  void whatIsAcknowledgedDoesNotGoAgain() {
    for (String profile : List.of("RFC", "LINUX")) {
      Machine.of(profile)
          .in("SYN-SENT")
          .when("< S. 300:300(0) ack 101 win 500")
          .answers("stop RETRANSMIT", "tell OPEN ok", "> …")
          .off(Timer.RETRANSMIT)
          .expire(Timer.RETRANSMIT)
          .then("ESTABLISHED");
    }
  }

  /** A SYN goes again unchanged but for ECN (item 107, IncludeOS#2161). */
  @Test
  @Tag("rule-107")
  void aSynAgainHasTheSameNumberAndOptions() {
    Machine.rfc()
        .with(new Settings.Offer(1400, 5, true, false, Settings.Ecn.OFF))
        .in("SYN-SENT")
        .due(Timer.RETRANSMIT)
        .answers("> S 100:100(0) win 65535 <mss 1400,nop,nop,sackOK,nop,wscale 5>");
  }

  @Test
  @Tag("rule-107")
  void aSynAckAgainHasTheSameNumberAndOptions() {
    Machine.rfc()
        .with(new Settings.Offer(1400, 5, true, false, Settings.Ecn.OFF))
        .in("LISTEN")
        .when("< S 300:300(0) win 500 <mss 1460,sackOK,nop,wscale 2>")
        .due(Timer.RETRANSMIT)
        .answers("> S. 100:100(0) ack 301 win 65535 <mss 1400,nop,nop,sackOK,nop,wscale 5>");
  }

  /** When a SYN or SYN+ACK is sent, and when it is given up, in seconds. */
  @ParameterizedTest
  @CsvSource({
    "RFC,   SYN-SENT,            '1 3 7 15 31 63 127',         255",
    "LINUX, SYN-SENT,            '1 2 3 4 5 7 11 19 35 67',    131",
    "RFC,   SYN-RECEIVED,        '1 3 7 15 31 63 127',         255",
    "LINUX, SYN-RECEIVED,        '1 3 7 15 31',                63",
    "RFC,   SYN-RECEIVED active, '1 3 7 15 31 63 127',         255",
  })
  @Tag("MUST-22")
  @Tag("MUST-23")
  @Tag("rule-99")
  @Tag("rule-103")
  @Tag("rule-106")
  void schedules(String profile, String state, String again, int givesUp) {
    var machine = Machine.of(profile).in(state);
    var timer =
        profile.equals("LINUX") && state.equals("SYN-RECEIVED") ? Timer.SYN_ACK : Timer.RETRANSMIT;
    List<String> times = new ArrayList<>();
    for (machine.due(timer); !machine.sent().isEmpty(); machine.due(timer)) {
      times.add("" + machine.now() / Machine.SECOND);
    }
    assertThat(String.join(" ", times)).isEqualTo(again);
    assertThat(machine.now()).isEqualTo(givesUp * Machine.SECOND);
    assertThat(machine.state().label()).isEqualTo(StateName.CLOSED);
  }

  @ParameterizedTest
  @CsvSource({
    // tcp_syn_retries, linear timeouts, SYNs again, gives up
    "1, 4, '1 2', 3",
    "2, 4, '1 2 3 4 5', 7",
    "5, 4, '1 2 3 4 5 7 11 19 35', 67",
    "6, 0, '1 3 7 15 31 63', 127",
  })
  @Tag("rule-106")
  void linuxCountsTriesOrTime(int retries, int linear, String again, int givesUp) {
    var machine =
        Machine.linux().with(Patience.USUAL.withRetries(retries, linear, 5)).in("SYN-SENT");
    List<String> times = new ArrayList<>();
    for (machine.due(Timer.RETRANSMIT); !machine.sent().isEmpty(); machine.due(Timer.RETRANSMIT)) {
      times.add("" + machine.now() / Machine.SECOND);
    }
    assertThat(String.join(" ", times)).isEqualTo(again);
    assertThat(machine.now()).isEqualTo(givesUp * Machine.SECOND);
  }

  /** R1 and R2 (§3.8.3). */
  @Nested
  @Tag("MUST-20")
  class Limits {
    @Test
    @Tag("SHLD-9")
    @Tag("SHLD-10")
    @Tag("rule-102")
    @Tag("rule-104")
    void atTheThirdRetransmissionIpIsWarnedAndTheUserTold() {
      assertThat(Patience.USUAL.r1()).isGreaterThanOrEqualTo(3);
      var machine = Machine.rfc().in("ESTABLISHED").when("call SEND 5");
      machine.due(Timer.RETRANSMIT).answers("> …");
      machine.due(Timer.RETRANSMIT).answers("> …");
      machine
          .due(Timer.RETRANSMIT)
          .answers("> …", "warn IP", "error REPORT excessive retransmissions");
      machine.due(Timer.RETRANSMIT).answers("> …");
    }

    @Test
    @Tag("SHLD-9")
    @Tag("MUST-22")
    void aSynIsReportedInTheSameWay() {
      var machine = Machine.rfc().in("SYN-SENT");
      machine.due(Timer.RETRANSMIT).answers("> …");
      machine.due(Timer.RETRANSMIT).answers("> …");
      machine
          .due(Timer.RETRANSMIT)
          .answers("> …", "warn IP", "error REPORT excessive retransmissions");
    }

    @Test
    void linuxWarnsIpOnly() {
      var machine = Machine.linux().in("SYN-SENT");
      machine.due(Timer.RETRANSMIT).due(Timer.RETRANSMIT);
      machine.due(Timer.RETRANSMIT).answers("> …", "warn IP");
    }

    @Test
    @Tag("SHLD-11")
    @Tag("rule-102")
    void textIsGivenUpAtTheFirstExpiryPastAHundredSeconds() {
      assertThat(Patience.USUAL.r2DataNs()).isGreaterThanOrEqualTo(100 * Machine.SECOND);
      var machine = Machine.rfc().in("ESTABLISHED").when("call SEND 5");
      for (machine.due(Timer.RETRANSMIT);
          !machine.sent().isEmpty();
          machine.due(Timer.RETRANSMIT)) {}
      machine.then(
          "CLOSED",
          "error SEND connection timed out",
          "error TIMEOUT connection timed out",
          "ESTABLISHED -> CLOSED [RFC 9293 3.8.3]");
      assertThat(machine.now()).isEqualTo(127 * Machine.SECOND);
    }

    /** The boundary: an expiry one millisecond before R2 still sends. */
    @Test
    @Tag("MUST-23")
    @Tag("rule-103")
    void theBoundaryOfR2() {
      assertThat(Patience.USUAL.r2SynNs()).isGreaterThanOrEqualTo(180 * Machine.SECOND);
      Machine.rfc()
          .in("SYN-SENT")
          .after(180 * Machine.SECOND - Machine.MS)
          .expire(Timer.RETRANSMIT)
          .then("SYN-SENT", "> S …");
      Machine.rfc()
          .in("SYN-SENT")
          .after(180 * Machine.SECOND)
          .expire(Timer.RETRANSMIT)
          .then("CLOSED", "error OPEN connection timed out");
    }

    @Test
    @Tag("MUST-21")
    @Tag("rule-104")
    void theUserCanSetR2() {
      Machine.rfc()
          .with(Patience.USUAL.withR2(5 * Machine.SECOND, 3 * Machine.SECOND))
          .in("SYN-SENT")
          .after(5 * Machine.SECOND)
          .expire(Timer.RETRANSMIT)
          .then("CLOSED", "error OPEN connection timed out");
      Machine.rfc()
          .with(Patience.USUAL.withR2(Long.MAX_VALUE, Long.MAX_VALUE))
          .in("ESTABLISHED")
          .when("call SEND 5")
          .after(1_000_000 * Machine.SECOND)
          .expire(Timer.RETRANSMIT)
          .then("ESTABLISHED", "> P. …");
    }

    @Test
    void linuxGivesTextUpAsItsModelSays() {
      var machine = Machine.linux().in("ESTABLISHED").when("call SEND 5").due(Timer.RETRANSMIT);
      long first = machine.now();
      for (; machine.state() instanceof State.Connected; machine.due(Timer.RETRANSMIT)) {}
      // the first expiry past 924.6 s from the first retransmission
      assertThat(machine.now() - first).isBetween(924_600 * Machine.MS, 1_044_600 * Machine.MS);
      machine.then("CLOSED", "error SEND connection timed out", "error TIMEOUT …");
    }

    @Test
    void linuxGivesAnOrphanUpEarlier() {
      var machine = Machine.linux().in("ESTABLISHED").when("call RELEASE").due(Timer.RETRANSMIT);
      long first = machine.now();
      for (; machine.state() instanceof State.Connected; machine.due(Timer.RETRANSMIT)) {}
      assertThat(machine.now() - first).isBetween(102_200 * Machine.MS, 210_000 * Machine.MS);
    }
  }

  /** §3.10.8, USER TIMEOUT. */
  @Nested
  class UserTimeout {
    private Machine hurried(String profile) {
      return Machine.of(profile).with(Patience.USUAL.withUserTimeout(3 * Machine.SECOND));
    }

    @Test
    @Tag("rule-105")
    void abortsWhenTextStaysUnacknowledged() {
      hurried("RFC")
          .in("ESTABLISHED")
          .when("call SEND 5")
          .timer(Timer.USER, 3 * Machine.SECOND)
          .due(Timer.USER)
          .then(
              "CLOSED",
              "error SEND connection aborted due to user timeout",
              "error TIMEOUT connection aborted due to user timeout",
              "ESTABLISHED -> CLOSED [RFC 9293 3.10.8]");
    }

    @Test
    @Tag("rule-105")
    void abortsAnOpening() {
      hurried("RFC")
          .in("SYN-SENT")
          .due(Timer.USER)
          .then("CLOSED", "error OPEN connection aborted due to user timeout");
    }

    @Test
    @Tag("rule-105")
    void startsAnewWithProgressAndStopsWhenAllIsAcknowledged() {
      hurried("RFC")
          .in("ESTABLISHED")
          .off(Timer.USER)
          .when("call SEND 1460", "call SEND 1460", "after 1s")
          .when("< . 301:301(0) ack 1561 win 10000")
          .timer(Timer.USER, 3 * Machine.SECOND)
          .when("< . 301:301(0) ack 3021 win 10000")
          .off(Timer.USER);
    }

    /** retrans_stamp is the first SYN's (tcp_connect); it is noticed when a timer runs out. */
    @Test
    void linuxCountsFromTheFirstSyn() {
      var patience = Patience.USUAL.withUserTimeout(900 * Machine.MS);
      Machine.linux()
          .with(patience)
          .in("SYN-SENT")
          .due(Timer.RETRANSMIT)
          .answers("> S …", "start RETRANSMIT +0ms")
          .due(Timer.RETRANSMIT)
          .then("CLOSED", "error OPEN connection timed out");
    }

    @Test
    void linuxCountsFromTheFirstRetransmission() {
      var machine = hurried("LINUX").in("ESTABLISHED").when("call SEND 5").off(Timer.USER);
      machine.due(Timer.RETRANSMIT);
      long first = machine.now();
      for (; machine.state() instanceof State.Connected; machine.due(Timer.RETRANSMIT)) {}
      assertThat(machine.now() - first).isEqualTo(3 * Machine.SECOND);
      machine.then("CLOSED", "error SEND connection timed out", "error TIMEOUT …");
    }
  }

  /** What goes again is cut as it was, and small segments go together. */
  @Nested
  class Cuts {
    @ParameterizedTest(name = "{0}, the timer runs out: {1}")
    @CsvSource({
      "SEND 100,                       > P. 101:201(100) ack 301 win 65535",
      "SEND 100 / SEND 5,              > P. 101:201(100) ack 301 win 65535", // that waits
      "SEND 100 / SEND 1460,           > P. 101:201(100) ack 301 win 65535",
      "SEND 1460 / SEND 1460,          > P. 101:1561(1460) ack 301 win 65535",
      "SEND 2920,                      > . 101:1561(1460) ack 301 win 65535",
      "SEND 100 / SEND 5 / CLOSE,      > FP. 101:206(105) ack 301 win 65535",
      "SEND 100 / SEND 1361 / CLOSE,   > P. 101:201(100) ack 301 win 65535",
      "SEND 100 / SEND 1360 / CLOSE,   > FP. 101:1561(1460) ack 301 win 65535",
      "SEND 100 / CLOSE,               > FP. 101:201(100) ack 301 win 65535",
      "SEND 1460 / CLOSE,              > P. 101:1561(1460) ack 301 win 65535", // no room to put
      "SEND 1561 / CLOSE,              > . 101:1561(1460) ack 301 win 65535",
      "CLOSE,                          > F. 101:101(0) ack 301 win 65535",
    })
    void whatTheOldestSegmentCarries(String calls, String again) {
      var machine = Machine.rfc().in("ESTABLISHED");
      for (String call : calls.split(" / ", -1)) {
        machine.when("call " + call);
      }
      machine.due(Timer.RETRANSMIT).answers(again);
    }

    @Test
    void allOfThemInTurn() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 100", "call SEND 1460", "call SEND 1460", "call CLOSE")
          .due(Timer.RETRANSMIT)
          .answers("> P. 101:201(100) ack 301 win 65535")
          .when("< . 301:301(0) ack 201 win 10000")
          .answers(
              "tell SEND ok",
              "> P. 201:1661(1460) ack 301 win 65535",
              "> P. 1661:3121(1460) ack 301 win 65535")
          .when("< . 301:301(0) ack 3121 win 10000")
          .answers("tell SEND ok", "tell SEND ok", "> F. 3121:3121(0) ack 301 win 65535");
    }
  }

  /** Linux's tail-loss probe: when SACK is in force the first repetition comes early. */
  @Nested
  class LossProbe {
    private Machine sacking() {
      return Machine.linux()
          .with(new Settings.Offer(1460, Settings.NONE, true, false, Settings.Ecn.OFF))
          .in("SYN-SENT")
          .after(100 * Machine.MS)
          .when("< S. 300:300(0) ack 101 win 30000 <mss 1460,sackOK>");
    }

    @Test
    void comesAfterTwoRoundTripsAndThenTheRto() {
      sacking()
          .when("call CLOSE")
          .answers("> F. …", "start LOSS_PROBE +300ms")
          .off(Timer.RETRANSMIT)
          .due(Timer.LOSS_PROBE)
          .answers("> F. 101:101(0) ack 301 win 64240", "start RETRANSMIT +300ms")
          .due(Timer.RETRANSMIT)
          .answers("> F. …", "start RETRANSMIT +600ms")
          .due(Timer.RETRANSMIT)
          .answers("> F. …", "start RETRANSMIT +1200ms");
    }

    @Test
    void waitsLessWhenMoreIsOut() {
      sacking().when("call SEND 2920").timer(Timer.LOSS_PROBE, 208 * Machine.MS);
    }

    /** As many as the kernel counts: a FIN that came later is one of its own. */
    @ParameterizedTest(name = "{0}, {1}: {2} ms later {3}")
    @CsvSource({
      "SEND 100,  CLOSE,     208, > F. 201:201(0) ack 301 win 64240",
      "SEND 100,  SEND 1460, 208, > P. 201:1661(1460) ack 301 win 64240",
      "SEND 1460, CLOSE,     208, > F. 1561:1561(0) ack 301 win 64240",
      "SEND 5,    RECEIVE 9, 300, > P. 101:106(5) ack 301 win 64240",
    })
    void carriesTheLastSegmentAsItWas(String first, String second, long afterMs, String probe) {
      sacking()
          .when("call " + first, "call " + second)
          .timer(Timer.LOSS_PROBE, afterMs * Machine.MS)
          .due(Timer.LOSS_PROBE)
          .answers(probe);
    }

    @Test
    void carriesNewTextIfThereIsAny() {
      sacking()
          .when("call SEND 20000")
          .due(Timer.LOSS_PROBE)
          .answers("> . 14701:16161(1460) ack 301 win 64240");
    }

    /** tcp_schedule_loss_probe: TCP_TIMEOUT_INIT, where Karn's rule left no sample. */
    @Test
    void comesAfterASecondWhereNoRoundTripIsKnown() {
      Machine.linux()
          .with(new Settings.Offer(1460, Settings.NONE, true, false, Settings.Ecn.OFF))
          .in("SYN-SENT")
          .due(Timer.RETRANSMIT)
          .when("< S. 300:300(0) ack 101 win 30000 <mss 1460,sackOK>", "call SEND 5")
          .timer(Timer.LOSS_PROBE, Machine.SECOND);
    }

    @Test
    void withoutSackThereIsNone() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("call SEND 5")
          .off(Timer.LOSS_PROBE)
          .timer(Timer.RETRANSMIT, 200 * Machine.MS);
    }
  }

  /** RFC 5681: slow start and congestion avoidance. */
  @Nested
  @Tag("MUST-19")
  class SlowStart {
    private Machine wide() {
      return Machine.rfc().in("SYN-SENT").when("< S. 300:300(0) ack 101 win 65535 <mss 1000>");
    }

    @Test
    void beginsWithTenSegments() {
      assertThat(wide().when("call SEND 20000").sent()).hasSize(10);
    }

    @Test
    @Tag("rule-101")
    void beginsWithOneAfterALostSyn() {
      var lost =
          Machine.rfc()
              .in("SYN-SENT")
              .due(Timer.RETRANSMIT)
              .when("< S. 300:300(0) ack 101 win 65535 <mss 1000>", "call SEND 20000");
      assertThat(lost.sent()).hasSize(1);
      assertThat(lost.when("< . 301:301(0) ack 1101 win 65535").sent()).hasSize(2);
    }

    /** The RFC counts octets, and halves what was in flight; Linux segments, and the window. */
    @ParameterizedTest(name = "{0}: {1} segments after one of 5 octets, {2} after one more")
    @CsvSource({"RFC, 1, 2, 2920", "LINUX, 2, 3, 7300"})
    void countsOctetsOrSegments(String profile, int segments, int then, int ssthresh) {
      var machine = Machine.of(profile).in("ESTABLISHED").when("call SEND 5");
      machine.due(Timer.RETRANSMIT).when("< . 301:301(0) ack 106 win 65535", "call SEND 20000");
      assertThat(machine.sent()).hasSize(segments);
      assertThat(machine.when("< . 301:301(0) ack 1566 win 65535").sent())
          .hasSize(then - segments + 1);
      assertThat(machine.tcb().send().congestion().ssthresh()).isEqualTo(ssthresh);
    }

    /** tcp_init_transfer: total_retrans counts both, and one is forgiven. */
    @Test
    void aSynAckThatWasSentThreeTimesBeginsWithOneForLinux() {
      assertThat(repeating("< . 301:301(0) ack 101 win 65535").sent()).hasSize(1);
    }

    /** It counts segments, and the FIN is one. */
    @Test
    void thenAFinWaitsUntilTheTextBeforeItIsAcknowledgedForLinux() {
      var machine =
          Machine.linux()
              .in("SYN-RECEIVED")
              .due(Timer.SYN_ACK)
              .when("< S 300:300(0) win 10000 <mss 1460>", "< . 301:301(0) ack 101 win 65535");
      machine.when("call SEND 1").answers("> P. 101:102(1) ack 301 win 64240");
      machine.when("call CLOSE").answers();
      machine
          .when("< . 301:301(0) ack 102 win 65535")
          .answers("tell SEND ok", "> F. 102:102(0) ack 301 win 64240");
    }

    @Test
    void aSynAckThatWasSentTwiceIsForgivenByLinux() {
      var once = Machine.linux().in("SYN-RECEIVED").due(Timer.SYN_ACK);
      once.when("< . 301:301(0) ack 101 win 65535", "call SEND 20000");
      assertThat(once.sent()).hasSize(10);
    }

    @Test
    void repeatedSynsAloneAreNoLossForLinux() {
      var asked = Machine.linux().in("SYN-RECEIVED");
      asked.when("< S 300:300(0) win 10000 <mss 1460>", "after 600ms");
      asked.when("< S 300:300(0) win 10000 <mss 1460>");
      asked.when("< . 301:301(0) ack 101 win 65535", "call SEND 20000");
      assertThat(asked.sent()).hasSize(10);
    }

    private Machine repeating(String third) {
      return Machine.linux()
          .in("SYN-RECEIVED")
          .due(Timer.SYN_ACK)
          .when("< S 300:300(0) win 10000 <mss 1460>", third, "call SEND 20000");
    }

    /** tcp_try_undo_spurious_syn. */
    @ParameterizedTest
    @CsvSource({"0, 10", "1000, 1"})
    void anEchoOfTheFirstSynAckSaysThatNothingWasLost(int later, int segments) {
      var offer = new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.ACCEPT);
      var machine = Machine.linux().with(offer).in("LISTEN");
      String syn = "< S 300:300(0) win 65535 <mss 1460,nop,nop,TS val 7 ecr 0>";
      machine.when(syn);
      long echo = timestamp(machine.sent().getFirst()) + later;
      machine.due(Timer.SYN_ACK).when(syn);
      machine.when("< . 301:301(0) ack 101 win 65535 <nop,nop,TS val 9 ecr " + echo + ">");
      assertThat(machine.when("call SEND 20000").sent()).hasSize(segments);
    }

    @Test
    void growsByASegmentForEachAckBelowTheThreshold() {
      var machine = wide().when("call SEND 40000");
      for (int i = 1; i <= 10; i++) {
        machine.when("< . 301:301(0) ack %d win 65535".formatted(101 + 1000 * i));
        assertThat(machine.sent()).as("ACK %d", i).hasSize(2);
      }
    }

    @Test
    void aTimeoutBeginsAgainWithOneSegment() {
      var machine = wide().when("call SEND 20000").due(Timer.RETRANSMIT);
      machine.answers("> . 101:1101(1000) ack 301 win 65535");
      var congestion = machine.tcb().send().congestion();
      assertThat(congestion.cwnd()).isEqualTo(1000);
      assertThat(congestion.ssthresh()).isEqualTo(5000);
      machine
          .when("< . 301:301(0) ack 1101 win 65535")
          .answers("> . 1101:2101(1000) ack 301 win 65535", "> . 2101:3101(1000) ack 301 win 65535")
          .when("< . 301:301(0) ack 10101 win 65535");
      assertThat(machine.sent()).isNotEmpty();
      assertThat(machine.sent().getFirst().segment().sequence().value()).isEqualTo(10_101);
    }

    @Test
    void aboveTheThresholdItGrowsByASegmentInARoundTrip() {
      var congestion = new Congestion(10_000, 10_000);
      for (int i = 0; i < 10; i++) {
        congestion = congestion.acknowledged(1000, 1000);
      }
      assertThat(congestion.cwnd()).isBetween(10_900, 11_000);
    }
  }

  private static SequenceNumber seq(long value) {
    return SequenceNumber.of(value);
  }

  private static long timestamp(Packet packet) {
    return packet.segment().option(Timestamps.class).orElseThrow().value();
  }
}
