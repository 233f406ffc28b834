package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user calls: §3.10.1 to §3.10.6. */
class CallsTest {

  /** §3.10.1. */
  @Nested
  class Open {
    @Test
    @Tag("rule-2")
    void anActiveOpenSendsASyn() {
      var machine =
          Machine.rfc()
              .in("CLOSED")
              .when("call OPEN")
              .then(
                  "SYN-SENT",
                  "> S 100:100(0) win 65535 <mss 1460>",
                  "CLOSED -> SYN-SENT [RFC 9293 3.10.1]",
                  "start RETRANSMIT +1000ms");
      var calling = ((State.SynSent) machine.state()).calling();
      assertThat(calling.iss().value()).isEqualTo(100);
      assertThat(calling.nxt().value()).isEqualTo(101);
    }

    @Test
    @Tag("rule-4")
    void anActiveOpenOfAListenerSendsASynToo() {
      Machine.rfc()
          .in("LISTEN")
          .when("call OPEN")
          .then(
              "SYN-SENT",
              "> S 100:100(0) win 65535 <mss 1460>",
              "LISTEN -> SYN-SENT [RFC 9293 3.10.1]");
    }

    @ParameterizedTest
    @CsvSource({
      "SYN-SENT",
      "SYN-RECEIVED",
      "ESTABLISHED",
      "FIN-WAIT-1",
      "FIN-WAIT-2",
      "CLOSE-WAIT",
      "CLOSING",
      "LAST-ACK",
      "TIME-WAIT"
    })
    @Tag("rule-5")
    void inAnyOtherStateTheConnectionExists(String state) {
      Machine.rfc().in(state).when("call OPEN").then(state, "error OPEN connection already exists");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            224.0.0.1       | 80 | remote address is broadcast or multicast
            255.255.255.255 | 80 | remote address is broadcast or multicast
            0.0.0.0         | 80 | remote socket unspecified
            10.0.0.2        | 0  | remote socket unspecified
            """)
    @Tag("MUST-46")
    @Tag("rule-1")
    @Tag("rule-9")
    void toNoOneMachineItIsRefused(String address, int port, String why) {
      var remote = new SocketAddress(IpAddress.parse(address), port);
      Machine.rfc()
          .on(new Path(Machine.LOCAL, remote, 1500))
          .in("CLOSED")
          .when("call OPEN")
          .then("CLOSED", "error OPEN " + why);
    }

    @Test
    @Tag("MUST-46")
    @Tag("rule-9")
    void anIpv6MulticastAddressIsRefusedToo() {
      var local = new SocketAddress(IpAddress.parse("2001:db8::1"), 5);
      var remote = new SocketAddress(IpAddress.parse("ff02::1"), 80);
      Machine.rfc()
          .on(new Path(local, remote, 1500))
          .when("call OPEN")
          .then("CLOSED", "error OPEN remote address is broadcast or multicast");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # §3.10.2
          CLOSED       | SEND 5    | CLOSED       | error SEND connection does not exist
          LISTEN       | SEND 5    | LISTEN       | error SEND remote socket unspecified
          SYN-SENT     | SEND 5    | SYN-SENT     |
          SYN-RECEIVED | SEND 5    | SYN-RECEIVED |
          ESTABLISHED  | SEND 5    | ESTABLISHED  | > P. 101:106(5) ack 301 win 65535
          CLOSE-WAIT   | SEND 5    | CLOSE-WAIT   | > P. 101:106(5) ack 302 win 65535
          FIN-WAIT-1   | SEND 5    | FIN-WAIT-1   | error SEND connection closing
          FIN-WAIT-2   | SEND 5    | FIN-WAIT-2   | error SEND connection closing
          CLOSING      | SEND 5    | CLOSING      | error SEND connection closing
          LAST-ACK     | SEND 5    | LAST-ACK     | error SEND connection closing
          TIME-WAIT    | SEND 5    | TIME-WAIT    | error SEND connection closing
          # §3.10.3
          CLOSED       | RECEIVE 5 | CLOSED       | error RECEIVE connection does not exist
          LISTEN       | RECEIVE 5 | LISTEN       | error RECEIVE remote socket unspecified
          SYN-SENT     | RECEIVE 5 | SYN-SENT     |
          SYN-RECEIVED | RECEIVE 5 | SYN-RECEIVED |
          ESTABLISHED  | RECEIVE 5 | ESTABLISHED  |
          FIN-WAIT-1   | RECEIVE 5 | FIN-WAIT-1   |
          FIN-WAIT-2   | RECEIVE 5 | FIN-WAIT-2   |
          CLOSE-WAIT   | RECEIVE 5 | CLOSE-WAIT   | error RECEIVE connection closing
          CLOSING      | RECEIVE 5 | CLOSING      | error RECEIVE connection closing
          LAST-ACK     | RECEIVE 5 | LAST-ACK     | error RECEIVE connection closing
          TIME-WAIT    | RECEIVE 5 | TIME-WAIT    | error RECEIVE connection closing
          # §3.10.4
          CLOSED       | CLOSE     | CLOSED       | error CLOSE connection does not exist
          LISTEN       | CLOSE     | CLOSED       | LISTEN -> CLOSED [RFC 9293 3.10.4]; tell CLOSE ok
          SYN-SENT     | CLOSE     | CLOSED       | error OPEN connection closing; SYN-SENT -> CLOSED [RFC 9293 3.10.4]; tell CLOSE ok
          SYN-RECEIVED | CLOSE     | FIN-WAIT-1   | > F. 101:101(0) ack 301 win 65535
          ESTABLISHED  | CLOSE     | FIN-WAIT-1   | ESTABLISHED -> FIN-WAIT-1 [RFC 9293 3.10.4]; > F. 101:101(0) ack 301 win 65535
          CLOSE-WAIT   | CLOSE     | LAST-ACK     | CLOSE-WAIT -> LAST-ACK [RFC 9293 3.10.4]; > F. 101:101(0) ack 302 win 65535
          FIN-WAIT-1   | CLOSE     | FIN-WAIT-1   | error CLOSE connection closing
          FIN-WAIT-2   | CLOSE     | FIN-WAIT-2   | error CLOSE connection closing
          CLOSING      | CLOSE     | CLOSING      | error CLOSE connection closing
          LAST-ACK     | CLOSE     | LAST-ACK     | error CLOSE connection closing
          TIME-WAIT    | CLOSE     | TIME-WAIT    | error CLOSE connection closing
          # §3.10.5
          CLOSED       | ABORT     | CLOSED       | error ABORT connection does not exist
          LISTEN       | ABORT     | CLOSED       | tell ABORT ok
          SYN-SENT     | ABORT     | CLOSED       | error OPEN connection reset; tell ABORT ok
          SYN-RECEIVED | ABORT     | CLOSED       | > R 101:101(0) win 0; tell ABORT ok
          ESTABLISHED  | ABORT     | CLOSED       | > R 101:101(0) win 0; tell ABORT ok; ESTABLISHED -> CLOSED [RFC 9293 3.10.5]
          FIN-WAIT-1   | ABORT     | CLOSED       | > R 102:102(0) win 0; error CLOSE connection reset; tell ABORT ok
          FIN-WAIT-2   | ABORT     | CLOSED       | > R 102:102(0) win 0; tell ABORT ok
          CLOSE-WAIT   | ABORT     | CLOSED       | > R 101:101(0) win 0; tell ABORT ok
          CLOSING      | ABORT     | CLOSED       | error CLOSE connection reset; tell ABORT ok
          LAST-ACK     | ABORT     | CLOSED       | error CLOSE connection reset; tell ABORT ok
          TIME-WAIT    | ABORT     | CLOSED       | tell ABORT ok
          # §3.10.6
          CLOSED       | STATUS    | CLOSED       | error STATUS connection does not exist
          LISTEN       | STATUS    | LISTEN       | tell STATUS state = LISTEN
          SYN-SENT     | STATUS    | SYN-SENT     | tell STATUS state = SYN-SENT
          ESTABLISHED  | STATUS    | ESTABLISHED  | tell STATUS state = ESTABLISHED
          TIME-WAIT    | STATUS    | TIME-WAIT    | tell STATUS state = TIME-WAIT
          """)
  @Tag("rule-53")
  @Tag("rule-82")
  @Tag("rule-83")
  @Tag("rule-93")
  @Tag("MUST-61")
  void byState(String state, String call, String next, @Nullable String answers) {
    Rows.check("RFC", state, "call " + call, next, answers);
  }

  @Test
  void textQueuedBeforeEstablishedGoesThen() {
    Machine.rfc()
        .in("SYN-RECEIVED")
        .when("call SEND 5")
        .answers()
        .when("< . 301:301(0) ack 101 win 500")
        .then("ESTABLISHED", "> P. 101:106(5) ack 301 win 65535");
  }

  @Test
  @Tag("rule-82")
  void aCloseBehindQueuedTextWaitsForEstablished() {
    Machine.rfc()
        .in("SYN-RECEIVED")
        .when("call SEND 5", "call CLOSE")
        .then("SYN-RECEIVED")
        .when("call SEND 5")
        .answers("error SEND connection closing")
        .when("< . 301:301(0) ack 101 win 500")
        .then(
            "FIN-WAIT-1",
            "SYN-RECEIVED -> ESTABLISHED [RFC 9293 3.10.7.4#5]",
            "ESTABLISHED -> FIN-WAIT-1 [RFC 9293 3.10.7.4#5]",
            "> FP. 101:106(5) ack 301 win 65535");
  }

  @Test
  void closeWaitIsLeftWhenTheFinGoes() {
    Machine.rfc()
        .in("ESTABLISHED")
        .when("< F. 301:301(0) ack 101 win 4", "call SEND 8")
        .then("CLOSE-WAIT")
        .when("call CLOSE")
        .then("CLOSE-WAIT")
        .when("< . 302:302(0) ack 101 win 500")
        .then(
            "LAST-ACK",
            "CLOSE-WAIT -> LAST-ACK [RFC 9293 3.10.4]",
            "> FP. 101:109(8) ack 302 win 65535");
  }

  @Test
  @Tag("rule-53")
  void whoeverWaitsInSynSentIsTold() {
    Machine.rfc()
        .in("SYN-SENT")
        .when("call SEND 5", "call RECEIVE 5", "call CLOSE")
        .answers(
            "error OPEN connection closing",
            "error SEND connection closing",
            "error RECEIVE connection closing",
            "tell CLOSE ok");
  }

  @Test
  @Tag("rule-93")
  void linuxAbortsWithAnAck() {
    Rows.check(
        "LINUX",
        "ESTABLISHED",
        "call ABORT",
        "CLOSED",
        "> R. 101:101(0) ack 301 win 64240; tell ABORT ok");
  }

  @Test
  void theOtherAnswerToTrapThree() {
    Machine.rfc()
        .with("afterAbort", "TIME_WAIT")
        .in("ESTABLISHED")
        .when("call ABORT")
        .then(
            "TIME-WAIT",
            "> R 101:101(0) win 0",
            "tell ABORT ok",
            "ESTABLISHED -> TIME-WAIT [RFC 9293 3.5.2]",
            "start TIME_WAIT +240000ms");
  }

  /** A user who RECEIVEs only what it asks for. */
  @Nested
  class Receive {
    private Machine reading() {
      return Machine.rfc().with(Settings.PLAIN.readingOnRequest()).in("ESTABLISHED");
    }

    @Test
    void isAnsweredByTheNextText() {
      reading()
          .when("call RECEIVE 3", "call RECEIVE 100")
          .answers()
          .when("< P. 301:306(5) ack 101 win 500")
          .answers(
              "deliver 3",
              "tell RECEIVE 3 octets",
              "deliver 2",
              "tell RECEIVE 2 octets",
              "> . 101:101(0) ack 306 win 65530");
    }

    @Test
    void isAnsweredAtOnceByTextThatWaits() {
      reading()
          .when("< P. 301:306(5) ack 101 win 500")
          .answers("> . 101:101(0) ack 306 win 65530")
          .when("call RECEIVE 3")
          .answers("deliver 3", "tell RECEIVE 3 octets");
    }

    @Test
    void inCloseWaitTakesWhatIsLeft() {
      reading()
          .when("< PF. 301:306(5) ack 101 win 500")
          .then("CLOSE-WAIT", "tell RECEIVE connection closing", "> …")
          .when("call RECEIVE 10")
          .answers("deliver 5", "tell RECEIVE 5 octets")
          .when("call RECEIVE 10")
          .answers("error RECEIVE connection closing");
    }

    @Test
    @Tag("rule-81")
    void thatWaitsIsToldOfTheFin() {
      reading()
          .when("call RECEIVE 5", "< F. 301:301(0) ack 101 win 500")
          .then(
              "CLOSE-WAIT",
              "error RECEIVE connection closing",
              "tell RECEIVE connection closing",
              "> …");
    }
  }
}
