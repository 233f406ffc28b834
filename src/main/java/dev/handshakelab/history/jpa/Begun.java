package dev.handshakelab.history.jpa;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that this process keeps as RUNNING and is going to finish. One that it keeps as
 * RUNNING and that is not here has ended without its end being kept; nobody would ever finish it.
 */
final class Begun {
  private final Set<UUID> sessions = ConcurrentHashMap.newKeySet();

  /** To be called before its row is written. */
  void add(UUID session) {
    sessions.add(session);
  }

  /** To be called after its end was written, or could not be. */
  void remove(UUID session) {
    sessions.remove(session);
  }

  boolean contains(UUID session) {
    return sessions.contains(session);
  }
}
