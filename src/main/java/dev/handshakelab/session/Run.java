package dev.handshakelab.session;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session under way. It is kept as RUNNING only when somebody is told of it before its end, so
 * that a session which is answered whole is one transaction; and it ends once, whether the runner
 * or a shutdown ends it.
 */
final class Run {
  private final Histories histories;
  private final Session running;
  private final Live live = new Live();
  private final CompletableFuture<Session> ended = new CompletableFuture<>();

  /** Held while rows are written, so that the beginning is never written after the end. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean begun;

  Run(Histories histories, Session running) {
    this.histories = histories;
    this.running = running;
  }

  Session running() {
    return running;
  }

  Live live() {
    return live;
  }

  /** Keeps it as RUNNING, unless it is over. */
  void begin() {
    lock.lock();
    try {
      if (!begun && !ended.isDone()) {
        histories.begin(running);
        begun = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps the end and tells whoever waits; false when it had ended before.
   *
   * <p>When it cannot be kept, whoever waits is told that instead.
   */
  boolean end(Session finished, @Nullable Trace trace, List<Measures> measures) {
    lock.lock();
    try {
      if (ended.isDone()) {
        return false;
      }
      histories.finish(finished, trace, measures);
      ended.complete(finished);
      return true;
    } catch (RuntimeException notKept) {
      ended.completeExceptionally(notKept);
      throw notKept;
    } finally {
      live.end();
      lock.unlock();
    }
  }

  /**
   * The finished session, or null when it is not over within {@code patience}.
   *
   * @throws NoCapacity when it ended, but the database had no capacity to keep it
   * @throws IllegalStateException when it ended but could not be kept
   */
  @Nullable Session await(Duration patience) throws InterruptedException {
    try {
      return ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException notYet) {
      return null;
    } catch (ExecutionException notKept) {
      if (notKept.getCause() instanceof NoCapacity full) {
        throw full;
      }
      throw new IllegalStateException("the session could not be kept", notKept.getCause());
    }
  }

  boolean isOver() {
    return ended.isDone();
  }
}
