package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a host by number, and whose timer runs out first. Sixteen connections, or
 * sixteen smaller tournaments, meet in one; each knows its winner: who has the earliest deadline,
 * and of those due at once who has the lowest number. A connection that changes plays its matches
 * again, one for every power of sixteen; all others stand as they were, so the tournament before is
 * still there for whoever holds it.
 */
final class Tournament implements Entrant {
  /** log2 of how many meet. */
  private static final int BITS = 4;

  private static final int MEET = 1 << BITS;

  /** Nobody takes part. */
  static final Tournament EMPTY = new Tournament(0, new Entrant[MEET], 0, 0, Deadlines.NONE);

  /** By how many bits a number is shifted to find its place here; 0 where connections meet. */
  private final int shift;

  /** Null where nobody is. */
  private final @Nullable Entrant[] places;

  private final int size;
  private final int winner;
  private final long earliest;

  private Tournament(int shift, @Nullable Entrant[] places, int size, int winner, long earliest) {
    this.shift = shift;
    this.places = places;
    this.size = size;
    this.winner = winner;
    this.earliest = earliest;
  }

  @Override
  public long earliest() {
    return earliest;
  }

  @Override
  public int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whose timer runs out first; null when none runs. */
  @Nullable Slot first() {
    if (earliest == Deadlines.NONE) {
      return null;
    }
    return switch (places[winner]) {
      case Slot slot -> slot;
      case Tournament smaller -> smaller.first();
      case null -> null;
    };
  }

  @Nullable Slot numbered(int number) {
    return has(number) ? find(number) : null;
  }

  private @Nullable Slot find(int number) {
    return switch (places[place(number)]) {
      case Slot slot -> slot;
      case Tournament smaller -> smaller.find(number);
      case null -> null;
    };
  }

  /** With a connection as it is now. */
  Tournament with(Slot slot) {
    var wide = this;
    while (!wide.has(slot.number())) {
      wide = wide.amongOthers();
    }
    return wide.having(slot.number(), slot);
  }

  Tournament without(int number) {
    return numbered(number) == null ? this : having(number, null);
  }

  /** Whether there is a place for this number. */
  private boolean has(int number) {
    return number >>> shift >>> BITS == 0;
  }

  private int place(int number) {
    return number >>> shift & MEET - 1;
  }

  /** The same as the first of sixteen. */
  private Tournament amongOthers() {
    @Nullable Entrant[] others = new Entrant[MEET];
    others[0] = size == 0 ? null : this;
    return new Tournament(shift + BITS, others, size, 0, earliest);
  }

  private Tournament having(int number, @Nullable Slot slot) {
    int place = place(number);
    if (shift == 0) {
      return replacing(place, slot);
    }
    var before = places[place] instanceof Tournament smaller ? smaller : nobody();
    var after = before.having(number, slot);
    return replacing(place, after.isEmpty() ? null : after);
  }

  /** A tournament one size smaller in which nobody takes part. */
  private Tournament nobody() {
    var none = EMPTY;
    while (none.shift < shift - BITS) {
      none = none.amongOthers();
    }
    return none;
  }

  private Tournament replacing(int place, @Nullable Entrant entrant) {
    var now = places.clone();
    now[place] = entrant;
    long deadline = earliest(entrant);
    boolean wins = deadline < earliest || deadline == earliest && place <= winner;
    int first = wins ? place : place == winner ? winner(now) : winner;
    int count = size - size(places[place]) + size(entrant);
    return new Tournament(shift, now, count, first, earliest(now[first]));
  }

  private static int winner(@Nullable Entrant[] entrants) {
    int first = 0;
    for (int i = 1; i < MEET; i++) {
      if (earliest(entrants[i]) < earliest(entrants[first])) {
        first = i;
      }
    }
    return first;
  }

  private static long earliest(@Nullable Entrant entrant) {
    return entrant == null ? Deadlines.NONE : entrant.earliest();
  }

  private static int size(@Nullable Entrant entrant) {
    return entrant == null ? 0 : entrant.size();
  }

  /** All of them, by number. */
  List<Slot> inOrder() {
    List<Slot> slots = new ArrayList<>(size);
    addTo(slots);
    return slots;
  }

  private void addTo(List<Slot> slots) {
    for (Entrant each : places) {
      switch (each) {
        case Slot slot -> slots.add(slot);
        case Tournament smaller -> smaller.addTo(slots);
        case null -> {}
      }
    }
  }

  /** Whether the same take part; by how many rounds does not matter. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tournament that
        && size == that.size
        && inOrder().equals(that.inOrder());
  }

  @Override
  public int hashCode() {
    return inOrder().hashCode();
  }

  @Override
  public String toString() {
    return inOrder().toString();
  }
}
