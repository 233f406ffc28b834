package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Connections by number, by path, and in the order in which their timers run out; changeable. */
final class ConnectionTable {
  private @Nullable Slot[] byNumber = new Slot[4];
  private final PathTable byPath = new PathTable(this::path);
  private final DueOrder due = new DueOrder();
  private int restless;
  private long changes;

  /** How often it was changed. */
  long changes() {
    return changes;
  }

  int restless() {
    return restless;
  }

  long nextDeadline() {
    return due.earliest();
  }

  @Nullable Slot first() {
    int number = due.first();
    return number == 0 ? null : byNumber[number];
  }

  @Nullable Slot numbered(int number) {
    return number < byNumber.length ? byNumber[number] : null;
  }

  @Nullable Slot on(Path path) {
    return byNumber[byPath.on(path)]; // nobody has the number 0
  }

  private Path path(int number) {
    return Objects.requireNonNull(byNumber[number]).path();
  }

  List<Slot> inOrder() {
    List<Slot> slots = new ArrayList<>();
    for (Slot slot : byNumber) {
      if (slot != null) {
        slots.add(slot);
      }
    }
    return slots;
  }

  void put(Slot slot) {
    int number = slot.number();
    if (number >= byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, Math.max(number + 1, 2 * byNumber.length));
    }
    var before = byNumber[number];
    replace(number, before, slot);
    if (before == null) {
      byPath.put(slot.path(), number);
    }
  }

  void remove(Slot slot) {
    byPath.remove(slot.path());
    replace(slot.number(), slot, null);
  }

  private void replace(int number, @Nullable Slot before, @Nullable Slot after) {
    byNumber[number] = after;
    due.put(number, after == null ? Deadlines.NONE : after.earliest());
    restless += Slot.restless(after) - Slot.restless(before);
    changes++;
  }
}
