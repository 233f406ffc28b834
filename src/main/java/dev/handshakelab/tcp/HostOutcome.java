package dev.handshakelab.tcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host answers: itself afterwards, and what is to be done, in order.
 *
 * @param expired the timer that ran out, when that was the event
 */
public record HostOutcome(Host next, @Nullable Timer expired, List<Addressed> effects) {
  public HostOutcome {
    effects = List.copyOf(effects);
  }

  /** Whose effect it is. */
  public enum Owner {
    CONNECTION,
    LISTENER,
    /** Of a segment that found no socket. */
    NOBODY
  }

  /** An effect with its owner. */
  public record Addressed(Owner owner, ConnectionId connection, Effect effect) {}
}
