package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.PathIds;
import dev.handshakelab.api.representation.SessionResource;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Owner;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Sight;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Kept sessions as a caller may see them. Those that are not theirs are answered as if they were
 * not there; of a variant, those who are to find something out see neither its seed nor its spec
 * nor its labels.
 */
@Component
class SessionsInSight {
  private final Histories histories;

  SessionsInSight(Histories histories) {
    this.histories = histories;
  }

  /** Whose sessions the caller may see. */
  static Sight of(Caller caller) {
    return new Sight(caller.assignment(), caller.subject(), caller.seesSecrets());
  }

  /** Whose a session is that the caller starts. */
  static @Nullable Owner ownerFor(Caller caller) {
    return caller.assignment() == null && caller.subject() == null
        ? null
        : new Owner(caller.assignment(), caller.subject(), false);
  }

  /**
   * The session that a path names.
   *
   * @throws dev.handshakelab.api.problem.Refusal when there is none that the caller may see
   */
  Session named(String id, Caller caller) {
    return find(id, caller).orElseThrow(() -> PathIds.noSession(id));
  }

  Optional<Session> find(String id, Caller caller) {
    return PathIds.uuid(id)
        .flatMap(histories::find)
        .filter(session -> of(caller).covers(session.owner()));
  }

  /** The session that a path names, of which the caller may see all. */
  Session wholly(String id, Caller caller) {
    Session session = named(id, caller);
    if (of(caller).hides(session.owner())) {
      throw PathIds.noSession(id);
    }
    return session;
  }

  static SessionResource shown(Session session, Caller caller) {
    return of(caller).hides(session.owner())
        ? SessionResource.ofHidden(session)
        : SessionResource.of(session);
  }
}
