package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A socket of the kernel's that opens to itself, alone on a loopback interface. */
@Timeout(60)
class SelfConnectTest {
  private static final String TO_ITSELF =
      """
      {client: {isns: [100]}, server: {listens: false},
       steps: [{atMs: 0, end: 'CLIENT', call: 'OPEN', target: 'SELF'}]}\
      """;

  /** Where the lab makes the machine, segments are of Ethernet's size; elsewhere of the host's. */
  @ParameterizedTest
  @CsvSource({
    "NETNS_TUN, true,  127.0.0.1, 1460",
    "NETNS_TUN, true,  ::1,       1440",
    "NETNS_TUN, false, 127.0.0.1, 1460",
    "LOOPBACK,  true,  127.0.0.1, 65495"
  })
  void whatItSendsComesBackAndOpensIt(Tier tier, boolean traced, String address, int mss)
      throws Exception {
    var wanted = LinuxRunner.Limits.USUAL.withBest(tier).withAddress(IpAddress.parse(address));
    try (var runner = new LinuxRunner(traced ? wanted : wanted.untraced())) {
      assumeTrue(
          tier.label().equals(runner.capability().tier()), () -> runner.capability().toString());
      Trace trace = runner.run(KernelRequests.asking(TO_ITSELF), _ -> {});
      assertThat(Stories.segments(trace))
          .containsExactly("CLIENT S 0(0)", "CLIENT S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
      assertThat(trace.segments()).noneMatch(it -> it.deliveries().isEmpty());
      assertThat(trace.segments().getFirst().sent().packet().segment())
          .satisfies(syn -> assertThat(syn.sequence()).hasToString("100"))
          .satisfies(syn ->
              assertThat(syn.option(TcpOption.MaximumSegmentSize.class))
                  .hasValue(new TcpOption.MaximumSegmentSize(mss)));
      assertThat(trace.conversation(1).opening()).isEqualTo(Opening.SELF);
      String by = traced ? "TRACED" : "INFERRED";
      assertThat(Stories.transitions(trace))
          .isEqualTo(
              List.of(
                  "CLIENT CLOSED SYN_SENT " + by + " by OPEN",
                  "CLIENT SYN_SENT SYN_RECEIVED " + by + " by #1",
                  "CLIENT SYN_RECEIVED ESTABLISHED " + by + " by #2"));
      assertThat(Stories.outcome(trace)).isEqualTo(Outcome.ESTABLISHED);
      assertThat(Stories.notes(trace)).isEmpty();
    }
  }
}
