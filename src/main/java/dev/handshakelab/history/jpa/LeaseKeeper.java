package dev.handshakelab.history.jpa;

import dev.handshakelab.history.ProcessLease;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps this process's lease for as long as the program runs: taken before the first request is
 * served, given back after the last.
 */
final class LeaseKeeper implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private final Processes processes;
  private final ProcessLease lease;
  private @Nullable ScheduledExecutorService timer;

  LeaseKeeper(Processes processes, ProcessLease lease) {
    this.processes = processes;
    this.lease = lease;
  }

  @Override
  public synchronized void start() {
    keep();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease").factory());
    long every = lease.renewal().toNanos();
    var _ = timer.scheduleWithFixedDelay(this::tryToKeep, every, every, TimeUnit.NANOSECONDS);
  }

  /** First the own lease: whoever comes late must not take its own sessions for abandoned. */
  private void keep() {
    processes.renew();
    int failed = processes.clearAway();
    if (failed > 0) {
      LOG.info("marked {} sessions and comparisons FAILED that nobody would finish", failed);
    }
  }

  /** A database that is away for a while ends no timer; the lease may last until it is back. */
  private void tryToKeep() {
    try {
      keep();
    } catch (RuntimeException e) {
      LOG.warn("could not renew the lease of this process, will try again", e);
    }
  }

  @Override
  public synchronized void stop() {
    if (timer != null) {
      timer.close(); // waits for a renewal under way
      timer = null;
      try {
        processes.leave();
        processes.clearAway(); // what was still RUNNING here
      } catch (RuntimeException e) {
        LOG.warn("could not give the lease back, it will run out", e);
      }
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return timer != null;
  }

  /**
   * Before the server takes requests (its phase is near the greatest), and until it has stopped.
   */
  @Override
  public int getPhase() {
    return 0;
  }
}
