package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.10.7.4, first check: the sequence number. */
class SequenceCheckTest {

  /** Table 6, each edge and its neighbours, at RCV.NXT = 1000 and where the numbers wrap. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # SEG.SEQ - RCV.NXT | length | RCV.WND | acceptable
          0    | 0 | 0   | yes
          -1   | 0 | 0   | no
          1    | 0 | 0   | no
          -1   | 0 | 100 | no
          0    | 0 | 100 | yes
          1    | 0 | 100 | yes
          99   | 0 | 100 | yes
          100  | 0 | 100 | no
          0    | 1 | 0   | no
          -1   | 1 | 0   | no
          0    | 1 | 100 | yes
          99   | 1 | 100 | yes
          100  | 1 | 100 | no
          -1   | 1 | 100 | no
          -1   | 2 | 100 | yes
          -5   | 5 | 100 | no
          -5   | 6 | 100 | yes
          -5   | 200 | 100 | no
          99   | 50 | 100 | yes
          """)
  @Tag("MUST-1")
  @Tag("rule-55")
  @Tag("rule-56")
  @Tag("rule-57")
  @Tag("rule-58")
  void tableSix(int offset, int length, int window, String acceptable) {
    for (long nxt : new long[] {1000, 0, 3, 4_294_967_295L, 2_147_483_647L, 2_147_483_648L}) {
      var next = SequenceNumber.of(nxt);
      var segment = Notation.parse(". 0:0(0) ack 1").withPayload(Octets.zeros(length));
      var at = moved(segment, next.plus(offset));
      assertThat(SequenceCheck.table6(at, next, window))
          .as("RCV.NXT %d", nxt)
          .isEqualTo(acceptable.equals("yes"));
    }
  }

  private static Segment moved(Segment segment, SequenceNumber to) {
    return new Segment(
        1, 2, to, segment.acknowledgment(), segment.flags(), 0, 0, List.of(), segment.payload());
  }

  /** A segment outside the window is answered by an ACK, a RST by silence, in every state. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SYN-RECEIVED",
        "SYN-RECEIVED active",
        "ESTABLISHED",
        "FIN-WAIT-1",
        "FIN-WAIT-2",
        "CLOSE-WAIT",
        "CLOSING",
        "LAST-ACK",
        "TIME-WAIT"
      })
  @Tag("rule-59")
  @Tag("rule-61")
  void outsideTheWindow(String name) {
    var machine = Machine.rfc().in(name);
    String state = machine.state().label().label();
    var tcb = machine.tcb();
    String ack =
        "> . %1$s:%1$s(0) ack %2$s win 65535".formatted(tcb.send().nxt(), tcb.receive().nxt());
    machine
        .when("< . 70000:70000(0) ack 101")
        .then(state, ack, "drop outside the window [RFC 9293 3.10.7.4#1]")
        .when("< P. 290:295(5) ack 101")
        .then(state, ack, "drop outside the window [RFC 9293 3.10.7.4#1]")
        .when("< R 70000:70000(0)")
        .then(state, "drop reset outside the window [RFC 9293 3.10.7.4#1]")
        .when("< R. 70000:70000(0) ack 101")
        .then(state, "drop reset outside the window [RFC 9293 3.10.7.4#1]");
  }

  /** Only the new part of a segment that straddles the edges is taken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BOTH | < P. 296:306(10) ack 101  | deliver 5; > …
          BOTH | < P. 301:306(5) ack 101   | deliver 5; > …
          BOTH | < P. 291:301(10) ack 101  | > …
          """)
  void onlyTheNewPartsAreProcessed(String profiles, String segment, String answers) {
    Rows.check(profiles, "ESTABLISHED", segment, "ESTABLISHED", answers);
  }

  @Test
  void whatLiesBeyondTheWindowIsCutOff() {
    Machine.rfc()
        .with(Settings.PLAIN.withReceiveBuffer(100).readingOnRequest())
        .in("ESTABLISHED")
        .when("< PF. 301:451(150) ack 101 win 500")
        .then("ESTABLISHED", "> . 101:101(0) ack 401 win 0");
  }

  /** With no room for text, ACK and RST of a segment at RCV.NXT are still taken. */
  @Nested
  @Tag("MUST-66")
  class WithAZeroWindow {
    private Machine full() {
      return Machine.rfc()
          .with(Settings.PLAIN.withReceiveBuffer(100).readingOnRequest())
          .in("ESTABLISHED")
          .when("< P. 301:401(100) ack 101 win 500")
          .then("ESTABLISHED", "> . 101:101(0) ack 401 win 0");
    }

    @Test
    @Tag("rule-60")
    void aResetIsBelieved() {
      full().when("< R 401:401(0)").then("CLOSED", "error RESET connection reset");
    }

    @Test
    @Tag("SHLD-2")
    @Tag("rule-60")
    @Tag("rule-80")
    void aResetWithTextIsBelieved() {
      full().when("< R 401:421(20)").then("CLOSED", "error RESET connection reset");
    }

    @Test
    void theAckOfASegmentWithTextIsTaken() {
      full()
          .when("call SEND 10")
          .then("ESTABLISHED", "> P. 101:111(10) ack 401 win 0")
          .when("< P. 401:402(1) ack 111 win 500")
          .then("ESTABLISHED", "tell SEND ok", "> . 111:111(0) ack 401 win 0");
    }

    @Test
    void anAckWithoutTextIsTaken() {
      full()
          .when("call SEND 10", "< . 401:401(0) ack 111 win 500")
          .then("ESTABLISHED", "tell SEND ok");
    }

    @Test
    void textElsewhereIsNot() {
      full()
          .when("< P. 402:403(1) ack 101 win 500")
          .then(
              "ESTABLISHED",
              "> . 101:101(0) ack 401 win 0",
              "drop outside the window [RFC 9293 3.10.7.4#1]");
    }
  }

  /** RFC 7323 §5, protection against wrapped sequence numbers. */
  @Nested
  class Paws {
    private Machine stamped(String profile) {
      return Machine.of(profile)
          .with(new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.OFF))
          .in("LISTEN")
          .when(
              "< S 300:300(0) win 500 <mss 1460,nop,nop,TS val 1000 ecr 0>",
              "< . 301:301(0) ack 101 win 500 <nop,nop,TS val 1100 ecr 0>");
    }

    @Test
    @Tag("rule-111")
    void anOlderTimestampIsAnsweredAndDropped() {
      stamped("RFC")
          .when("< P. 301:302(1) ack 101 win 500 <nop,nop,TS val 1099 ecr 0>")
          .then("ESTABLISHED", "> …", "drop timestamp older than the last [RFC 7323 5.3]");
    }

    @Test
    @Tag("rule-111")
    void linuxForgivesOneStep() {
      stamped("LINUX")
          .when("< P. 301:302(1) ack 101 win 500 <nop,nop,TS val 1099 ecr 0>")
          .then("ESTABLISHED", "deliver 1", "> …")
          .when("< P. 302:303(1) ack 101 win 500 <nop,nop,TS val 1097 ecr 0>")
          .then("ESTABLISHED", "> …", "drop timestamp older than the last [RFC 7323 5.3]");
    }

    /** tcp_disordered_ack_check: acknowledgments are overtaken often, and say nothing then. */
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # of before what is expected next: no answer
            LINUX | < . 301:301(0) ack 101 win 500 <nop,nop,TS val 1000 ecr 0> |
            RFC   | < . 301:301(0) ack 101 win 500 <nop,nop,TS val 1000 ecr 0> | > …
            # with what is expected next, within 1.2 RTO: taken
            LINUX | < . 302:302(0) ack 101 win 500 <nop,nop,TS val 1000 ecr 0> |
            RFC   | < . 302:302(0) ack 101 win 500 <nop,nop,TS val 1000 ecr 0> | > …
            # later than that, with text, or opening the window: as any other
            LINUX | < . 302:302(0) ack 101 win 500 <nop,nop,TS val 800 ecr 0>  | > …
            LINUX | < P. 301:302(1) ack 101 win 500 <nop,nop,TS val 1000 ecr 0> | > …
            LINUX | < . 302:302(0) ack 101 win 600 <nop,nop,TS val 1000 ecr 0> | > …
            """)
    void anAcknowledgmentThatWasOvertakenIsNotAnsweredByLinux(
        String profile, String segment, @Nullable String answer) {
      var machine =
          stamped(profile)
              .when(
                  "< P. 301:302(1) ack 101 win 500 <nop,nop,TS val 1100 ecr 0>",
                  "< . 302:302(0) ack 101 win 500 <nop,nop,TS val 1100 ecr 0>");
      machine.when(segment).answers(answer == null ? new String[0] : new String[] {answer});
      assertThat(machine.tcb().negotiated().tsRecent()).isEqualTo(1100);
    }

    @Test
    @Tag("rule-111")
    void theSameAndALaterOneAreTaken() {
      stamped("RFC")
          .when("< P. 301:302(1) ack 101 win 500 <nop,nop,TS val 1100 ecr 0>")
          .then("ESTABLISHED", "deliver 1", "> …")
          .when("< P. 302:303(1) ack 101 win 500 <nop,nop,TS val 2147484747 ecr 0>")
          .then("ESTABLISHED", "deliver 1", "> …");
    }

    @Test
    @Tag("rule-111")
    void aResetNeedsNoTimestampAndMayBearAnOldOne() {
      stamped("RFC").when("< R 301:301(0)").then("CLOSED", "error RESET connection reset");
      stamped("RFC")
          .when("< R 301:301(0) win 0 <nop,nop,TS val 1 ecr 0>")
          .then("CLOSED", "error RESET connection reset");
    }

    @Test
    @Tag("rule-111")
    void afterTwentyFourDaysATimestampSaysNothing() {
      long day = 86_400 * Machine.SECOND;
      stamped("RFC")
          .after(24 * day)
          .when("< P. 301:302(1) ack 101 win 500 <nop,nop,TS val 5 ecr 0>")
          .then("ESTABLISHED", "deliver 1", "> …");
    }

    @Test
    @Tag("rule-111")
    void aSegmentWithoutTimestampsIsDroppedByTheRfcAndTakenByLinux() {
      stamped("RFC")
          .when("< P. 301:302(1) ack 101 win 500")
          .then("ESTABLISHED", "drop no timestamps, though they are in force [RFC 7323 3.2]");
      stamped("LINUX")
          .when("< P. 301:302(1) ack 101 win 500")
          .then("ESTABLISHED", "deliver 1", "> …");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # what arrives                                                     | TS.Recent after it
            < P. 301:302(1) ack 101 win 500 <nop,nop,TS val 1200 ecr 0>        | 1200
            # it begins after the last acknowledgment: out of order
            < P. 302:303(1) ack 101 win 500 <nop,nop,TS val 1200 ecr 0>        | 1100
            # outside the window
            < P. 90000:90001(1) ack 101 win 500 <nop,nop,TS val 1200 ecr 0>    | 1100
            # it acknowledges what was never sent
            < P. 301:302(1) ack 9999 win 500 <nop,nop,TS val 1200 ecr 0>       | 1100
            """)
    @Tag("rule-111")
    void tsRecentFollowsWhatWasAcknowledgedLast(String segment, long recent) {
      for (String profile : List.of("RFC", "LINUX")) {
        assertThat(stamped(profile).when(segment).tcb().negotiated().tsRecent())
            .as(profile)
            .isEqualTo(recent);
      }
    }
  }

  /** RFC 7323 §4.3 asks for no acknowledgment; Linux's tcp_ack leaves before (old_ack). */
  @ParameterizedTest
  @CsvSource({"RFC, 1200", "LINUX, 1000"})
  void anOvertakenAcknowledgmentBringsNoTimestampForLinux(String profile, long recent) {
    var machine =
        Machine.of(profile)
            .with(new Settings.Offer(1460, Settings.NONE, false, true, Settings.Ecn.OFF))
            .in("LISTEN")
            .when(
                "< S 300:300(0) win 500 <mss 1460,nop,nop,TS val 1000 ecr 0>",
                "< . 301:301(0) ack 101 win 500 <nop,nop,TS val 1000 ecr 0>",
                "call SEND 5",
                "< . 303:303(0) ack 106 win 500 <nop,nop,TS val 1201 ecr 0>",
                "< P. 301:303(2) ack 101 win 500 <nop,nop,TS val 1200 ecr 0>");
    assertThat(machine.tcb().negotiated().tsRecent()).isEqualTo(recent);
  }

  /** tcp_send_dupack: an old segment is named in the ACK that refuses it (RFC 2883). */
  @Test
  void linuxNamesTheDuplicateThatItRefuses() {
    Machine.linux()
        .with(new Settings.Offer(1460, Settings.NONE, true, false, Settings.Ecn.OFF))
        .in("LISTEN")
        .when("< S 300:300(0) win 500 <mss 1460,nop,nop,sackOK>", "< . 301:301(0) ack 101 win 500")
        .when("< P. 301:303(2) ack 101 win 500", "< P. 303:305(2) ack 101 win 500")
        .when("< P. 301:303(2) ack 101 win 500")
        .answers(
            "> . 101:101(0) ack 305 win 64240 <nop,nop,sack 301:303>",
            "drop outside the window [RFC 9293 3.10.7.4#1]");
  }

  /** What Linux compares instead of Table 6: the last acknowledgment, and the window's end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a bare segment at the very end of the window
          RFC   | < . 65836:65836(0) ack 101 | > …; drop outside the window [RFC 9293 3.10.7.4#1]
          LINUX | < . 64541:64541(0) ack 101 | accept [RFC 9293 3.10.7.4#5]
          LINUX | < . 64542:64542(0) ack 101 | > …; drop outside the window [RFC 9293 3.10.7.4#1]
          # a FIN that was acknowledged already ends where the window begins
          LINUX | < . 300:300(0) ack 101     | > …; drop outside the window [RFC 9293 3.10.7.4#1]
          """)
  void linuxIsALittleWider(String profile, String segment, String answers) {
    Rows.check(profile, "ESTABLISHED", segment, "ESTABLISHED", answers);
  }
}
