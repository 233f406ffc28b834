package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner.Capability;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.IpAddress;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a tap: what sockets alone tell, over either version of IP. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SocketsOnlyTest {
  private static Trace run(String address, String members) throws RunFailure {
    var limits =
        LinuxRunner.Limits.USUAL
            .withBest(Tier.SOCKETS_ONLY)
            .untraced()
            .withAddress(IpAddress.parse(address));
    try (var runner = new LinuxRunner(limits)) {
      Capability capability = runner.capability();
      assumeTrue(
          Tier.SOCKETS_ONLY.label().equals(capability.tier()),
          () -> "no sockets of " + address + " here: " + capability);
      return runner.run(KernelRequests.asking(members), entry -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void theSynIsWhatTheServersKernelKept(String address) throws RunFailure {
    Trace trace = run(address, "{}");
    assertThat(trace.segments())
        .singleElement()
        .satisfies(syn -> {
          assertThat(syn.sent().packet().segment().isSyn()).isTrue();
          assertThat(syn.sent().packet().source().address()).hasToString(address);
          assertThat(syn.sent().provenance()).isEqualTo(Provenance.KERNEL_REPORTED);
        });
    assertThat(Stories.transitions(trace))
        .contains("SERVER SYN_RECEIVED ESTABLISHED SAMPLED", "CLIENT SYN_SENT ESTABLISHED SAMPLED");
    assertThat(trace.conversation(1).client().address()).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 | {} | ESTABLISHED",
        "::1       | {} | ESTABLISHED",
        "127.0.0.1 | {exchange: {clientBytes: 10, serverBytes: 20, close: 'BOTH'}} | CLOSED",
        "::1       | {exchange: {clientBytes: 10, serverBytes: 20, close: 'BOTH'}} | CLOSED",
        "127.0.0.1 | {server: {listens: false}} | REFUSED",
        "::1       | {server: {listens: false}} | REFUSED",
      })
  void howItEndedIsKnown(String address, String members, Outcome outcome) throws RunFailure {
    assertThat(Stories.outcome(run(address, members))).isEqualTo(outcome);
  }
}
