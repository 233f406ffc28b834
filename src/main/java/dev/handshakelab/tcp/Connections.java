package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a host, found by number, by path, and by whose timer is due first.
 *
 * @param byPath their numbers
 * @param restless how many have a timer armed that is not keepalive's
 */
record Connections(Tournament byNumber, Map<Path, Integer> byPath, int restless) {
  static final Connections NONE = new Connections(Tournament.EMPTY, HashMap.empty(), 0);

  long nextDeadline() {
    return byNumber.earliest();
  }

  /** Whose timer is due; null when nobody's is. */
  @Nullable Slot firstDue(long nowNs) {
    return nextDeadline() > nowNs ? null : byNumber.first();
  }

  Optional<Slot> numbered(int number) {
    return Optional.ofNullable(byNumber.numbered(number));
  }

  @Nullable Slot on(Path path) {
    Integer number = byPath.get(path).getOrNull();
    return number == null ? null : byNumber.numbered(number);
  }

  /** All of them, in the order in which they were begun. */
  List<Slot> inOrder() {
    return byNumber.inOrder();
  }

  Connections with(Slot slot) {
    var before = byNumber.numbered(slot.number());
    return new Connections(
        byNumber.with(slot),
        before == null ? byPath.put(slot.path(), slot.number()) : byPath,
        restless - isRestless(before) + isRestless(slot));
  }

  Connections without(Slot slot) {
    var before = byNumber.numbered(slot.number());
    if (before == null) {
      return this;
    }
    return new Connections(
        byNumber.without(before.number()),
        byPath.remove(before.path()),
        restless - isRestless(before));
  }

  private static int isRestless(@Nullable Slot slot) {
    return slot != null && slot.deadlines().isRestless() ? 1 : 0;
  }
}
