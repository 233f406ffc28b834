package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a host of which every moment may be gone on from: persistent collections, so a
 * change costs a few nodes whatever the number of connections.
 *
 * @param byPath their numbers
 * @param restless how many have a timer armed that is not keepalive's
 */
record KeptConnections(Tournament byNumber, Map<Path, Integer> byPath, int restless)
    implements Connections {
  static final KeptConnections NONE = new KeptConnections(Tournament.EMPTY, HashMap.empty(), 0);

  @Override
  public long nextDeadline() {
    return byNumber.earliest();
  }

  @Override
  public @Nullable Slot first() {
    return byNumber.first();
  }

  @Override
  public @Nullable Slot numbered(int number) {
    return byNumber.numbered(number);
  }

  @Override
  public @Nullable Slot on(Path path) {
    Integer number = byPath.get(path).getOrNull();
    return number == null ? null : byNumber.numbered(number);
  }

  @Override
  public List<Slot> inOrder() {
    return byNumber.inOrder();
  }

  @Override
  public Connections with(Slot slot) {
    var before = byNumber.numbered(slot.number());
    return new KeptConnections(
        byNumber.with(slot),
        before == null ? byPath.put(slot.path(), slot.number()) : byPath,
        restless - Slot.restless(before) + Slot.restless(slot));
  }

  @Override
  public Connections without(Slot slot) {
    var before = byNumber.numbered(slot.number());
    if (before == null) {
      return this;
    }
    return new KeptConnections(
        byNumber.without(before.number()),
        byPath.remove(before.path()),
        restless - Slot.restless(before));
  }

  @Override
  public Connections none() {
    return NONE;
  }
}
