package dev.handshakelab.tcp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host answers: itself afterwards, and what is to be done, in order.
 *
 * @param expired the timer that ran out, when that was the event
 * @param told by whom: usually one connection, and now and then another that it ends
 */
public record HostOutcome(Host next, @Nullable Timer expired, List<Told> told) {
  public HostOutcome {
    told = List.copyOf(told);
  }

  /** Whose effect it is. */
  public enum Owner {
    CONNECTION,
    LISTENER,
    /** Of a segment that found no socket. */
    NOBODY
  }

  /** Effects with their owner. */
  public record Told(Owner owner, ConnectionId connection, Effects effects) {}

  /** An effect with its owner. */
  public record Addressed(Owner owner, ConnectionId connection, Effect effect) {}

  /** All effects in order. */
  public List<Addressed> effects() {
    List<Addressed> all = new ArrayList<>();
    for (Told each : told) {
      for (Effect effect : each.effects()) {
        all.add(new Addressed(each.owner(), each.connection(), effect));
      }
    }
    return all;
  }
}
