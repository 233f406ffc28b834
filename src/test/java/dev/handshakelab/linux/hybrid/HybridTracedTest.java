package dev.handshakelab.linux.hybrid;

import static dev.handshakelab.linux.hybrid.HybridRequests.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.LinuxRunner;
import dev.handshakelab.linux.Stories;
import dev.handshakelab.trace.Trace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the kernel's tracepoints can be read, its transitions are its own word. */
@Timeout(120)
class HybridTracedTest {
  /** A cookie of an earlier session's would have the SYN wait for text that never comes. */
  @Test
  void aFastOpenCookieIsAskedForAnewInEverySession() throws Exception {
    var usual = LinuxRunner.Limits.USUAL;
    var limits =
        new LinuxRunner.Limits(
            usual.address(),
            usual.best(),
            false,
            1,
            usual.patience(),
            Duration.ofSeconds(5),
            usual.tapBufferBytes());
    try (var runner = new HybridRunner(limits, () -> null)) {
      assumeTrue(runner.capability().available(), () -> runner.capability().toString());
      for (int i = 0; i < 2; i++) {
        Trace trace =
            runner.run(
                asking("{client: {stack: 'KERNEL', fastOpen: true}, server: {fastOpenQueue: 16}}"),
                _ -> {});
        assertThat(Stories.segments(trace)).hasSize(3);
      }
    }
  }

  @Test
  void theKernelSaysItselfInWhatStatesItsEndIs() throws Exception {
    try (var kernel = new LinuxRunner(LinuxRunner.Limits.USUAL);
        var runner = new HybridRunner(LinuxRunner.Limits.USUAL, kernel::log)) {
      assumeTrue(runner.capability().available(), () -> runner.capability().toString());
      assumeTrue(kernel.log() != null, () -> kernel.capability().toString());
      Trace trace =
          runner.run(
              asking("{client: {stack: 'KERNEL'}, exchange: {clientBytes: 10, close: 'CLIENT'}}"),
              _ -> {});
      List<String> moves =
          Stories.transitions(trace).stream().filter(it -> it.startsWith("CLIENT")).toList();
      assertThat(moves)
          .startsWith(
              "CLIENT CLOSED SYN_SENT TRACED by OPEN", "CLIENT SYN_SENT ESTABLISHED TRACED by #2")
          .anyMatch(it -> it.startsWith("CLIENT ESTABLISHED FIN_WAIT_1 TRACED"));
      assertThat(Stories.transitions(trace))
          .filteredOn(it -> it.startsWith("SERVER"))
          .allMatch(it -> it.contains(" SIMULATED"));
    }
  }
}
