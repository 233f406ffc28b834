package dev.handshakelab.tcp;

import static dev.handshakelab.tcp.Pair.Side.A;
import static dev.handshakelab.tcp.Pair.Side.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where an acceptable RST leaves SYN-SENT: §3.10.7.3 says CLOSED, the prose of §3.5 LISTEN. */
class SynSentResetTest {
  private static Pair refused(String synSentReset) {
    var policy = Switches.set(Policy.RFC_9293, "synSentReset", synSentReset);
    return Pair.of(policy, Settings.PLAIN, List.of(100L, 101L), List.of(300L))
        .open(A)
        .passes(A)
        .passes(B);
  }

  @Test
  void theEventProcessingDeletesTheConnectionAndTellsTheUser() {
    var pair = refused("CLOSED");
    assertThat(pair.host(A).connections().inOrder()).isEmpty();
    assertThat(pair.host(A).listener(Pair.A)).isEmpty();
    assertThat(pair.told()).contains("A OPEN error: connection reset");
  }

  @Test
  void theProseLetsItWaitForAPeerWhoComesByHimself() {
    var pair = refused("LISTEN");
    assertThat(pair.host(A).listener(Pair.A)).isPresent();
    assertThat(pair.told()).doesNotContain("A OPEN error: connection reset");
    pair.open(B).passes(B).passes(A).passes(B);
    assertThat(List.of(pair.state(A), pair.state(B))).containsOnly("ESTABLISHED");
  }

  @Test
  void aListenerThatIsThereAlreadyStaysAsItIs() {
    var policy = Switches.set(Policy.RFC_9293, "synSentReset", "LISTEN");
    var pair =
        Pair.of(policy, Settings.PLAIN, List.of(100L), List.of(300L))
            .listen(A)
            .open(A)
            .passes(A)
            .passes(B);
    assertThat(pair.host(A).listener(Pair.A).orElseThrow().backlog()).isNotEqualTo(Backlog.of(0));
  }
}
