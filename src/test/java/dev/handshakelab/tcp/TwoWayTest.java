package dev.handshakelab.tcp;

import static dev.handshakelab.tcp.Pair.Side.A;
import static dev.handshakelab.tcp.Pair.Side.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The strawman beside the real thing: why there are three segments. */
class TwoWayTest {
  private static Pair pair(String handshake) {
    return Pair.of(
        Switches.set(Policy.RFC_9293, "handshake", handshake),
        Settings.PLAIN,
        List.of(100L),
        List.of(300L, 400L));
  }

  @Test
  void twoSegmentsAreAll() {
    var pair = pair("TWO_WAY").listen(B).open(A).passes(A).passes(B);
    pair.shows(
        """
        SYN-SENT     --> <SEQ=100><CTL=SYN> --> ESTABLISHED
        ESTABLISHED  <-- <SEQ=300><ACK=101><CTL=SYN,ACK> <-- ESTABLISHED
        """);
    assertThat(pair.waiting(A) + pair.waiting(B)).isZero();
    assertThat(pair.host(A).isAtRest() && pair.host(B).isAtRest()).isTrue();
  }

  @Test
  void textGoesBothWays() {
    var pair = pair("TWO_WAY").listen(B).open(A).passes(A).passes(B);
    pair.send(B, 5).passes(B).passes(A).send(A, 7).passes(A).passes(B);
    assertThat(pair.told()).contains("A gets 5", "B gets 7", "A SEND ok", "B SEND ok");
  }

  @Test
  void aLostSynAckIsRepairedByTheClient() {
    var pair = pair("TWO_WAY").listen(B).open(A).passes(A).loses(B);
    assertThat(pair.host(B).isAtRest()).isTrue();
    pair.expire(A).passes(A).passes(B);
    assertThat(pair.state(A)).isEqualTo("ESTABLISHED");
    assertThat(pair.waiting(A) + pair.waiting(B)).isZero();
  }

  /** An old SYN and old text, and a user gets what nobody sent it. Three segments refuse both. */
  @Test
  void anOldDuplicateOpensAConnectionAndItsTextIsDelivered() {
    var strawman = pair("TWO_WAY").listen(B).injected(B, "S 90:90(0) win 1000");
    assertThat(strawman.state(B)).isEqualTo("ESTABLISHED");
    strawman.injected(B, "P. 91:96(5) ack 301 win 1000");
    assertThat(strawman.told()).contains("B gets 5");

    var three = pair("THREE_WAY").listen(B).injected(B, "S 90:90(0) win 1000");
    assertThat(three.state(B)).isEqualTo("SYN-RECEIVED");
    three.injected(B, "P. 91:96(5) ack 7777 win 1000");
    assertThat(three.told()).doesNotContain("B gets 5");
    assertThat(three.state(B)).isEqualTo("SYN-RECEIVED");
  }
}
