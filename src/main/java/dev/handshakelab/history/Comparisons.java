package dev.handshakelab.history;

import java.util.Optional;
import java.util.UUID;

/** Every comparison that was ever answered. What a method of this returned from is durable. */
public interface Comparisons {
  /** Keeps a comparison that is RUNNING. Should its process die, it becomes FAILED. */
  void begin(Compared running);

  /** Keeps the end of a comparison that was begun; without effect when it is not RUNNING. */
  void finish(Compared finished);

  Optional<Compared> find(UUID id);
}
