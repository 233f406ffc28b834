package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §3.10.7.4, seventh and eighth check: text and FIN. */
class TextAndFinTest {

  /** Seventh. */
  @Nested
  class Text {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            RFC   | ESTABLISHED | < P. 301:306(5) ack 101 | ESTABLISHED | deliver 5; > . 101:101(0) ack 306 win 65530
            LINUX | ESTABLISHED | < P. 301:306(5) ack 101 | ESTABLISHED | deliver 5; > . 101:101(0) ack 306 win 64240
            RFC   | FIN-WAIT-1  | < P. 301:306(5) ack 101 | FIN-WAIT-1  | deliver 5; > . 102:102(0) ack 306 win 65530
            RFC   | FIN-WAIT-2  | < P. 301:306(5) ack 102 | FIN-WAIT-2  | deliver 5; > . 102:102(0) ack 306 win 65530
            # after the peer's FIN there can be none
            BOTH  | CLOSE-WAIT  | < P. 302:307(5) ack 101 | CLOSE-WAIT  |
            BOTH  | CLOSING     | < P. 302:307(5) ack 101 | CLOSING     |
            BOTH  | LAST-ACK    | < P. 302:307(5) ack 101 | LAST-ACK    |
            # what is there already is acknowledged again
            RFC   | CLOSE-WAIT  | < P. 297:302(5) ack 101 | CLOSE-WAIT  | > . 101:101(0) ack 302 win 65535
            LINUX | CLOSE-WAIT  | < P. 297:302(5) ack 101 | CLOSE-WAIT  | > . 101:101(0) ack 302 win 64240
            LINUX | CLOSING     | < P. 297:302(5) ack 101 | CLOSING     | > . 102:102(0) ack 302 win 64240
            LINUX | LAST-ACK    | < F. 301:301(0) ack 101 | LAST-ACK    | > . 102:102(0) ack 302 win 64240
            # before the FIN and past it
            RFC   | CLOSE-WAIT  | < P. 299:307(8) ack 101 | CLOSE-WAIT  |
            LINUX | CLOSE-WAIT  | < P. 299:307(8) ack 101 | CLOSED      | > R 101:101(0) win 0; drop text past the FIN [Linux 6.18 tcp_rcv_state_process text past FIN]
            LINUX | LAST-ACK    | < P. 299:307(8) ack 101 | CLOSED      | > R 101:101(0) win 0; error CLOSE connection reset
            RFC   | TIME-WAIT   | < P. 302:307(5) ack 102 | TIME-WAIT   |
            LINUX | TIME-WAIT   | < P. 302:307(5) ack 102 | TIME-WAIT   | > . 102:102(0) ack 302 win 64240
            """)
    void byState(
        String profiles, String state, String segment, String next, @Nullable String answers) {
      Rows.check(profiles, state, segment, next, answers);
    }

    @Test
    void anAckOwedIsCarriedByText() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 1460", "call SEND 10")
          .answers()
          .when("< P. 301:306(5) ack 1561 win 500")
          .answers("tell SEND ok", "deliver 5", "> P. 1561:1571(10) ack 306 win 65530");
    }
  }

  /** Text out of order is held, and its sender is told of the gap at once. */
  @Nested
  @Tag("SHLD-31")
  class OutOfOrder {
    @Test
    @Tag("MAY-13")
    void itIsHeldAndDeliveredWithWhatFillsTheGap() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("< P. 306:311(5) ack 101 win 500")
          .answers("> . 101:101(0) ack 301 win 65535")
          .when("< P. 301:306(5) ack 101 win 500")
          .answers("deliver 10", "> . 101:101(0) ack 311 win 65525");
    }

    @Test
    @Tag("MUST-58")
    @Tag("MUST-59")
    @Tag("rule-79")
    void allThatWasQueuedIsProcessedBeforeOneAckIsSent() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("< P. 311:316(5) ack 101", "< P. 306:311(5) ack 101", "< F. 316:316(0) ack 101")
          .answers("> . 101:101(0) ack 301 win 65535")
          .when("< P. 301:306(5) ack 101")
          .then(
              "CLOSE-WAIT",
              "deliver 15",
              "tell RECEIVE connection closing",
              "> . 101:101(0) ack 317 win 65520");
    }

    @Test
    void overlappingPiecesAreTakenOnce() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("< P. 310:320(10) ack 101", "< P. 305:315(10) ack 101", "< P. 318:325(7) ack 101")
          .answers("> . 101:101(0) ack 301 win 65535")
          .when("< P. 299:312(13) ack 101")
          .answers("deliver 24", "> . 101:101(0) ack 325 win 65511");
    }

    @Test
    void aFinOutOfOrderWaitsToo() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("< F. 306:306(0) ack 101")
          .then("ESTABLISHED", "> . 101:101(0) ack 301 win 65535")
          .when("< P. 301:306(5) ack 101")
          .then(
              "CLOSE-WAIT",
              "deliver 5",
              "tell RECEIVE connection closing",
              "> . 101:101(0) ack 307 win 65530");
    }

    @Test
    void aFinSentBeforeAnAckThatCameEarlier() {
      Machine.linux()
          .in("FIN-WAIT-1")
          .when("< . 302:302(0) ack 102")
          .then("FIN-WAIT-2", "tell CLOSE ok")
          .when("< F. 301:301(0) ack 101")
          .then("TIME-WAIT", "tell RECEIVE connection closing", "> . 102:102(0) ack 302 win 64240");
    }
  }

  /** RFC 2018 and RFC 2883. */
  @Nested
  class Sack {
    private Machine sacking(String profile) {
      return Machine.of(profile)
          .with(new Settings.Offer(1460, Settings.NONE, true, false, Settings.Ecn.OFF))
          .in("LISTEN")
          .when("< S 300:300(0) win 500 <mss 1460,sackOK>", "< . 301:301(0) ack 101 win 500");
    }

    @Test
    void theBlockOfTheLatestSegmentComesFirst() {
      sacking("RFC")
          .when("< P. 311:316(5) ack 101")
          .answers("> . 101:101(0) ack 301 win 65535 <nop,nop,sack 311:316>")
          .when("< P. 321:326(5) ack 101")
          .answers("> . 101:101(0) ack 301 win 65535 <nop,nop,sack 321:326 311:316>")
          .when("< P. 306:311(5) ack 101")
          .answers("> . 101:101(0) ack 301 win 65535 <nop,nop,sack 306:316 321:326>")
          .when("< P. 316:321(5) ack 101")
          .answers("> . 101:101(0) ack 301 win 65535 <nop,nop,sack 306:326>")
          .when("< P. 301:306(5) ack 101")
          .answers("deliver 25", "> . 101:101(0) ack 326 win 65510");
    }

    @Test
    void thereIsRoomForFourBlocksOrThreeBesideTimestamps() {
      var machine = sacking("RFC");
      for (int i = 0; i < 6; i++) {
        int at = 311 + 10 * i;
        machine.when("< P. %d:%d(5) ack 101".formatted(at, at + 5));
      }
      machine.answers(
          "> . 101:101(0) ack 301 win 65535" + " <nop,nop,sack 361:366 351:356 341:346 331:336>");
      var stamped =
          Machine.rfc()
              .with(new Settings.Offer(1460, Settings.NONE, true, true, Settings.Ecn.OFF))
              .in("LISTEN")
              .when(
                  "< S 300:300(0) win 500 <mss 1460,sackOK,TS val 1 ecr 0>",
                  "< . 301:301(0) ack 101 win 500 <nop,nop,TS val 1 ecr 0>");
      for (int i = 0; i < 6; i++) {
        int at = 311 + 10 * i;
        stamped.when("< P. %d:%d(5) ack 101 <nop,nop,TS val 1 ecr 0>".formatted(at, at + 5));
      }
      var options = stamped.sent().getFirst().segment().options();
      assertThat(options).hasSize(6);
      assertThat(options.getLast())
          .hasToString(
              "SelectiveAcknowledgment[blocks=[Block[left=361, right=366], "
                  + "Block[left=351, right=356], Block[left=341, right=346]]]");
    }

    @Test
    void aDuplicateIsReportedByLinux() {
      sacking("LINUX")
          .when("< P. 301:306(5) ack 101")
          .answers("deliver 5", "> . 101:101(0) ack 306 win 64240")
          .when("< P. 301:306(5) ack 101")
          .answers("> . 101:101(0) ack 306 win 64240 <nop,nop,sack 301:306>")
          .when("< P. 306:311(5) ack 101")
          .answers("deliver 5", "> . 101:101(0) ack 311 win 64240")
          .when("< P. 301:306(5) ack 101")
          .answers(
              "> . 101:101(0) ack 311 win 64240 <nop,nop,sack 301:306>",
              "drop outside the window [RFC 9293 3.10.7.4#1]");
    }

    @Test
    void withoutSackNothingIsReported() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("< P. 301:306(5) ack 101", "< P. 301:306(5) ack 101")
          .answers("> . 101:101(0) ack 306 win 64240");
    }
  }

  /** Eighth. */
  @Nested
  class Fin {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            RFC   | SYN-RECEIVED | < F. 301:301(0) ack 101 | CLOSE-WAIT | SYN-RECEIVED -> ESTABLISHED [RFC 9293 3.10.7.4#5]; tell RECEIVE connection closing; ESTABLISHED -> CLOSE-WAIT [RFC 9293 3.10.7.4#8]; > . 101:101(0) ack 302 win 65535
            RFC   | ESTABLISHED  | < F. 301:301(0) ack 101 | CLOSE-WAIT | tell RECEIVE connection closing; > . 101:101(0) ack 302 win 65535
            LINUX | ESTABLISHED  | < F. 301:301(0) ack 101 | CLOSE-WAIT | tell RECEIVE connection closing; start DELAYED_ACK +4ms
            RFC   | ESTABLISHED  | < PF. 301:306(5) ack 101 | CLOSE-WAIT | deliver 5; tell RECEIVE connection closing; > . 101:101(0) ack 307 win 65530
            LINUX | ESTABLISHED  | < PF. 301:306(5) ack 101 | CLOSE-WAIT | deliver 5; tell RECEIVE connection closing; start DELAYED_ACK +40ms
            # our FIN not acknowledged: CLOSING; acknowledged by the same segment: both moves
            RFC   | FIN-WAIT-1   | < F. 301:301(0) ack 101 | CLOSING    | tell RECEIVE connection closing; FIN-WAIT-1 -> CLOSING [RFC 9293 3.10.7.4#8]; > . 102:102(0) ack 302 win 65535
            RFC   | FIN-WAIT-1   | < F. 301:301(0) ack 102 | TIME-WAIT  | tell CLOSE ok; FIN-WAIT-1 -> FIN-WAIT-2 [RFC 9293 3.10.7.4#5]; tell RECEIVE connection closing; > . 102:102(0) ack 302 win 65535; FIN-WAIT-2 -> TIME-WAIT [RFC 9293 3.10.7.4#8]; start TIME_WAIT +240000ms
            LINUX | FIN-WAIT-1   | < F. 301:301(0) ack 102 | TIME-WAIT  | tell CLOSE ok; tell RECEIVE connection closing; > . 102:102(0) ack 302 win 64240; start TIME_WAIT +60000ms
            RFC   | FIN-WAIT-2   | < F. 301:301(0) ack 102 | TIME-WAIT  | tell RECEIVE connection closing; > . 102:102(0) ack 302 win 65535
            # the same FIN again
            RFC   | CLOSE-WAIT   | < F. 301:301(0) ack 101 | CLOSE-WAIT | > . 101:101(0) ack 302 win 65535
            LINUX | CLOSE-WAIT   | < F. 301:301(0) ack 101 | CLOSE-WAIT | > . 101:101(0) ack 302 win 64240
            RFC   | CLOSING      | < F. 301:301(0) ack 101 | CLOSING    | > . 102:102(0) ack 302 win 65535
            RFC   | LAST-ACK     | < F. 301:301(0) ack 101 | LAST-ACK   | > . 102:102(0) ack 302 win 65535
            RFC   | TIME-WAIT    | < F. 301:301(0) ack 102 | TIME-WAIT  | start TIME_WAIT +240000ms; > . 102:102(0) ack 302 win 65535
            LINUX | TIME-WAIT    | < F. 301:301(0) ack 102 | TIME-WAIT  | start TIME_WAIT +60000ms; > . 102:102(0) ack 302 win 64240
            """)
    @Tag("MUST-12")
    @Tag("rule-81")
    @Tag("rule-84")
    @Tag("rule-85")
    @Tag("rule-89")
    void byState(
        String profiles, String state, String segment, String next, @Nullable String answers) {
      Rows.check(profiles, state, segment, next, answers);
    }

    @Test
    @Tag("MUST-13")
    @Tag("rule-88")
    void timeWaitLastsTwiceTheMsl() {
      Machine.rfc()
          .in("TIME-WAIT")
          .timer(Timer.TIME_WAIT, 240 * Machine.SECOND)
          .due(Timer.TIME_WAIT)
          .then("CLOSED", "TIME-WAIT -> CLOSED [RFC 9293 3.10.8]");
      Machine.rfc()
          .with("timeWaitNs", "1000000000")
          .in("TIME-WAIT")
          .timer(Timer.TIME_WAIT, Machine.SECOND);
    }

    @Test
    @Tag("MUST-13")
    @Tag("rule-89")
    void aFinAgainStartsItAnew() {
      Machine.rfc()
          .in("TIME-WAIT")
          .when("after 100s", "< F. 301:301(0) ack 102")
          .answers("> …")
          .timer(Timer.TIME_WAIT, 240 * Machine.SECOND);
    }

    @Test
    void enteringTimeWaitTurnsAllOtherTimersOff() {
      for (String profile : List.of("RFC", "LINUX")) {
        assertThat(Machine.of(profile).in("TIME-WAIT").timers())
            .as(profile)
            .containsOnlyKeys(Timer.TIME_WAIT);
        assertThat(Machine.of(profile).in("CLOSING").when("< . 302:302(0) ack 102").timers())
            .as(profile)
            .containsOnlyKeys(Timer.TIME_WAIT);
      }
    }
  }

  /** Crossed SYNs: TRAP-1, both answers and Linux's. */
  @Nested
  @Tag("MUST-10")
  class SimultaneousOpen {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # the crossing SYN+ACK
            STRICT           | < S. 300:300(0) ack 101 | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535
            FIGURE_7         | < S. 300:300(0) ack 101 | ESTABLISHED  | tell OPEN ok
            FIGURE_7_AND_ACK | < S. 300:300(0) ack 101 | ESTABLISHED  | tell OPEN ok; > . 101:101(0) ack 301 win 65535
            # the plain ACK that the strict path sends
            STRICT           | < . 301:301(0) ack 101  | ESTABLISHED  | tell OPEN ok
            FIGURE_7         | < . 301:301(0) ack 101  | ESTABLISHED  | tell OPEN ok
            FIGURE_7_AND_ACK | < . 301:301(0) ack 101  | ESTABLISHED  | tell OPEN ok
            # another SYN+ACK is not the crossing one
            FIGURE_7         | < S. 301:301(0) ack 101 | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535
            FIGURE_7         | < S. 300:300(0) ack 100 | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535
            """)
    @Tag("rule-12")
    void eachPolicyCompletes(String policy, String segment, String next, String answers) {
      Machine.rfc()
          .with("simultaneousOpen", policy)
          .in("SYN-RECEIVED active")
          .when(segment)
          .then(next, answers.split(" *; *", -1));
    }

    @Test
    void aCrossingFinEstablishesAndCloses() {
      Machine.rfc()
          .in("SYN-RECEIVED active")
          .when("< F. 301:301(0) ack 101")
          .then(
              "CLOSE-WAIT",
              "tell OPEN ok",
              "tell RECEIVE connection closing",
              "> . 101:101(0) ack 302 win 65535");
    }

    @Test
    void linuxRepeatsItsOfferAndReportsTheDuplicate() {
      Machine.linux()
          .with(new Settings.Offer(1460, 10, true, true, Settings.Ecn.OFF))
          .in("SYN-SENT")
          .when("< S 300:300(0) win 500 <mss 1460,sackOK>")
          .then("SYN-RECEIVED", "> S. 100:100(0) ack 301 win 64240 <mss 1460,sackOK,TS val …")
          .when("< S. 300:300(0) ack 101 win 500 <mss 1460,sackOK>")
          .then(
              "ESTABLISHED",
              "tell OPEN ok",
              "> . 101:101(0) ack 301 win 63 <nop,nop,sack 300:301>");
    }
  }

  /** tcp_fin sends the acknowledgment before tcp_data_snd_check sends what had to wait. */
  @Test
  void linuxAcknowledgesAFinBeforeItsOwnThatWaited() {
    Machine.linux()
        .in("ESTABLISHED")
        .when("call SEND 5")
        .due(Timer.RETRANSMIT)
        .when("call CLOSE", "< F. 301:301(0) ack 106 win 10000")
        .answers(
            "tell SEND ok",
            "tell RECEIVE connection closing",
            "> . 106:106(0) ack 302 win 64240",
            "> F. 106:106(0) ack 302 win 64240");
  }

  /** tcp_fin empties what was out of order, before anybody asks whether a gap was filled. */
  @ParameterizedTest
  @CsvSource({"RFC, true", "LINUX, false"})
  void aFinThatFillsAGapIsNoHurryForLinux(String profile, boolean atOnce) {
    var machine = Machine.of(profile).in("ESTABLISHED");
    machine.when("< F. 306:306(0) ack 101").answers("> . 101:101(0) ack 301 …");
    machine.when("< FP. 301:306(5) ack 101");
    assertThat(machine.sent()).hasSize(atOnce ? 1 : 0);
    assertThat(machine.timers().containsKey(Timer.DELAYED_ACK)).isEqualTo(!atOnce);
  }
}
