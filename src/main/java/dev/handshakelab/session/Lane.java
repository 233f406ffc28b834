package dev.handshakelab.session;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where runs take place: so many at a time, so many waiting, and no more. A place is held from
 * before the run until whoever took it leaves, which may be after the run: what is still being
 * written counts, or a slow database would let any number pile up.
 */
final class Lane implements AutoCloseable {
  private final int width;
  private final Semaphore places;
  private final ExecutorService threads;

  /** Tasks that run or wait for a thread. */
  private final AtomicInteger tasks = new AtomicInteger();

  Lane(String name, int width, int queue) {
    this.width = width;
    this.places = new Semaphore(width + queue);
    this.threads = Executors.newFixedThreadPool(width, named(name));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
  }

  /** Takes a place; false when none is left. Whoever got one must {@link #leave}, once. */
  boolean enter() {
    return places.tryAcquire();
  }

  void leave() {
    places.release();
  }

  /** Runs as soon as there is a thread; false when the lane is closed. */
  boolean run(Runnable task) {
    tasks.incrementAndGet();
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          tasks.decrementAndGet();
        }
      });
      return true;
    } catch (RejectedExecutionException closed) {
      tasks.decrementAndGet();
      return false;
    }
  }

  int waiting() {
    return Math.max(0, tasks.get() - width);
  }

  int running() {
    return Math.min(tasks.get(), width);
  }

  /** Takes nothing more and interrupts what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
