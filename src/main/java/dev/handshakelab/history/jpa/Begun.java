package dev.handshakelab.history.jpa;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions and comparisons that this process keeps as RUNNING and is going to finish. One that
 * it keeps as RUNNING and that is not here has ended without its end being kept; nobody would ever
 * finish it.
 */
final class Begun {
  private final Set<UUID> ids = ConcurrentHashMap.newKeySet();

  /** To be called before its row is written. */
  void add(UUID id) {
    ids.add(id);
  }

  /** To be called after its end was written, or could not be. */
  void remove(UUID id) {
    ids.remove(id);
  }

  boolean contains(UUID id) {
    return ids.contains(id);
  }
}
