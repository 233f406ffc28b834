package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a host, found by number, by path, and by whose timer is due first.
 *
 * @param due the first deadline of every connection that has one
 * @param restless how many have a timer armed that is not keepalive's
 */
record Connections(
    Map<Integer, Slot> byNumber, Map<Path, Slot> byPath, TreeSet<Due> due, int restless) {

  /** When a connection's first timer runs out. */
  record Due(long deadlineNs, int connection) {}

  private static final Comparator<Due> BY_TIME =
      Comparator.comparingLong(Due::deadlineNs).thenComparingInt(Due::connection);

  static final Connections NONE =
      new Connections(HashMap.empty(), HashMap.empty(), TreeSet.empty(BY_TIME), 0);

  long nextDeadline() {
    return due.isEmpty() ? Deadlines.NONE : due.head().deadlineNs();
  }

  /** Whose timer is due; null when nobody's is. */
  @Nullable Slot firstDue(long nowNs) {
    return nextDeadline() > nowNs ? null : byNumber.get(due.head().connection()).getOrNull();
  }

  Optional<Slot> numbered(int number) {
    return byNumber.get(number).toJavaOptional();
  }

  @Nullable Slot on(Path path) {
    return byPath.get(path).getOrNull();
  }

  /** All of them, in the order in which they were begun. */
  List<Slot> inOrder() {
    return byNumber.values().sortBy(Slot::number).asJava();
  }

  Connections with(Slot slot) {
    var before = byNumber.get(slot.number()).getOrNull();
    return new Connections(
        byNumber.put(slot.number(), slot),
        byPath.put(slot.path(), slot),
        reschedule(before, slot),
        restless - isRestless(before) + isRestless(slot));
  }

  Connections without(Slot slot) {
    var before = byNumber.get(slot.number()).getOrNull();
    if (before == null) {
      return this;
    }
    return new Connections(
        byNumber.remove(before.number()),
        byPath.remove(before.path()),
        reschedule(before, null),
        restless - isRestless(before));
  }

  private static int isRestless(@Nullable Slot slot) {
    return slot != null && slot.deadlines().isRestless() ? 1 : 0;
  }

  private TreeSet<Due> reschedule(@Nullable Slot before, @Nullable Slot after) {
    long was = before == null ? Deadlines.NONE : before.deadlines().earliest();
    long is = after == null ? Deadlines.NONE : after.deadlines().earliest();
    if (was == is) {
      return due;
    }
    var left = before == null ? due : due.remove(new Due(was, before.number()));
    return after == null || is == Deadlines.NONE ? left : left.add(new Due(is, after.number()));
  }
}
