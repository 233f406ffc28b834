package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.10.7.4, second and fourth check, and the budget of challenge ACKs (RFC 5961 §7). */
class ResetAndSynCheckTest {

  /** Second. */
  @Nested
  class Reset {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # exactly at RCV.NXT
            BOTH  | SYN-RECEIVED        | < R 301:301(0)         | LISTEN |
            RFC   | SYN-RECEIVED active | < R 301:301(0)         | CLOSED | error OPEN connection refused
            LINUX | SYN-RECEIVED active | < R 301:301(0)         | CLOSED | error OPEN connection reset
            BOTH  | ESTABLISHED         | < R 301:301(0)         | CLOSED | error RESET connection reset
            BOTH  | ESTABLISHED         | < R. 301:301(0) ack 77 | CLOSED | error RESET connection reset
            BOTH  | FIN-WAIT-1          | < R 301:301(0)         | CLOSED | error CLOSE connection reset; error RESET connection reset
            BOTH  | FIN-WAIT-2          | < R 301:301(0)         | CLOSED | error RESET connection reset
            BOTH  | CLOSE-WAIT          | < R 302:302(0)         | CLOSED | error RESET connection reset
            BOTH  | CLOSING             | < R 302:302(0)         | CLOSED | error CLOSE connection reset
            BOTH  | LAST-ACK            | < R 302:302(0)         | CLOSED | error CLOSE connection reset
            BOTH  | TIME-WAIT           | < R 302:302(0)         | CLOSED |
            # in the window, but elsewhere: a challenge
            RFC   | SYN-RECEIVED        | < R 302:302(0)         | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535
            LINUX | SYN-RECEIVED        | < R 99999:99999(0)     | SYN-RECEIVED | drop reset outside the window [Linux 6.18 tcp_check_req window]
            LINUX | SYN-RECEIVED        | < R 302:302(0)         | SYN-RECEIVED | > . 101:101(0) ack 301 win 64240
            RFC   | ESTABLISHED         | < R 302:302(0)         | ESTABLISHED  | > . 101:101(0) ack 301 win 65535
            LINUX | ESTABLISHED         | < R 302:302(0)         | ESTABLISHED  | > . 101:101(0) ack 301 win 64240
            RFC   | FIN-WAIT-1          | < R 302:302(0)         | FIN-WAIT-1   | > . 102:102(0) ack 301 win 65535
            RFC   | LAST-ACK            | < R 303:303(0)         | LAST-ACK     | > . 102:102(0) ack 302 win 65535
            RFC   | TIME-WAIT           | < R 303:303(0)         | TIME-WAIT    | > . 102:102(0) ack 302 win 65535
            LINUX | TIME-WAIT           | < R 303:303(0)         | TIME-WAIT    | drop reset that is not at RCV.NXT [Linux 6.18 tcp_timewait_state_process reset]
            # to a request of Linux's the ACK of a RST means nothing
            RFC   | SYN-RECEIVED        | < R. 301:301(0) ack 77 | LISTEN       |
            LINUX | SYN-RECEIVED        | < R. 301:301(0) ack 77 | LISTEN       |
            LINUX | SYN-RECEIVED        | < R. 302:302(0) ack 77 | SYN-RECEIVED | > . 101:101(0) ack 301 win 64240
            # where the peer's FIN stands
            RFC   | CLOSE-WAIT          | < R 301:301(0)         | CLOSE-WAIT   | drop reset outside the window [RFC 9293 3.10.7.4#1]
            LINUX | CLOSE-WAIT          | < R 301:301(0)         | CLOSED       | error RESET connection reset
            LINUX | CLOSING             | < R 301:301(0)         | CLOSED       | error CLOSE connection reset
            LINUX | LAST-ACK            | < R 301:301(0)         | CLOSED       | error CLOSE connection reset
            LINUX | LAST-ACK            | < R 300:300(0)         | LAST-ACK     | drop reset outside the window [RFC 9293 3.10.7.4#1]
            LINUX | ESTABLISHED         | < R 300:300(0)         | ESTABLISHED  | drop reset outside the window [RFC 9293 3.10.7.4#1]
            LINUX | TIME-WAIT           | < R 301:301(0)         | TIME-WAIT    |
            # outside: silence
            BOTH  | ESTABLISHED         | < R 300:300(0)         | ESTABLISHED  |
            BOTH  | ESTABLISHED         | < R 99999:99999(0)     | ESTABLISHED  |
            """)
    @Tag("MUST-11")
    @Tag("MUST-12")
    @Tag("rule-13")
    @Tag("rule-61")
    @Tag("rule-62")
    @Tag("rule-63")
    @Tag("rule-65")
    @Tag("rule-66")
    @Tag("rule-67")
    @Tag("rule-68")
    @Tag("rule-81")
    void byState(
        String profiles, String state, String segment, String next, @Nullable String answers) {
      Rows.check(profiles, state, segment, next, answers);
    }

    @Test
    @Tag("SHLD-2")
    @Tag("rule-80")
    void aResetMayCarryText() {
      Machine.rfc()
          .in("ESTABLISHED")
          .when("< R 301:325(24)")
          .then("CLOSED", "error RESET connection reset");
    }

    @Test
    @Tag("rule-64")
    void withoutRfc5961AnywhereInTheWindowWillDo() {
      Machine.rfc()
          .with("rfc5961", "OFF")
          .in("ESTABLISHED")
          .when("< R 5000:5000(0)")
          .then("CLOSED", "error RESET connection reset");
    }

    /** The end of what arrived furthest ahead is as good, once the peer was told of it by SACK. */
    @ParameterizedTest
    @CsvSource({
      // profile, SACK offered, RST at, state
      "LINUX, true,  316, ESTABLISHED",
      "LINUX, true,  336, CLOSED",
      "LINUX, false, 336, ESTABLISHED",
      "RFC,   true,  336, ESTABLISHED",
    })
    @Tag("rule-62")
    @Tag("rule-63")
    void linuxBelievesOneBehindAllThatHasArrived(
        String profile, boolean sack, long seq, String state) {
      Machine.of(profile)
          .with(new Settings.Offer(1460, Settings.NONE, sack, false, Settings.Ecn.OFF))
          .in("SYN-SENT")
          .when("< S. 300:300(0) ack 101 win 500 <mss 1460,nop,nop,sackOK>")
          .when("< P. 331:336(5) ack 101", "< P. 311:316(5) ack 101", "after 1s")
          .when("< R %1$d:%1$d(0)".formatted(seq))
          .then(state, state.equals("CLOSED") ? "error RESET connection reset" : "> …");
    }

    /** Who cannot see the connection has to hit one number, where a window of them would do. */
    @ParameterizedTest
    @CsvSource({"ON, 1", "OFF, 100"})
    @Tag("rule-127")
    void aBlindGuessSeldomHits(String rfc5961, int hits) {
      int reset = 0;
      for (int guess = 201; guess < 501; guess++) {
        var machine =
            Machine.rfc()
                .with(Settings.PLAIN.withReceiveBuffer(100))
                .with("rfc5961", rfc5961)
                .in("ESTABLISHED")
                .when("< R %1$d:%1$d(0)".formatted(guess));
        reset += machine.state() instanceof State.Closed ? 1 : 0;
      }
      assertThat(reset).isEqualTo(hits);
    }

    @Test
    @Tag("rule-67")
    @Tag("rule-81")
    void everyoneWhoWaitsIsTold() {
      Machine.rfc()
          .with(Settings.PLAIN.readingOnRequest())
          .in("ESTABLISHED")
          .when("call SEND 10", "call RECEIVE 5", "call CLOSE", "< R 301:301(0)")
          .then(
              "CLOSED",
              "error SEND connection reset",
              "error RECEIVE connection reset",
              "error CLOSE connection reset",
              "error RESET connection reset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RFC", "LINUX"})
    @Tag("rule-68")
    void rfc1337KeepsTimeWaitAlive(String profile) {
      Machine.of(profile)
          .with("rfc1337", "ON")
          .in("TIME-WAIT")
          .when("< R 302:302(0)")
          .then("TIME-WAIT", "drop a reset does not end TIME-WAIT…");
    }
  }

  /** Fourth. */
  @Nested
  class Syn {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # in SYN-RECEIVED it depends on where that came from
            RFC   | SYN-RECEIVED        | < S 400:400(0)   | LISTEN       | SYN-RECEIVED -> LISTEN [RFC 9293 3.10.7.4#4]
            LINUX | SYN-RECEIVED        | < S 400:400(0)   | CLOSED       | > R. 0:0(0) ack 401 win 0
            LINUX | SYN-RECEIVED        | < S 200:200(0)   | SYN-RECEIVED | > . 101:101(0) ack 301 win 64240
            RFC   | SYN-RECEIVED active | < S 400:400(0)   | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535
            LINUX | SYN-RECEIVED active | < S 400:400(0)   | SYN-RECEIVED | > . 101:101(0) ack 301 win 64240
            # the same SYN again
            RFC   | SYN-RECEIVED        | < S 300:300(0)   | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535; drop outside the window [RFC 9293 3.10.7.4#1]
            LINUX | SYN-RECEIVED        | < S 300:300(0)   | SYN-RECEIVED | > S. 100:100(0) ack 301 win 64240 <mss 1460>; start SYN_ACK +1000ms
            # in the synchronized states a challenge, wherever it stands
            RFC   | ESTABLISHED         | < S 301:301(0)   | ESTABLISHED  | > . 101:101(0) ack 301 win 65535; drop SYN in a connection [RFC 9293 3.10.7.4#4]
            LINUX | ESTABLISHED         | < S 301:301(0)   | ESTABLISHED  | > . 101:101(0) ack 301 win 64240; drop SYN in a connection [RFC 9293 3.10.7.4#4]
            RFC   | ESTABLISHED         | < S 90000:90000(0) | ESTABLISHED | > . 101:101(0) ack 301 win 65535
            LINUX | ESTABLISHED         | < S 90000:90000(0) | ESTABLISHED | > . 101:101(0) ack 301 win 64240
            RFC   | ESTABLISHED         | < S. 301:301(0) ack 101 | ESTABLISHED | > . 101:101(0) ack 301 win 65535
            RFC   | FIN-WAIT-1          | < S 301:301(0)   | FIN-WAIT-1   | > . 102:102(0) ack 301 win 65535
            RFC   | FIN-WAIT-2          | < S 301:301(0)   | FIN-WAIT-2   | > . 102:102(0) ack 301 win 65535
            RFC   | CLOSE-WAIT          | < S 302:302(0)   | CLOSE-WAIT   | > . 101:101(0) ack 302 win 65535
            RFC   | CLOSING             | < S 302:302(0)   | CLOSING      | > . 102:102(0) ack 302 win 65535
            RFC   | LAST-ACK            | < S 302:302(0)   | LAST-ACK     | > . 102:102(0) ack 302 win 65535
            RFC   | TIME-WAIT           | < S 302:302(0)   | TIME-WAIT    | > . 102:102(0) ack 302 win 65535
            LINUX | TIME-WAIT           | < S 300:300(0)   | TIME-WAIT    | > . 102:102(0) ack 302 win 64240
            """)
    @Tag("rule-69")
    void byState(
        String profiles, String state, String segment, String next, @Nullable String answers) {
      Rows.check(profiles, state, segment, next, answers);
    }

    @Test
    void theOtherAnswerToTrapFive() {
      Machine.rfc()
          .with("synInSynReceived", "CHALLENGE")
          .in("SYN-RECEIVED")
          .when("< S 400:400(0)")
          .then("SYN-RECEIVED", "> . 101:101(0) ack 301 win 65535");
    }

    @Test
    @Tag("rule-70")
    void withoutRfc5961AnInWindowSynIsAnErrorThatEndsIt() {
      Machine.rfc()
          .with("rfc5961", "OFF")
          .in("ESTABLISHED")
          .when("< S 400:400(0)")
          .then("CLOSED", "> R 101:101(0) win 0", "error RESET connection reset");
    }

    @Test
    void withoutRfc5961OneOutsideTheWindowIsAnswered() {
      Machine.rfc()
          .with("rfc5961", "OFF")
          .in("ESTABLISHED")
          .when("< S 90000:90000(0)")
          .then("ESTABLISHED", "> . 101:101(0) ack 301 win 65535");
    }
  }

  /** Who pays for challenges. */
  @Nested
  class Budget {
    @Test
    @Tag("rule-78")
    void linuxAnswersOnceInHalfASecondForAllReasonsTogether() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("< . 301:301(0) ack 9999")
          .answers("> . 101:101(0) ack 301 win 64240")
          .when("after 100ms", "< S 301:301(0)")
          .answers(
              "drop SYN in a connection, and another was answered just now"
                  + " [Linux 6.18 tcp_invalid_ratelimit]")
          .when("after 399ms", "< R 302:302(0)")
          .answers()
          .when("after 1ms", "< R 302:302(0)")
          .answers("> . 101:101(0) ack 301 win 64240");
    }

    @Test
    void textOutsideTheWindowIsNotCounted() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("< S 301:301(0)")
          .answers("> . 101:101(0) ack 301 win 64240")
          .when("< P. 90000:90005(5) ack 101")
          .answers("> . 101:101(0) ack 301 win 64240")
          .when("< . 90000:90000(0) ack 101")
          .answers();
    }

    @Test
    @Tag("rule-78")
    void theIntervalCanBeSet() {
      Machine.linux()
          .with(Settings.LINUX.with(new Settings.Challenges(10, 5 * Machine.SECOND, 0)))
          .in("ESTABLISHED")
          .when("< S 301:301(0)")
          .answers("> …")
          .when("< S 301:301(0)")
          .answers("> …");
    }

    @Test
    @Tag("rule-78")
    void theRfcCountsPerHost() {
      Machine.rfc()
          .with(new Context.Shared(1, Context.AtListener.NONE, FastOpenMemory.NOTHING))
          .in("ESTABLISHED")
          .when("< S 301:301(0)")
          .answers("> . 101:101(0) ack 301 win 65535", "spend CHALLENGE_ACK");
      Machine.rfc()
          .with(new Context.Shared(0, Context.AtListener.NONE, FastOpenMemory.NOTHING))
          .in("ESTABLISHED")
          .when("< S 301:301(0)")
          .answers("drop SYN in a connection, and the challenges are used up [RFC 5961 7]");
    }

    @Test
    void unlimitedIsUnlimited() {
      var machine = Machine.rfc().with("challengeBudget", "UNLIMITED").in("ESTABLISHED");
      for (int i = 0; i < 100; i++) {
        machine.when("< S 301:301(0)").answers("> …").not("spend CHALLENGE_ACK");
      }
    }
  }

  /** tcp_create_openreq_child begins a budget of its own (last_oow_ack_time). */
  @Test
  void whatARequestHasAnsweredIsNotItsSocketsToPayForLinux() {
    Machine.linux()
        .in("SYN-RECEIVED")
        .when("< S 300:300(0) win 10000 <mss 1460>")
        .answers("> S. …")
        .when("< . 301:301(0) ack 101 win 10000", "< S 300:300(0) win 10000 <mss 1460>")
        .answers("> . 101:101(0) ack 301 …");
  }
}
