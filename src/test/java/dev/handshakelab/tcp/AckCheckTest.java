package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.10.7.4, fifth check: what is acknowledged. */
class AckCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # no ACK at all
          BOTH  | ESTABLISHED  | < P 301:306(5)            | ESTABLISHED  | drop no ACK [RFC 9293 3.10.7.4#5]
          BOTH  | FIN-WAIT-1   | < F 301:301(0)            | FIN-WAIT-1   | drop no ACK [RFC 9293 3.10.7.4#5]
          RFC   | SYN-RECEIVED | < P 301:306(5)            | SYN-RECEIVED | drop no ACK [RFC 9293 3.10.7.4#5]
          LINUX | SYN-RECEIVED | < P 301:306(5)            | SYN-RECEIVED | drop no ACK [Linux 6.18 tcp_check_req no ACK]
          # SYN-RECEIVED: ours, or a reset; the state does not change (§3.5.2, group 2)
          BOTH  | SYN-RECEIVED | < . 301:301(0) ack 101    | ESTABLISHED  | SYN-RECEIVED -> ESTABLISHED [RFC 9293 3.10.7.4#5]
          BOTH  | SYN-RECEIVED | < . 301:301(0) ack 100    | SYN-RECEIVED | > R 100:100(0) win 0
          BOTH  | SYN-RECEIVED | < . 301:301(0) ack 102    | SYN-RECEIVED | > R 102:102(0) win 0
          RFC   | SYN-RECEIVED | < . 90000:90000(0) ack 102 | SYN-RECEIVED | > . 101:101(0) ack 301 win 65535
          LINUX | SYN-RECEIVED | < . 90000:90000(0) ack 102 | SYN-RECEIVED | > R 102:102(0) win 0
          BOTH  | SYN-RECEIVED | < R. 301:301(0) ack 101   | LISTEN       |
          # the final ACK was lost: the first text completes the handshake
          RFC   | SYN-RECEIVED | < P. 301:306(5) ack 101   | ESTABLISHED  | SYN-RECEIVED -> ESTABLISHED [RFC 9293 3.10.7.4#5]; deliver 5; > . 101:101(0) ack 306 win 65530
          LINUX | SYN-RECEIVED | < P. 301:306(5) ack 101   | ESTABLISHED  | SYN-RECEIVED -> ESTABLISHED [RFC 9293 3.10.7.4#5]; deliver 5; > . 101:101(0) ack 306 win 64240
          # what was never sent
          RFC   | ESTABLISHED  | < . 301:301(0) ack 102    | ESTABLISHED  | > . 101:101(0) ack 301 win 65535; drop acknowledges what was never sent [RFC 9293 3.10.7.4#5]
          LINUX | ESTABLISHED  | < . 301:301(0) ack 102    | ESTABLISHED  | > . 101:101(0) ack 301 win 64240; drop acknowledges what was never sent [RFC 9293 3.10.7.4#5]
          RFC   | ESTABLISHED  | < P. 301:306(5) ack 102   | ESTABLISHED  | > . 101:101(0) ack 301 win 65535
          RFC   | TIME-WAIT    | < . 302:302(0) ack 103    | TIME-WAIT    | > . 102:102(0) ack 302 win 65535
          # our FIN
          BOTH  | FIN-WAIT-1   | < . 301:301(0) ack 101    | FIN-WAIT-1   |
          BOTH  | FIN-WAIT-1   | < . 301:301(0) ack 102    | FIN-WAIT-2   | tell CLOSE ok; FIN-WAIT-1 -> FIN-WAIT-2 [RFC 9293 3.10.7.4#5]
          BOTH  | CLOSING      | < . 302:302(0) ack 101    | CLOSING      |
          BOTH  | CLOSING      | < . 302:302(0) ack 102    | TIME-WAIT    | tell CLOSE ok; CLOSING -> TIME-WAIT [RFC 9293 3.10.7.4#5]
          BOTH  | LAST-ACK     | < . 302:302(0) ack 101    | LAST-ACK     |
          BOTH  | LAST-ACK     | < . 302:302(0) ack 102    | CLOSED       | tell CLOSE ok; LAST-ACK -> CLOSED [RFC 9293 3.10.7.4#5]
          """)
  @Tag("rule-65")
  @Tag("rule-71")
  @Tag("rule-72")
  @Tag("rule-73")
  @Tag("rule-74")
  @Tag("rule-76")
  @Tag("rule-77")
  @Tag("rule-86")
  @Tag("rule-87")
  void byState(
      String profiles, String state, String segment, String next, @Nullable String answers) {
    Rows.check(profiles, state, segment, next, answers);
  }

  /** Who forged its address does not see the SYN,ACK, and has to guess. */
  @ParameterizedTest
  @ValueSource(strings = {"RFC", "LINUX"})
  @Tag("rule-128")
  void onlyTheRightNumberCompletesAHandshake(String profile) {
    for (int guess = 1; guess < 201; guess++) {
      var machine = Machine.of(profile).in("SYN-RECEIVED").when("< . 301:301(0) ack " + guess);
      assertThat(machine.state().label())
          .as("%s, ack %d", profile, guess)
          .isEqualTo(guess == 101 ? StateName.ESTABLISHED : StateName.SYN_RECEIVED);
    }
  }

  @Test
  @Tag("rule-76")
  void theOtherAnswerToTrapSix() {
    Machine.rfc()
        .with("ackAboveNxt", "SILENT")
        .in("ESTABLISHED")
        .when("< P. 301:306(5) ack 102")
        .then("ESTABLISHED", "drop acknowledges what was never sent [RFC 9293 3.10.7.4#5]");
  }

  /** RFC 5961 §5.2: no older than MAX.SND.WND before SND.UNA. */
  @Nested
  @Tag("MAY-12")
  class TooOld {
    // SND.UNA is 101 and the largest window was 10000.
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            4294957397 | yes
            4294957396 | no
            4294957395 | no
            """)
    @Tag("rule-75")
    void theEdge(long ack, String taken) {
      var machine = Machine.rfc().in("ESTABLISHED").when("< P. 301:306(5) ack " + ack);
      if (taken.equals("yes")) {
        machine.answers("deliver 5", "> …");
      } else {
        machine.answers(
            "> . 101:101(0) ack 301 win 65535",
            "drop acknowledges too old a number [RFC 5961 5.2]");
      }
    }

    /** No older than what was ever sent: bytes_acked, which for a listener's child has no SYN. */
    @ParameterizedTest
    @CsvSource({
      // ready state, text acknowledged, the oldest good ACK
      "ESTABLISHED, 0, 100",
      "ESTABLISHED, 20, 100",
      "ESTABLISHED passive, 0, 101",
      "ESTABLISHED passive, 20, 101",
    })
    @Tag("rule-75")
    void linuxTakesNoneOfWhatWasNeverSent(String state, int sent, long oldest) {
      for (long ack : new long[] {oldest, oldest - 1}) {
        var machine = Machine.linux().in(state);
        if (sent > 0) {
          machine.when("call SEND " + sent, "< . 301:301(0) ack " + (101 + sent) + " win 500");
        }
        long una = 101L + sent;
        machine.when("< . 301:301(0) ack " + ack);
        if (ack == oldest) {
          machine.answers("accept [RFC 9293 3.10.7.4#5]");
        } else {
          machine.answers("> . %1$d:%1$d(0) ack 301 win 64240".formatted(una));
        }
      }
    }

    @Test
    @Tag("rule-75")
    void withoutRfc5961AnyOldOneIsIgnoredAndItsTextTaken() {
      Machine.rfc()
          .with("rfc5961", "OFF")
          .in("ESTABLISHED")
          .when("< P. 301:306(5) ack 4294957000")
          .answers("deliver 5", "> …");
    }
  }

  @Test
  @Tag("rule-77")
  void aDuplicateIsIgnoredButItsTextIsTaken() {
    var machine = Machine.rfc().in("ESTABLISHED").when("< P. 301:306(5) ack 90 win 1");
    machine.answers("deliver 5", "> . 101:101(0) ack 306 win 65530");
    assertThat(machine.tcb().send().una().value()).isEqualTo(101);
    assertThat(machine.tcb().send().window().wnd()).isEqualTo(Machine.PEER_WINDOW);
  }

  @Test
  void sendsAreAnsweredWhenAllOfTheirTextIsAcknowledged() {
    Machine.rfc()
        .in("ESTABLISHED")
        .when("call SEND 1460", "call SEND 1460")
        .answers("> P. 1561:3021(1460) ack 301 win 65535")
        .when("< . 301:301(0) ack 1560 win 10000")
        .answers()
        .when("< . 301:301(0) ack 1561 win 10000")
        .answers("tell SEND ok")
        .when("< . 301:301(0) ack 3021 win 10000")
        .answers("tell SEND ok", "stop RETRANSMIT");
  }

  /** SND.WL1 and SND.WL2 keep old segments from changing the window. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # segments in the order of arrival                                          | SND.WND
          < . 301:301(0) ack 101 win 700                                              | 700
          < P. 301:306(5) ack 101 win 700; < . 301:301(0) ack 101 win 800             | 700
          < P. 301:306(5) ack 101 win 700; < . 306:306(0) ack 101 win 800             | 800
          < P. 306:311(5) ack 101 win 700; < P. 301:306(5) ack 101 win 800            | 700
          < . 301:301(0) ack 90 win 700                                               | 10000
          """)
  void theWindowFollowsTheLatestSegment(String segments, int window) {
    var machine = Machine.rfc().in("ESTABLISHED").when(segments.split("; ", -1));
    assertThat(machine.tcb().send().window().wnd()).isEqualTo(window);
  }

  @Test
  @Tag("rule-72")
  void establishedTakesTheWindowOfTheAckScaled() {
    var machine =
        Machine.rfc()
            .with(new Settings.Offer(1460, 2, false, false, Settings.Ecn.OFF))
            .in("LISTEN")
            .when("< S 300:300(0) win 500 <mss 1460,nop,wscale 3>");
    assertThat(machine.tcb().send().window().wnd()).isEqualTo(500);
    machine.when("< . 301:301(0) ack 101 win 500");
    assertThat(machine.tcb().send().window())
        .isEqualTo(new SendWindow(4000, seq(301), seq(101), 4000));
  }

  private static SequenceNumber seq(long value) {
    return SequenceNumber.of(value);
  }
}
