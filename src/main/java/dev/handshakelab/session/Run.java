package dev.handshakelab.session;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.KernelAccount;
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
 * or a shutdown ends it. A long one is kept as RUNNING before its trace is written, since whoever
 * waits for it may have to be told of it meanwhile.
 */
final class Run {
  /** More entries than this may take longer to write than somebody wants to wait. */
  static final int LONG_TRACE = 10_000;

  private final Histories histories;
  private final Session running;
  private final Live live = new Live();
  private final CompletableFuture<Session> ended = new CompletableFuture<>();

  /** Held by whoever ends it, so that it ends once. */
  private final ReentrantLock ending = new ReentrantLock();

  /** Held while its beginning is written, and while a short end is: never that after this. */
  private final ReentrantLock beginning = new ReentrantLock();

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

  /** Keeps it as RUNNING, unless it is over; does not wait until a long trace is written. */
  void begin() {
    beginning.lock();
    try {
      if (!begun && !ended.isDone()) {
        histories.begin(running);
        begun = true;
      }
    } finally {
      beginning.unlock();
    }
  }

  /**
   * Keeps the end and tells whoever waits; false when it had ended before.
   *
   * <p>When it cannot be kept, whoever waits is told that instead.
   */
  boolean end(
      Session finished,
      @Nullable Trace trace,
      List<Measures> measures,
      @Nullable KernelAccount account) {
    ending.lock();
    try {
      if (ended.isDone()) {
        return false;
      }
      if (trace != null && trace.entries().size() > LONG_TRACE) {
        begin();
        finish(finished, trace, measures, account);
      } else {
        beginning.lock();
        try {
          finish(finished, trace, measures, account);
        } finally {
          beginning.unlock();
        }
      }
      return true;
    } catch (RuntimeException notKept) {
      ended.completeExceptionally(notKept);
      throw notKept;
    } finally {
      live.end();
      ending.unlock();
    }
  }

  private void finish(
      Session finished,
      @Nullable Trace trace,
      List<Measures> measures,
      @Nullable KernelAccount account) {
    histories.finish(finished, trace, measures, account);
    ended.complete(finished);
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
