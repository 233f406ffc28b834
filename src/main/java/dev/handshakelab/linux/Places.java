package dev.handshakelab.linux;

import dev.handshakelab.linux.Probe.Found;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tracing.KernelLog;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions are run: the place that they share, made anew when it broke, and, for a session
 * that asks for settings which the kernel has for a whole network namespace, chooses ports or is
 * flooded, a pair of namespaces that it has alone and that goes with it. So nothing is ever set
 * back, nobody waits for another session's settings, and what is counted there is its own.
 */
final class Places implements AutoCloseable {
  private final LinuxRunner.Limits limits;
  private final Found found;
  private final AtomicInteger pairs = new AtomicInteger();
  private @Nullable Place shared;
  private boolean closed;

  Places(LinuxRunner.Limits limits, Found found) {
    this.limits = limits;
    this.found = found;
    shared = found.place();
  }

  /**
   * Carries a request out where it can be.
   *
   * @throws LinuxException when the kernel refuses what the session cannot do without
   * @throws RunFailure when it is not over by the deadline
   */
  Evidence run(SessionRequest request, BooleanSupplier stopping) throws LinuxException, RunFailure {
    KernelSettings asked = KernelSettings.askedFor(request);
    Place usual = shared(stopping);
    if (usual.tier() == Tier.NETNS_TUN && request.steps().stream().anyMatch(Step::toSelf)) {
      try (Place lone = LonePlace.open(limits, asked)) {
        return run(request, lone, stopping);
      }
    }
    if (!isAlone(request) || usual.tier() != Tier.NETNS_TUN) {
      return run(request, usual, stopping);
    }
    int number = 1 + Math.floorMod(pairs.getAndIncrement(), LinkedPlace.MOST_PAIRS - 1);
    boolean v6 = limits.address().isIpv6();
    try (Place own = LinkedPlace.ofNamespaces(v6, limits.tapBufferBytes(), asked, number)) {
      watch(own);
      try {
        return run(request, own, stopping);
      } finally {
        watchNoMore(own);
      }
    }
  }

  /** Whether a session has namespaces of its own, where there are any. */
  static boolean isAlone(SessionRequest request) {
    return !KernelSettings.askedFor(request).areUsual()
        || !request.network().floods().isEmpty()
        || request.steps().stream().anyMatch(step -> step.port() != null);
  }

  private Evidence run(SessionRequest request, Place place, BooleanSupplier stopping)
      throws LinuxException, RunFailure {
    return KernelSession.run(request, new Setting(place, found.log(), limits.deadline(), stopping));
  }

  private synchronized Place shared(BooleanSupplier stopping) throws LinuxException {
    Place place = shared;
    if (place == null || closed) {
      throw new IllegalStateException("no session can be run");
    }
    if (place.failure() != null && !stopping.getAsBoolean()) {
      watchNoMore(place);
      place.close();
      place = Probe.open(place.tier(), limits);
      shared = place;
      watch(place);
    }
    return place;
  }

  /** Has the kernel tell why it drops what this place hands to it. */
  private void watch(Place place) {
    KernelLog log = found.log();
    Integer thread = place.handingThread();
    if (log != null && thread != null) {
      log.watchDrops(thread);
    }
  }

  private void watchNoMore(Place place) {
    KernelLog log = found.log();
    Integer thread = place.handingThread();
    if (log != null && thread != null) {
      log.watchDropsNoMore(thread);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (shared != null) {
      shared.close();
    }
  }
}
