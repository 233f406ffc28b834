package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.IcmpError.Weight;
import dev.handshakelab.wire.SequenceNumber;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** §3.9.2.2: what ICMP tells about a segment of ours. */
@Tag("MUST-54")
class IcmpTest {

  @ParameterizedTest
  @CsvSource({
    // IPv6, type, code, weight
    "false, 3, 0, SOFT", "false, 3, 1, SOFT", "false, 3, 5, SOFT", "false, 11, 0, SOFT",
    "false, 11, 1, SOFT", "false, 12, 0, SOFT", "false, 3, 2, HARD", "false, 3, 3, HARD",
    "false, 3, 4, TOO_BIG", "false, 4, 0, NONE", "false, 0, 0, NONE", "false, 5, 1, NONE",
    "true, 1, 0, SOFT", "true, 1, 3, SOFT", "true, 3, 0, SOFT", "true, 3, 1, SOFT",
    "true, 4, 0, SOFT", "true, 4, 2, SOFT", "true, 1, 1, HARD", "true, 1, 4, HARD",
    "true, 2, 0, TOO_BIG", "true, 128, 0, NONE",
  })
  @Tag("rule-129")
  void weights(boolean ipv6, int type, int code, Weight weight) {
    assertThat(new IcmpError(ipv6, type, code, 0, SequenceNumber.ZERO).weight()).isEqualTo(weight);
  }

  /** Soft errors. */
  @Nested
  class Soft {
    @ParameterizedTest
    @CsvSource({"3, 0", "3, 1", "3, 5", "11, 0", "11, 1", "12, 0"})
    @Tag("MUST-56")
    @Tag("SHLD-25")
    @Tag("MUST-47")
    @Tag("rule-129")
    void theUserIsToldAndTheConnectionLives(int type, int code) {
      Machine.rfc()
          .in("SYN-SENT")
          .icmp(type, code, 100)
          .then("SYN-SENT", "error REPORT destination unreachable");
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5")
          .icmp(type, code, 101)
          .then("ESTABLISHED", "error REPORT destination unreachable");
    }

    @Test
    @Tag("rule-129")
    void rfc5461DescribesStacksThatGiveAnOpeningUp() {
      Machine.linux()
          .in("SYN-SENT")
          .icmp(3, 1, 100)
          .then("CLOSED", "error OPEN destination unreachable");
      Machine.linux()
          .in("ESTABLISHED")
          .when("call SEND 5")
          .icmp(3, 1, 101)
          .then("ESTABLISHED", "error REPORT destination unreachable");
    }
  }

  /** Hard errors. */
  @Nested
  @Tag("SHLD-26")
  class Hard {
    @ParameterizedTest
    @CsvSource({"3, 2", "3, 3", "3, 4"})
    @Tag("rule-129")
    void abortTheConnection(int type, int code) {
      Machine.rfc()
          .in("SYN-SENT")
          .icmp(type, code, 100)
          .then("CLOSED", "error OPEN destination unreachable");
      Machine.rfc()
          .in("ESTABLISHED")
          .when("call SEND 5")
          .icmp(type, code, 101)
          .then(
              "CLOSED",
              "error SEND destination unreachable",
              "error REPORT destination unreachable");
    }

    @Test
    @Tag("rule-129")
    void linuxOnlyTellsOnceTheConnectionIsThere() {
      Machine.linux()
          .in("ESTABLISHED")
          .when("call SEND 5")
          .icmp(3, 3, 101)
          .then("ESTABLISHED", "error REPORT destination unreachable");
      Machine.linux().in("SYN-SENT").icmp(3, 3, 100).then("CLOSED", "error OPEN …");
    }
  }

  @Test
  @Tag("MUST-55")
  @Tag("rule-129")
  void sourceQuenchIsDiscardedInSilence() {
    Machine.rfc().in("SYN-SENT").icmp(4, 0, 100).then("SYN-SENT");
    Machine.rfc().in("ESTABLISHED").when("call SEND 5").icmp(4, 0, 101).then("ESTABLISHED");
  }

  /** RFC 5927 §4.1: an error that quotes what is not in flight was not caused by us. */
  @ParameterizedTest
  @CsvSource({"100, false", "101, true", "105, true", "106, false", "7, false"})
  void onlyWhatIsInFlightCanHaveCausedOne(long quoted, boolean believed) {
    var machine = Machine.rfc().in("ESTABLISHED").when("call SEND 5").icmp(3, 3, quoted);
    assertThat(machine.state() instanceof State.Closed).isEqualTo(believed);
  }

  @Test
  void linuxSendsSmallerSegmentsWhenOneWasTooBig() {
    Machine.linux()
        .in("ESTABLISHED")
        .when("call SEND 1460")
        .icmp(new IcmpError(false, 3, 4, 1240, SequenceNumber.of(101)))
        .then("ESTABLISHED", "> . 101:1301(1200) ack 301 win 64240");
    Machine.linux()
        .in("ESTABLISHED")
        .when("call SEND 1460")
        .icmp(new IcmpError(false, 3, 4, 9000, SequenceNumber.of(101)))
        .then("ESTABLISHED", "drop the path is no narrower than known [RFC 9293 3.7.2]");
  }

  /** RFC 1191 §5: an old router tells none; ip_rt_min_pmtu is 552. */
  @Test
  void linuxTakesAPathThatTellsNoMtuForTheNarrowest() {
    Machine.linux()
        .in("ESTABLISHED")
        .when("call SEND 1460")
        .icmp(3, 4, 101)
        .then("ESTABLISHED", "> . 101:613(512) ack 301 win 64240");
    Machine.linux()
        .in("SYN-SENT")
        .icmp(3, 4, 100)
        .then("SYN-SENT")
        .due(Timer.RETRANSMIT)
        .answers("> S 100:100(0) win 64240 <mss 512>");
  }
}
