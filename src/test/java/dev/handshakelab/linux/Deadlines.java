package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A kernel operation that blocks or breaks ends its session, and no other: in every tier. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
abstract class Deadlines {
  /** A new place of one tier; a {@link LinuxException} when there is no right to one. */
  abstract Place good() throws LinuxException;

  Place goodOrNone() {
    try {
      return good();
    } catch (LinuxException impossible) {
      assumeTrue(false, () -> "there is no such tier here: " + impossible.getMessage());
      throw new IllegalStateException(impossible);
    }
  }

  private static LinuxRunner.Limits limits(Tier tier, Duration deadline) {
    return new LinuxRunner.Limits(
        IpAddress.parse("127.0.0.1"), tier, false, 2, Duration.ofSeconds(5), deadline, 1 << 20);
  }

  static LinuxRunner runner(Place place, Duration deadline) {
    return new LinuxRunner(
        limits(place.tier(), deadline),
        new Probe.Found(
            new Abilities(place.tier(), Map.of(), null, null, Map.of()), place, null, null));
  }

  @Test
  void whatDoesNotComeBackFailsAndTheNextSessionRuns() throws RunFailure {
    var released = new CountDownLatch(1);
    var calls = new AtomicInteger();
    var place =
        new Troubled(goodOrNone()) {
          @Override
          public TcpSocket bind(Party end, int port) throws LinuxException {
            if (calls.getAndIncrement() == 0) {
              awaitUninterruptibly(released);
            }
            return super.bind(end, port);
          }
        };
    try (var runner = runner(place, Duration.ofSeconds(3))) {
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() -> runner.run(KernelRequests.basic(), entry -> {}))
          .withMessage("a call to the kernel does not come back");
      assertThat(runner.run(KernelRequests.basic(), entry -> {}).transitions()).isNotEmpty();
      released.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatTheKernelRefusesFailsWithItsReason() throws RunFailure {
    var calls = new AtomicInteger();
    var place =
        new Troubled(goodOrNone()) {
          @Override
          public TcpSocket bind(Party end, int port) throws LinuxException {
            if (calls.getAndIncrement() == 0) {
              throw new LinuxException("bind(192.0.2.1)", 99);
            }
            return super.bind(end, port);
          }
        };
    try (var runner = runner(place, Duration.ofSeconds(30))) {
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() -> runner.run(KernelRequests.basic(), entry -> {}))
          .withMessage(
              "the kernel refused: bind(192.0.2.1): address not available (EADDRNOTAVAIL)");
      assertThat(runner.run(KernelRequests.basic(), entry -> {}).transitions()).isNotEmpty();
    }
  }

  @Test
  void aPlaceThatBrokeIsMadeAnew() throws RunFailure {
    var place =
        new Troubled(goodOrNone()) {
          @Override
          public String failure() {
            return "the link between the sockets is broken";
          }

          @Override
          public TcpSocket bind(Party end, int port) {
            throw new AssertionError("nobody is sent to a broken place");
          }
        };
    try (var runner = runner(place, Duration.ofSeconds(30))) {
      assertThat(runner.run(KernelRequests.basic(), entry -> {}).transitions()).isNotEmpty();
      assertThat(place.closed).isTrue();
    }
  }

  /** A good place, but for what a test makes of it. */
  static class Troubled implements Place {
    private final Place good;
    boolean closed;

    Troubled(Place good) {
      this.good = good;
    }

    @Override
    public Tier tier() {
      return good.tier();
    }

    @Override
    public TcpSocket bind(Party end, int port) throws LinuxException {
      return good.bind(end, port);
    }

    @Override
    public SocketAddress seenByPeer(Party end, SocketAddress local) {
      return good.seenByPeer(end, local);
    }

    @Override
    public SockDiag diagnose(Party end) throws LinuxException {
      return good.diagnose(end);
    }

    @Override
    public Sightings watch(SessionRequest request, SocketAddress client, SocketAddress server)
        throws LinuxException {
      return good.watch(request, client, server);
    }

    @Override
    public Octets asSent(Octets keptByServer) {
      return good.asSent(keptByServer);
    }

    @Override
    public Counters counters(Party end) throws LinuxException {
      return good.counters(end);
    }

    @Override
    public SortedMap<String, String> settings(Party end) {
      return good.settings(end);
    }

    @Override
    public @Nullable Integer handingThread() {
      return good.handingThread();
    }

    @Override
    public @Nullable String failure() {
      return good.failure();
    }

    @Override
    public void close() {
      closed = true;
      good.close();
    }
  }
}
