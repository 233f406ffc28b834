package dev.handshakelab.session;

import dev.handshakelab.history.Histories.Numbered;
import dev.handshakelab.trace.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The entries of a session while it runs: the runner adds, any number of readers follow, each at
 * its own pace. An entry bears the number that it has in the kept timeline.
 */
public final class Live {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Entry> entries = new ArrayList<>();
  private boolean over;

  Live() {}

  void add(Entry entry) {
    lock.lock();
    try {
      entries.add(entry);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will come, and what came is kept. */
  void end() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The entries after number {@code after}; waits for one while there is none.
   *
   * @param after the number of the last entry that is known already, 0 for none
   * @param patience how long to wait; then the news may be empty
   */
  public News after(int after, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (entries.size() <= after && !over && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Numbered> news = new ArrayList<>();
      for (int number = Math.max(0, after) + 1; number <= entries.size(); number++) {
        news.add(new Numbered(number, entries.get(number - 1)));
      }
      return new News(List.copyOf(news), over);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param over whether the session has ended, so that nothing follows these
   */
  public record News(List<Numbered> entries, boolean over) {}
}
