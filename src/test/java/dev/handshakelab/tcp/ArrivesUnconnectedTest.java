package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEGMENT ARRIVES where nothing or little is known of the peer: §3.10.7.1 to §3.10.7.3. */
class ArrivesUnconnectedTest {

  /** §3.10.7.1. */
  @Nested
  class InClosed {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # without ACK: the RST acknowledges all that the segment occupies
            < S 100:100(0) win 1000        | > R. 0:0(0) ack 101 win 0
            < S 100:110(10) win 1000       | > R. 0:0(0) ack 111 win 0
            < F 100:100(0) win 1000        | > R. 0:0(0) ack 101 win 0
            < SF 100:100(0) win 1000       | > R. 0:0(0) ack 102 win 0
            < P 100:105(5) win 1000        | > R. 0:0(0) ack 105 win 0
            < - 100:100(0) win 1000        | > R. 0:0(0) ack 100 win 0
            < S 4294967295:4294967295(0)   | > R. 0:0(0) ack 0 win 0
            # with ACK: it takes its number from there, and has no ACK bit
            < S. 300:300(0) ack 101        | > R 101:101(0) win 0
            < . 300:300(0) ack 101         | > R 101:101(0) win 0
            < P. 300:305(5) ack 7          | > R 7:7(0) win 0
            < F. 300:300(0) ack 7          | > R 7:7(0) win 0
            # a RST is never answered
            < R 100:100(0)                 |
            < R. 100:100(0) ack 5          |
            < SR 100:100(0)                |
            """)
    @Tag("rule-33")
    @Tag("rule-34")
    @Tag("rule-35")
    void everythingButAResetIsReset(String segment, @Nullable String answer) {
      Rows.check("BOTH", "CLOSED", segment, "CLOSED", answer);
    }
  }

  /** §3.10.7.2. */
  @Nested
  class InListen {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # first: RST
            BOTH  | < R 100:100(0)               | LISTEN       | drop reset of nothing [RFC 9293 3.10.7.2#1]
            BOTH  | < R. 100:100(0) ack 7        | LISTEN       | drop reset of nothing [RFC 9293 3.10.7.2#1]
            BOTH  | < SR 100:100(0)              | LISTEN       | drop reset of nothing [RFC 9293 3.10.7.2#1]
            # second: ACK, before SYN
            BOTH  | < . 300:300(0) ack 101       | LISTEN       | > R 101:101(0) win 0
            BOTH  | < S. 300:300(0) ack 101      | LISTEN       | > R 101:101(0) win 0
            BOTH  | < F. 300:300(0) ack 5        | LISTEN       | > R 5:5(0) win 0
            # third: SYN
            RFC   | < S 300:300(0) win 500       | SYN-RECEIVED | LISTEN -> SYN-RECEIVED [RFC 9293 3.10.7.2#3]; > S. 100:100(0) ack 301 win 65535 <mss 1460>; start RETRANSMIT +1000ms
            LINUX | < S 300:300(0) win 500       | SYN-RECEIVED | LISTEN -> SYN-RECEIVED [RFC 9293 3.10.7.2#3]; > S. 100:100(0) ack 301 win 64240 <mss 1460>; start SYN_ACK +1000ms
            RFC   | < S 4294967295:4294967295(0) | SYN-RECEIVED | > S. 100:100(0) ack 0 win 65535 <mss 1460>
            # fourth: anything else
            BOTH  | < - 100:100(0)               | LISTEN       | drop no SYN [RFC 9293 3.10.7.2#4]
            BOTH  | < P 100:105(5)               | LISTEN       | drop no SYN [RFC 9293 3.10.7.2#4]
            BOTH  | < F 100:100(0)               | LISTEN       | drop no SYN [RFC 9293 3.10.7.2#4]
            # SYN and FIN: the FIN cannot be validated and is not processed
            RFC   | < SF 300:300(0)              | SYN-RECEIVED | > S. 100:100(0) ack 301 win 65535 <mss 1460>
            LINUX | < SF 300:300(0)              | LISTEN       | drop SYN and FIN together [Linux 6.18 tcp_rcv_state_process]
            """)
    @Tag("rule-36")
    @Tag("rule-37")
    @Tag("rule-38")
    @Tag("rule-40")
    @Tag("rule-41")
    @Tag("rule-42")
    @Tag("rule-43")
    void checksGoInTheOrderOfTheRfc(String profile, String segment, String next, String answers) {
      Rows.check(profile, "LISTEN", segment, next, answers);
    }

    @Test
    @Tag("rule-38")
    void theSynSetsTheVariables() {
      var tcb = Machine.rfc().in("LISTEN").when("< S 300:300(0) win 500").tcb();
      assertThat(
              new long[] {
                tcb.receive().nxt().value(),
                tcb.opening().irs().value(),
                tcb.opening().iss().value(),
                tcb.send().una().value(),
                tcb.send().nxt().value()
              })
          .containsExactly(301, 300, 100, 100, 101);
    }

    @Test
    @Tag("MUST-11")
    @Tag("rule-14")
    @Tag("rule-39")
    void textOnTheSynWaitsForEstablished() {
      Machine.rfc()
          .in("LISTEN")
          .when("< S 300:304(4) win 500")
          .then("SYN-RECEIVED", "> S. 100:100(0) ack 301 win 65535 <mss 1460>")
          .when("< . 305:305(0) ack 101 win 500")
          .then("ESTABLISHED", "deliver 4", "> . 101:101(0) ack 305 win 65531");
    }

    @Test
    @Tag("rule-122")
    void linuxDropsTextOnTheSyn() {
      Machine.linux()
          .in("LISTEN")
          .when("< S 300:304(4) win 500")
          .then("SYN-RECEIVED", "> S. 100:100(0) ack 301 win 64240 <mss 1460>")
          .when("< . 301:301(0) ack 101 win 500")
          .then("ESTABLISHED");
    }
  }

  /** §3.10.7.3. */
  @Nested
  class InSynSent {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # first: ACK =< ISS or > SND.NXT is reset, unless it is a RST itself
            RFC   | < . 300:300(0) ack 100    | SYN-SENT     | > R 100:100(0) win 0
            RFC   | < . 300:300(0) ack 102    | SYN-SENT     | > R 102:102(0) win 0
            RFC   | < S. 300:300(0) ack 100   | SYN-SENT     | > R 100:100(0) win 0
            RFC   | < S. 300:300(0) ack 91    | SYN-SENT     | > R 91:91(0) win 0
            LINUX | < S. 300:300(0) ack 91    | SYN-SENT     | > R 91:91(0) win 0; start RETRANSMIT +8ms
            BOTH  | < R. 300:300(0) ack 100   | SYN-SENT     | drop acknowledges what was never sent [RFC 9293 3.10.7.3#1]
            LINUX | < R. 300:300(0) ack 91    | SYN-SENT     | start RETRANSMIT +8ms; drop acknowledges what was never sent [RFC 9293 3.10.7.3#1]
            BOTH  | < R. 300:300(0) ack 102   | SYN-SENT     | drop acknowledges what was never sent [RFC 9293 3.10.7.3#1]
            # second: RST
            RFC   | < R. 0:0(0) ack 101       | CLOSED       | error OPEN connection reset; SYN-SENT -> CLOSED [RFC 9293 3.10.7.3#2]
            LINUX | < R. 0:0(0) ack 101       | CLOSED       | error OPEN connection refused; SYN-SENT -> CLOSED [RFC 9293 3.10.7.3#2]
            BOTH  | < R 0:0(0)                | SYN-SENT     | drop reset that acknowledges nothing [RFC 9293 3.10.7.3#2]
            BOTH  | < SR 300:300(0)           | SYN-SENT     | drop reset that acknowledges nothing [RFC 9293 3.10.7.3#2]
            # fourth: SYN
            RFC   | < S. 300:300(0) ack 101   | ESTABLISHED  | SYN-SENT -> ESTABLISHED [RFC 9293 3.10.7.3#4]; stop RETRANSMIT; tell OPEN ok; > . 101:101(0) ack 301 win 65535
            LINUX | < S. 300:300(0) ack 101   | ESTABLISHED  | SYN-SENT -> ESTABLISHED [RFC 9293 3.10.7.3#4]; stop RETRANSMIT; tell OPEN ok; > . 101:101(0) ack 301 win 64240
            RFC   | < S 300:300(0)            | SYN-RECEIVED | SYN-SENT -> SYN-RECEIVED [RFC 9293 3.10.7.3#4]; > S. 100:100(0) ack 301 win 65535 <mss 1460>
            LINUX | < S 300:300(0)            | SYN-RECEIVED | SYN-SENT -> SYN-RECEIVED [RFC 9293 3.10.7.3#4]; > S. 100:100(0) ack 301 win 64240 <mss 1460>
            # fifth: neither
            BOTH  | < . 300:300(0) ack 101    | SYN-SENT     | drop neither SYN nor RST [RFC 9293 3.10.7.3#5]
            BOTH  | < P. 300:305(5) ack 101   | SYN-SENT     | drop neither SYN nor RST [RFC 9293 3.10.7.3#5]
            BOTH  | < F. 300:300(0) ack 101   | SYN-SENT     | drop neither SYN nor RST [RFC 9293 3.10.7.3#5]
            BOTH  | < - 300:300(0)            | SYN-SENT     | drop neither SYN nor RST [RFC 9293 3.10.7.3#5]
            """)
    @Tag("rule-44")
    @Tag("rule-45")
    @Tag("rule-46")
    @Tag("rule-47")
    @Tag("rule-48")
    @Tag("rule-49")
    @Tag("rule-50")
    @Tag("rule-51")
    void checksGoInTheOrderOfTheRfc(String profile, String segment, String next, String answers) {
      Rows.check(profile, "SYN-SENT", segment, next, answers);
    }

    @Test
    @Tag("rule-49")
    @Tag("rule-79")
    void oneAckAnswersTheSynAndItsText() {
      Machine.rfc()
          .in("SYN-SENT")
          .when("< S. 300:305(5) ack 101 win 500")
          .then("ESTABLISHED", "tell OPEN ok", "deliver 5", "> . 101:101(0) ack 306 win 65530");
    }

    @Test
    void aFinOnTheSynAckIsTakenAfterIt() {
      Machine.rfc()
          .in("SYN-SENT")
          .when("< SF. 300:300(0) ack 101 win 500")
          .then(
              "CLOSE-WAIT",
              "SYN-SENT -> ESTABLISHED [RFC 9293 3.10.7.3#4]",
              "tell OPEN ok",
              "tell RECEIVE connection closing",
              "ESTABLISHED -> CLOSE-WAIT [RFC 9293 3.10.7.4#8]",
              "> . 101:101(0) ack 302 win 65535");
    }

    @Test
    void textThatWaitedCarriesTheThirdSegment() {
      Machine.rfc()
          .in("SYN-SENT")
          .when("call SEND 10")
          .then("SYN-SENT")
          .when("< S. 300:300(0) ack 101 win 500")
          .then("ESTABLISHED", "tell OPEN ok", "> P. 101:111(10) ack 301 win 65535");
    }

    @Test
    @Tag("rule-54")
    void linuxHurriesOnlyOnce() {
      Machine.linux()
          .in("SYN-SENT")
          .when("< S. 300:300(0) ack 91")
          .timer(Timer.RETRANSMIT, 8 * Machine.MS)
          .due(Timer.RETRANSMIT)
          .answers("> S 100:100(0) win 64240 <mss 1460>", "start RETRANSMIT +1000ms")
          .when("< S. 300:300(0) ack 91")
          .answers("> R 91:91(0) win 0")
          .timer(Timer.RETRANSMIT, Machine.SECOND);
    }

    @Test
    @Tag("rule-54")
    void aChallengeDrawsAResetAndTheSynGoesAgain() {
      // What a server that still holds the old connection answers (Figure 9, gVisor#7619).
      Machine.rfc()
          .in("SYN-SENT")
          .when("< . 4000:4000(0) ack 77 win 500")
          .then("SYN-SENT", "> R 77:77(0) win 0")
          .due(Timer.RETRANSMIT)
          .answers("> S 100:100(0) win 65535 <mss 1460>")
          .when("< S. 300:300(0) ack 101 win 500")
          .then("ESTABLISHED", "tell OPEN ok", "> . 101:101(0) ack 301 win 65535");
    }
  }
}
