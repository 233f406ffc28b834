package dev.handshakelab.session;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/** Where runs take place: so many at a time, so many waiting, and no more. */
final class Lane implements AutoCloseable {
  private final int width;
  private final int queue;
  private final Semaphore places;
  private final ExecutorService threads;

  Lane(String name, int width, int queue) {
    this.width = width;
    this.queue = queue;
    this.places = new Semaphore(width + queue);
    this.threads = Executors.newFixedThreadPool(width, named(name));
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
  }

  /**
   * Takes a place; false when none is left. Whoever got one must {@link #run} or {@link #leave}.
   */
  boolean enter() {
    return places.tryAcquire();
  }

  void leave() {
    places.release();
  }

  /** Runs in the place that was taken, and gives the place back. */
  void run(Runnable task) {
    threads.execute(() -> {
      try {
        task.run();
      } finally {
        leave();
      }
    });
  }

  /** Runs that hold a place: running or waiting. */
  int taken() {
    return width + queue - places.availablePermits();
  }

  int waiting() {
    return Math.max(0, taken() - width);
  }

  int running() {
    return Math.min(taken(), width);
  }

  /** Takes nothing more and interrupts what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
