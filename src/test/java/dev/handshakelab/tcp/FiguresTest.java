package dev.handshakelab.tcp;

import static dev.handshakelab.tcp.Pair.Side.A;
import static dev.handshakelab.tcp.Pair.Side.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Figures 6 to 13 of RFC 9293, with the numbers that are printed there. */
class FiguresTest {

  @Test
  @Tag("rule-16")
  void figure6BasicThreeWayHandshake() {
    Pair.rfc(List.of(100L), List.of(300L))
        .listen(B)
        .open(A)
        .passes(A)
        .passes(B)
        .passes(A)
        .send(A, 5)
        .passes(A)
        .shows(
            """
            SYN-SENT     --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED
            ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
            ESTABLISHED  --> <SEQ=101><ACK=301><CTL=ACK> --> ESTABLISHED
            ESTABLISHED  --> <SEQ=101><ACK=301><CTL=ACK><DATA=5> --> ESTABLISHED
            """);
  }

  /** Lines 2 to 7: four segments, and ESTABLISHED on the SYN,ACK. */
  @Test
  @Tag("MUST-10")
  @Tag("rule-12")
  @Tag("rule-17")
  void figure7SimultaneousOpen() {
    var pair =
        Pair.of(
            Switches.set(Policy.RFC_9293, "simultaneousOpen", "FIGURE_7"),
            Settings.PLAIN,
            List.of(100L),
            List.of(300L));
    crossed(pair)
        .passes(B)
        .arrives(A)
        .shows(
            """
            SYN-SENT     --> <SEQ=100><CTL=SYN> ...
            SYN-RECEIVED <-- <SEQ=300><CTL=SYN> <-- SYN-SENT
                         ... <SEQ=100><CTL=SYN> --> SYN-RECEIVED
            SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
            ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
                         ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> ESTABLISHED
            """);
    assertThat(pair.waiting(A) + pair.waiting(B)).isZero();
  }

  private static Pair crossed(Pair pair) {
    return pair.open(A).departs(A).open(B).passes(B).arrives(A).departs(A);
  }

  /** The same by §3.10.7.4: the SYN,ACK is not acceptable, and six segments are needed. */
  @Test
  @Tag("MUST-10")
  @Tag("rule-12")
  @Tag("rule-17")
  void figure7ByTheTextOfSection310() {
    crossed(Pair.rfc(List.of(100L), List.of(300L)))
        .passes(B)
        .arrives(A)
        .passes(A)
        .passes(B)
        .shows(
            """
            SYN-SENT     --> <SEQ=100><CTL=SYN> ...
            SYN-RECEIVED <-- <SEQ=300><CTL=SYN> <-- SYN-SENT
                         ... <SEQ=100><CTL=SYN> --> SYN-RECEIVED
            SYN-RECEIVED --> <SEQ=100><ACK=301><CTL=SYN,ACK> ...
            SYN-RECEIVED <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
                         ... <SEQ=100><ACK=301><CTL=SYN,ACK> --> SYN-RECEIVED
            SYN-RECEIVED --> <SEQ=101><ACK=301><CTL=ACK> --> ESTABLISHED
            ESTABLISHED  <-- <SEQ=301><ACK=101><CTL=ACK> <-- ESTABLISHED
            """);
  }

  @Test
  @Tag("rule-18")
  void figure8RecoveryFromAnOldDuplicateSyn() {
    Pair.rfc(List.of(100L), List.of(300L, 400L))
        .listen(B)
        .open(A)
        .departs(A)
        .injected(B, "S 90:90(0) win 1000")
        .passes(B)
        .overtakes(A)
        .arrives(A)
        .passes(B)
        .passes(A)
        .shows(
            """
            SYN-SENT     --> <SEQ=100><CTL=SYN> ...
                         ... <SEQ=90><CTL=SYN> --> SYN-RECEIVED
            SYN-SENT     <-- <SEQ=300><ACK=91><CTL=SYN,ACK> <-- SYN-RECEIVED
            SYN-SENT     --> <SEQ=91><CTL=RST> --> LISTEN
                         ... <SEQ=100><CTL=SYN> --> SYN-RECEIVED
            ESTABLISHED  <-- <SEQ=400><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
            ESTABLISHED  --> <SEQ=101><ACK=401><CTL=ACK> --> ESTABLISHED
            """);
  }

  /** The text after Figure 8: the SYN arrives before the RST. It ends well all the same. */
  @Test
  @Tag("rule-24")
  void figure8WithTheSynBeforeTheReset() {
    var pair =
        Pair.rfc(List.of(100L), List.of(300L, 400L, 500L))
            .listen(B)
            .open(A)
            .departs(A)
            .injected(B, "S 90:90(0) win 1000")
            .passes(B) // SYN,ACK 300/91 draws a RST, which waits behind the SYN
            .arrives(A) // the SYN: back to LISTEN, silently
            .passes(A) // the RST finds nothing
            .expire(A) // so the SYN goes again
            .passes(A)
            .passes(B)
            .passes(A);
    pair.shows(
        """
        SYN-SENT     --> <SEQ=100><CTL=SYN> ...
                     ... <SEQ=90><CTL=SYN> --> SYN-RECEIVED
        SYN-SENT     <-- <SEQ=300><ACK=91><CTL=SYN,ACK> <-- SYN-RECEIVED
                     ... <SEQ=100><CTL=SYN> --> LISTEN
        SYN-SENT     --> <SEQ=91><CTL=RST> --> LISTEN
        SYN-SENT     --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED
        ESTABLISHED  <-- <SEQ=400><ACK=101><CTL=SYN,ACK> <-- SYN-RECEIVED
        ESTABLISHED  --> <SEQ=101><ACK=401><CTL=ACK> --> ESTABLISHED
        """);
    assertThat(pair.waiting(A) + pair.waiting(B)).isZero();
  }

  /** A has sent up to 100 and B up to 300 when A reboots. */
  private static Pair established(List<Long> isnsOfA) {
    return Pair.rfc(isnsOfA, List.of(299L))
        .listen(B)
        .open(A)
        .passes(A)
        .passes(B)
        .passes(A)
        .preamble();
  }

  @Test
  @Tag("rule-19")
  @Tag("rule-54")
  void figure9HalfOpenConnectionDiscovery() {
    var pair =
        established(List.of(99L, 400L))
            .reboot(A)
            .open(A)
            .passes(A)
            .passes(B)
            .passes(A)
            .expire(A)
            .passes(A);
    pair.shows(
        """
        SYN-SENT     --> <SEQ=400><CTL=SYN> --> ESTABLISHED
        SYN-SENT     <-- <SEQ=300><ACK=100><CTL=ACK> <-- ESTABLISHED
        SYN-SENT     --> <SEQ=100><CTL=RST> --> LISTEN
        SYN-SENT     --> <SEQ=400><CTL=SYN> --> SYN-RECEIVED
        """);
    assertThat(pair.told()).contains("B RESET error: connection reset");
  }

  @Test
  @Tag("rule-20")
  void figure10ActiveSideCausesHalfOpenConnectionDiscovery() {
    var pair = established(List.of(99L)).closeListener(B).reboot(A).send(B, 10).passes(B).passes(A);
    pair.shows(
        """
        CLOSED       <-- <SEQ=300><ACK=100><CTL=ACK><DATA=10> <-- ESTABLISHED
        CLOSED       --> <SEQ=100><CTL=RST> --> CLOSED
        """);
    assertThat(pair.told())
        .contains("B SEND error: connection reset", "B RESET error: connection reset");
  }

  /** Z = 90 and X = 300. */
  @Test
  @Tag("MUST-11")
  @Tag("rule-13")
  @Tag("rule-21")
  void figure11OldDuplicateSynInitiatesAResetOnTwoPassiveSockets() {
    Pair.rfc(List.of(), List.of(300L))
        .listen(A)
        .listen(B)
        .injected(B, "S 90:90(0) win 1000")
        .passes(B)
        .passes(A)
        .shows(
            """
                         ... <SEQ=90><CTL=SYN> --> SYN-RECEIVED
            LISTEN       <-- <SEQ=300><ACK=91><CTL=SYN,ACK> <-- SYN-RECEIVED
            LISTEN       --> <SEQ=91><CTL=RST> --> LISTEN
            """);
  }

  @Test
  @Tag("rule-22")
  void figure12NormalCloseSequence() {
    var pair =
        established(List.of(99L))
            .closeListener(B)
            .close(A)
            .passes(A)
            .passes(B)
            .close(B)
            .passes(B)
            .passes(A);
    pair.shows(
        """
        FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSE-WAIT
        FIN-WAIT-2   <-- <SEQ=300><ACK=101><CTL=ACK> <-- CLOSE-WAIT
        TIME-WAIT    <-- <SEQ=300><ACK=101><CTL=FIN,ACK> <-- LAST-ACK
        TIME-WAIT    --> <SEQ=101><ACK=301><CTL=ACK> --> CLOSED
        """);
    assertThat(pair.expire(A).state(A)).isEqualTo("CLOSED");
  }

  @Test
  @Tag("rule-23")
  void figure13SimultaneousCloseSequence() {
    var pair =
        established(List.of(99L))
            .close(A)
            .departs(A)
            .close(B)
            .passes(B)
            .departs(A)
            .arrives(A)
            .passes(B)
            .arrives(A);
    pair.shows(
        """
        FIN-WAIT-1   --> <SEQ=100><ACK=300><CTL=FIN,ACK> ...
        CLOSING      <-- <SEQ=300><ACK=100><CTL=FIN,ACK> <-- FIN-WAIT-1
        CLOSING      --> <SEQ=101><ACK=301><CTL=ACK> ...
                     ... <SEQ=100><ACK=300><CTL=FIN,ACK> --> CLOSING
        TIME-WAIT    <-- <SEQ=301><ACK=101><CTL=ACK> <-- CLOSING
                     ... <SEQ=101><ACK=301><CTL=ACK> --> TIME-WAIT
        """);
    assertThat(pair.expire(A).state(A)).isEqualTo("CLOSED");
    assertThat(pair.expire(B).state(B)).isEqualTo("LISTEN");
  }
}
