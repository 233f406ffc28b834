package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.RunFailure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which sessions speak with the kernel, and whose turn it is: native calls are made
 * on platform threads of their own, one for each session at a time, while callers may be virtual
 * threads. Who waits too long for a turn is told that there is no capacity; who does not come back
 * from one is given up.
 */
public final class Turns implements AutoCloseable {
  /** How long after its deadline a session that does not come back is given up. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** What a session is told that comes, or is still running, when the service ends. */
  public static final String STOPPING = "the service is stopping";

  private final LinuxRunner.Limits limits;
  private final Semaphore free;
  private final ExecutorService threads;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * @param name of the threads, which are numbered
   */
  public Turns(LinuxRunner.Limits limits, String name) {
    this.limits = limits;
    free = new Semaphore(limits.sessions());
    threads =
        Executors.newFixedThreadPool(
            limits.sessions(), Thread.ofPlatform().daemon().name(name + "-", 1).factory());
  }

  /** A session; to be given up soon when it is told to stop. */
  @FunctionalInterface
  public interface Session<T> {
    T run(BooleanSupplier stopped) throws LinuxException, RunFailure;
  }

  /** Whether the service wants to end. */
  public boolean isStopping() {
    return stopping.get();
  }

  /**
   * Does something on one of the threads, as soon as one is idle.
   *
   * @throws RunFailure when there are no turns any more
   */
  public void execute(Runnable task) throws RunFailure {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException closed) {
      throw new RunFailure(STOPPING, closed);
    }
  }

  /**
   * Carries a session out when its turn comes.
   *
   * @throws NoCapacity when as many sessions as are allowed are running and none ends in time
   * @throws RunFailure when it fails, or does not come back after its deadline, or when there are
   *     no turns any more
   */
  public <T> T take(Session<T> session) throws RunFailure {
    var stop = new AtomicBoolean();
    try {
      if (!free.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new NoCapacity(limits.sessions() + " sessions are running on the kernel");
      }
      return begin(session, stop)
          .get(limits.deadline().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } catch (TimeoutException blocked) {
      throw new RunFailure("a call to the kernel does not come back", blocked);
    } catch (InterruptedException interrupted) {
      stop.set(true);
      Thread.currentThread().interrupt();
      throw new RunFailure("the session was interrupted", interrupted);
    }
  }

  private <T> Future<T> begin(Session<T> session, AtomicBoolean stop) throws RunFailure {
    try {
      return threads.submit(() -> {
        try {
          return session.run(() -> stop.get() || stopping.get());
        } finally {
          free.release();
        }
      });
    } catch (RejectedExecutionException closed) {
      free.release();
      throw new RunFailure(STOPPING, closed);
    }
  }

  private static RunFailure failure(@Nullable Throwable cause) {
    return switch (cause) {
      case RunFailure failure -> failure;
      case LinuxException refused ->
          new RunFailure("the kernel refused: " + refused.getMessage(), refused);
      case null -> new RunFailure("failed without a reason");
      default -> new RunFailure("failed: " + cause, cause);
    };
  }

  /** Tells running sessions to end, which they do within about a tenth of a second. */
  public void stop() {
    stopping.set(true);
  }

  /** Ends running sessions, and waits for that; there are no turns any more. */
  @Override
  public void close() {
    stop();
    threads.shutdown();
    try {
      boolean _ = threads.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
