package dev.handshakelab.tcp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When each timer of one connection is due, as a value: one slot a timer. */
@SuppressWarnings("EnumOrdinal") // the slots of an array, never stored
final class Deadlines {
  /** Not armed. */
  static final long NONE = Long.MAX_VALUE;

  private static final List<Timer> TIMERS = List.of(Timer.values());

  static final Deadlines ALL_OFF = new Deadlines(off());

  private final long[] due;
  private final long earliest;

  private Deadlines(long[] due) {
    this.due = due;
    this.earliest = earliest(due);
  }

  private static long earliest(long[] due) {
    long least = NONE;
    for (long deadline : due) {
      least = Math.min(least, deadline);
    }
    return least;
  }

  private static long[] off() {
    long[] due = new long[TIMERS.size()];
    Arrays.fill(due, NONE);
    return due;
  }

  long of(Timer timer) {
    return due[timer.ordinal()];
  }

  boolean isArmed(Timer timer) {
    return of(timer) != NONE;
  }

  Deadlines with(Timer timer, long deadline) {
    long[] changed = due.clone();
    changed[timer.ordinal()] = deadline;
    return new Deadlines(changed);
  }

  /** The timer that is due first; of those due at once the first in the order of {@link Timer}. */
  @Nullable Timer first() {
    Timer first = null;
    long least = NONE;
    for (int i = 0; i < due.length; i++) {
      if (due[i] < least) {
        least = due[i];
        first = TIMERS.get(i);
      }
    }
    return first;
  }

  /** Whether any timer is armed but keepalive. */
  boolean isRestless() {
    for (int i = 0; i < due.length; i++) {
      if (due[i] != NONE && i != Timer.KEEPALIVE.ordinal()) {
        return true;
      }
    }
    return false;
  }

  /** The earliest of all, {@link #NONE} when none is armed. */
  long earliest() {
    return earliest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Deadlines that && Arrays.equals(due, that.due);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(due);
  }
}
