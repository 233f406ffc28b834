package dev.handshakelab.tcp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When each timer of one connection is due, as a value: the few that run, in the order in which
 * they run out, and of those due at once in the order of {@link Timer}.
 */
final class Deadlines {
  /** Not armed. */
  static final long NONE = Long.MAX_VALUE;

  static final Deadlines ALL_OFF = new Deadlines(null, NONE, null);

  private final @Nullable Timer first;
  private final long earliest;

  /** Those that run out later; null behind the last, when there is no first either. */
  private final @Nullable Deadlines later;

  private Deadlines(@Nullable Timer first, long earliest, @Nullable Deadlines later) {
    this.first = first;
    this.earliest = earliest;
    this.later = later;
  }

  long of(Timer timer) {
    for (var each = this; each.later != null; each = each.later) {
      if (each.first == timer) {
        return each.earliest;
      }
    }
    return NONE;
  }

  boolean isArmed(Timer timer) {
    return of(timer) != NONE;
  }

  Deadlines with(Timer timer, long deadline) {
    var others = isArmed(timer) ? without(timer) : this;
    return deadline == NONE ? others : others.and(timer, deadline);
  }

  /** What they are after an effect of this connection. */
  Deadlines after(Effect effect) {
    return switch (effect) {
      case Effect.Start(var timer, long deadline, _) -> with(timer, deadline);
      case Effect.Stop(var timer, _) -> with(timer, NONE);
      case Effect.Send _,
          Effect.Moved _,
          Effect.Accepted _,
          Effect.Returned _,
          Effect.Dropped _,
          Effect.Deliver _,
          Effect.Spend _,
          Effect.Remember _,
          Effect.NegativeAdvice _ ->
          this;
    };
  }

  /** Whether an effect is none here: a timer that does not run cannot be stopped. */
  boolean ignore(Effect effect) {
    return effect instanceof Effect.Stop stop && !isArmed(stop.timer());
  }

  private Deadlines without(Timer timer) {
    if (later == null) {
      return this;
    }
    return first == timer ? later : new Deadlines(first, earliest, later.without(timer));
  }

  private Deadlines and(Timer timer, long deadline) {
    boolean goesBefore =
        first == null || deadline < earliest || deadline == earliest && timer.compareTo(first) < 0;
    return goesBefore || later == null
        ? new Deadlines(timer, deadline, this)
        : new Deadlines(first, earliest, later.and(timer, deadline));
  }

  /** The timer that is due first; of those due at once the first in the order of {@link Timer}. */
  @Nullable Timer first() {
    return first;
  }

  /** Whether any timer is armed but keepalive. */
  boolean isRestless() {
    for (var each = this; each.later != null; each = each.later) {
      if (each.first != Timer.KEEPALIVE) {
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
    return other instanceof Deadlines that
        && first == that.first
        && earliest == that.earliest
        && Objects.equals(later, that.later);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Objects.hashCode(first) + Long.hashCode(earliest)) + Objects.hashCode(later);
  }
}
