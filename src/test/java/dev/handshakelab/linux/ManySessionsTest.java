package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sessions beside and after each other: none sees another's segments, none leaves anything open.
 */
@Timeout(120)
class ManySessionsTest extends KernelTest {
  private static final int CALLERS = 4;

  private static int openDescriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }

  /** Each once for each number, by a few threads at a time. */
  private static <T> List<T> all(int count, Callable<T> session)
      throws InterruptedException, ExecutionException {
    List<Future<T>> running = new ArrayList<>();
    List<T> results = new ArrayList<>();
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      for (int i = 0; i < count; i++) {
        running.add(callers.submit(session));
      }
      for (Future<T> one : running) {
        results.add(one.get());
      }
    }
    return results;
  }

  @Test
  void aThousandHandshakesLoseNoSegment() throws InterruptedException, ExecutionException {
    loseNoSegment(1000);
  }

  @Test
  @Tag("deep")
  void fiveThousandHandshakesLoseNoSegment() throws InterruptedException, ExecutionException {
    loseNoSegment(5000);
  }

  private void loseNoSegment(int handshakes) throws InterruptedException, ExecutionException {
    List<Trace> traces = all(handshakes, () -> runner().run(KernelRequests.basic(), entry -> {}));
    assertThat(traces)
        .hasSize(handshakes)
        .allSatisfy(trace -> {
          assertThat(Stories.segments(trace))
              .containsExactly("CLIENT S 0(0)", "SERVER S. 0(0) ack 1", "CLIENT . 1(0) ack 1");
          assertThat(trace.segments())
              .allSatisfy(segment -> {
                assertThat(segment.sent().atNs()).isNotNull();
                assertThat(segment.receivedNs()).isNotNull();
              });
          assertThat(Stories.notes(trace)).isEmpty();
        });
  }

  @Test
  void noneLeavesADescriptorOpen() throws Exception {
    List<SessionRequest> kinds =
        List.of(
            KernelRequests.basic(),
            KernelRequests.asking("{server: {listens: false}}"),
            KernelRequests.asking("{exchange: {clientBytes: 10, serverBytes: 10, close: 'BOTH'}}"),
            KernelRequests.asking(
                """
                {steps: [
                  {atMs: 0, end: 'CLIENT', call: 'OPEN'}, {atMs: 0, end: 'SERVER', call: 'ABORT'}]}\
                """));
    for (SessionRequest kind : kinds) {
      runner().run(kind, entry -> {});
    }
    int before = openDescriptors();
    for (int i = 0; i < 50; i++) {
      for (SessionRequest kind : kinds) {
        runner().run(kind, entry -> {});
      }
    }
    // Fewer is well: what other tests of this JVM left to be collected may be closed meanwhile.
    assertThat(openDescriptors()).isLessThanOrEqualTo(before);
  }

  /** It runs into its deadline at once, in whatever it is doing. */
  @Test
  void noFailureLeavesADescriptorOpen() throws LinuxException, IOException {
    try (var taps = Taps.open("lo", 1 << 20)) {
      var hurried =
          new Setting(
              new HostPlace(IpAddress.parse("127.0.0.1"), taps),
              null,
              Duration.ofNanos(1),
              () -> false);
      SessionRequest lasting = KernelRequests.asking("{until: {ms: 60000}}");
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() -> KernelSession.run(lasting, hurried));
      int before = openDescriptors();
      for (int i = 0; i < 50; i++) {
        assertThatExceptionOfType(RunFailure.class)
            .isThrownBy(() -> KernelSession.run(lasting, hurried))
            .withMessageStartingWith("not over after 0 ms: the client is in ");
      }
      assertThat(openDescriptors()).isEqualTo(before);
    }
  }

  /**
   * A session of a minute takes the only place; the others are told, and it ends with the runner.
   */
  @Test
  void moreThanMayRunAreToldSo() throws Exception {
    var limits =
        new LinuxRunner.Limits(
            IpAddress.parse("127.0.0.1"),
            Tier.LOOPBACK,
            false,
            1,
            Duration.ZERO,
            Duration.ofMinutes(1),
            1 << 20);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread lasting;
    try (var runner = new LinuxRunner(limits)) {
      lasting = Thread.ofPlatform().start(() -> end.complete(outcomeOfLasting(runner)));
      assertThatThrownBy(
              () -> {
                while (!end.isDone()) {
                  runner.run(KernelRequests.basic(), entry -> {});
                }
              })
          .isInstanceOf(NoCapacity.class)
          .hasMessage("1 sessions are running on the kernel");
    }
    lasting.join();
    assertThat(end.get()).isInstanceOf(RunFailure.class).hasMessage(Turns.STOPPING);
  }

  private static Throwable outcomeOfLasting(LinuxRunner runner) {
    while (true) {
      try {
        runner.run(KernelRequests.asking("{until: {ms: 60000}}"), entry -> {});
        return new AssertionError("it was to last");
      } catch (NoCapacity again) {
        Thread.onSpinWait();
      } catch (RunFailure failure) {
        return failure;
      }
    }
  }
}
