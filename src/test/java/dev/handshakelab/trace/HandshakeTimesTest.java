package dev.handshakelab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.StateName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandshakeTimesTest {
  private static final long MS = 1_000_000;

  private static Timing timing(String lines) {
    return Measuring.of(TraceText.trace(lines)).getFirst().timing();
  }

  @Test
  void aHandshakeTakesARoundTripAndAHalf() {
    assertThat(
            timing(
                """
                0 client CLOSED SYN_SENT OPEN
                0 > 20 S 100:100(0)
                20 server LISTEN SYN_RECEIVED #1
                20 < 40 S. 300:300(0) ack 101
                40 client SYN_SENT ESTABLISHED #2
                40 > 60 . 101:101(0) ack 301
                60 server SYN_RECEIVED ESTABLISHED #3
                """))
        .isEqualTo(
            new Timing(
                60 * MS,
                40 * MS,
                60 * MS,
                40 * MS,
                40 * MS,
                40 * MS,
                40 * MS,
                0,
                0,
                0L,
                List.of(),
                Map.of(
                    Party.CLIENT, Map.of(StateName.SYN_SENT, 40 * MS),
                    Party.SERVER, Map.of(StateName.SYN_RECEIVED, 40 * MS)),
                Clock.VIRTUAL,
                1));
  }

  @Test
  void everythingCountsFromTheFirstSynNotFromTimeZero() {
    Timing timing =
        timing(
            """
            -5 client LISTEN SYN_SENT OPEN
            5 > 25 S 100:100(0)
            45 client SYN_SENT ESTABLISHED #2
            """);
    assertThat(timing.clientEstablishedNs()).isEqualTo(40 * MS);
    assertThat(timing.handshakeNs()).isNull();
    assertThat(timing.serverEstablishedNs()).isNull();
  }

  @Test
  void aRepeatedSynMeasuresNoRoundTrip() {
    Timing timing =
        timing(
            """
            0 > x S 100:100(0)
            1000 > 1020 S 100:100(0)
            1020 < 1040 S. 300:300(0) ack 101
            1040 > 1060 . 101:101(0) ack 301
            """);
    assertThat(timing.synToSynAckNs()).isEqualTo(1040 * MS);
    assertThat(timing.clientRttNs()).as("Karn").isNull();
    assertThat(timing.synAckToAckNs()).isEqualTo(40 * MS);
    assertThat(timing.serverRttNs()).isEqualTo(40 * MS);
    assertThat(timing.synRetransmissions()).isEqualTo(1);
    assertThat(timing.retransmissionWaits()).containsExactly(1000 * MS);
    assertThat(timing.retransmissionWaitNs()).isEqualTo(1000 * MS);
  }

  @Test
  void waitsAreThoseBetweenCopiesOfOneKindInTheOrderOfSending() {
    Timing timing =
        timing(
            """
            0 > 20 S 100:100(0)
            20 < x S. 300:300(0) ack 101
            1000 > 1020 S 100:100(0)
            1020 < 1040 S. 300:300(0) ack 101
            1020 < 1040 S. 300:300(0) ack 101
            1040 > 1060 . 101:101(0) ack 301
            """);
    assertThat(timing.synRetransmissions()).isEqualTo(1);
    assertThat(timing.synAckRetransmissions()).isEqualTo(2);
    assertThat(timing.retransmissionWaits()).containsExactly(1000 * MS, 1000 * MS, 0L);
    assertThat(timing.retransmissionWaitNs()).isEqualTo(2000 * MS);
    assertThat(timing.serverRttNs()).isNull();
    assertThat(timing.synAckToAckNs()).isEqualTo(1040 * MS);
  }

  @Test
  void anUnacceptableSynAckAnswersNothing() {
    Timing timing =
        timing(
            """
            0 > 20 S 100:100(0)
            5 <! 6:dropped S. 7:7(0) ack 50
            7 < 8:corrupted S. 300:300(0) ack 101
            20 < 40 S. 300:300(0) ack 101
            """);
    assertThat(timing.synToSynAckNs()).isEqualTo(40 * MS);
  }

  @Test
  void dataOrFinThatAcknowledgesEndsTheServersWait() {
    assertThat(
            timing(
                    """
                    0 > 20 S 100:100(0)
                    20 < 40 S. 300:300(0) ack 101
                    40 > x . 101:101(0) ack 301
                    50 > 70 P. 101:111(10) ack 301
                    """)
                .synAckToAckNs())
        .isEqualTo(50 * MS);
  }

  @Test
  void aForeignSynBeginsNothing() {
    Timing timing =
        timing(
            """
            0 >! 0 S 90:90(0)
            10 > 30 S 100:100(0)
            30 < 50 S. 300:300(0) ack 101
            50 client SYN_SENT ESTABLISHED #3
            """);
    assertThat(timing.clientEstablishedNs()).isEqualTo(40 * MS);
    assertThat(timing.synRetransmissions()).isZero();
    assertThat(timing.synToSynAckNs()).isEqualTo(40 * MS);
  }

  @Test
  void acrossTheWrapOfTheSequenceSpaceNothingChanges() {
    assertThat(
            timing(
                    """
                    0 > 20 S 4294967295:4294967295(0)
                    20 < 40 S. 4294967295:4294967295(0) ack 0
                    40 > 60 . 0:0(0) ack 0
                    """)
                .serverRttNs())
        .isEqualTo(40 * MS);
  }

  @Test
  void aStateThatIsEnteredTwiceLastsTheSumAndListenBeforeTheSynIsNotCounted() {
    Timing timing =
        timing(
            """
            -100 server listener CLOSED LISTEN LISTEN
            0 > 10 S 90:90(0)
            10 server LISTEN SYN_RECEIVED #1
            30 server SYN_RECEIVED LISTEN #2
            37 server LISTEN SYN_RECEIVED #3
            40 server SYN_RECEIVED ESTABLISHED #4
            """);
    assertThat(timing.timeInState())
        .isEqualTo(
            Map.of(
                Party.CLIENT, Map.of(),
                Party.SERVER, Map.of(StateName.SYN_RECEIVED, 23 * MS, StateName.LISTEN, 7 * MS)));
  }

  @Test
  void whatNobodyTimedIsNull() {
    Timing timing =
        timing(
            """
            ? client CLOSED SYN_SENT OPEN
            ? > ?:unknown S 100:100(0)
            ? > ?:unknown S 100:100(0)
            ? < ?:unknown S. 300:300(0) ack 101
            3 client SYN_SENT ESTABLISHED ?
            9 client ESTABLISHED CLOSED ?
            """);
    assertThat(timing.handshakeNs()).isNull();
    assertThat(timing.clientEstablishedNs()).isNull();
    assertThat(timing.synToSynAckNs()).isNull();
    assertThat(timing.synRetransmissions()).isEqualTo(1);
    assertThat(timing.retransmissionWaitNs()).isNull();
    assertThat(timing.retransmissionWaits()).isEmpty();
    assertThat(timing.timeInState().get(Party.CLIENT))
        .isEqualTo(Map.of(StateName.ESTABLISHED, 6 * MS));
  }

  @Test
  void statesAndEndsComeInTheSameOrderOnEveryMachine() {
    Timing timing =
        timing(
            """
            0 client CLOSED SYN_SENT OPEN
            1 client SYN_SENT ESTABLISHED #2
            2 client ESTABLISHED FIN_WAIT_1 CLOSE
            3 client FIN_WAIT_1 FIN_WAIT_2 #5
            4 client FIN_WAIT_2 TIME_WAIT #6
            """);
    assertThat(timing.timeInState())
        .hasToString(
            "{CLIENT={SYN_SENT=1000000, ESTABLISHED=1000000, FIN_WAIT_1=1000000,"
                + " FIN_WAIT_2=1000000}, SERVER={}}");
  }
}
