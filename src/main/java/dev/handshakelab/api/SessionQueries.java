package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.history.Histories.SessionFilter;
import dev.handshakelab.history.Session;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.trace.Outcome;

/** The filters that lists of sessions and figures over sessions have in common. */
final class SessionQueries {
  private SessionQueries() {}

  static SessionFilter filter(Query query, Caller caller) {
    return new SessionFilter(
        query.oneOf("mode", Mode.class),
        query.text("scenario"),
        query.oneOf("outcome", Outcome.class),
        query.oneOf("status", Session.Status.class),
        query.labels(),
        query.instant("createdFrom"),
        query.instant("createdTo"),
        SessionsInSight.of(caller));
  }
}
