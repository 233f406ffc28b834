package dev.handshakelab.history.jpa;

import dev.handshakelab.history.Owner;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.history.Session.Summary;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.SpecJson;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Timing;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session. Its request is kept whole as {@code spec}; the columns beside it are what sessions are
 * found by, what a list shows, and, of connection 1, what is aggregated over many.
 */
@Entity
@Table(name = "session")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class SessionRow {
  @Id UUID id;

  @Enumerated(EnumType.STRING)
  Mode mode;

  String scenario;

  @Enumerated(EnumType.STRING)
  Status status;

  @Nullable String failure;
  String engine;

  String spec;

  /** Whose it is: both null for nobody's in particular. */
  @Nullable String ownerAssignment;

  @Nullable String ownerSubject;

  boolean variant;

  @Nullable UUID process;
  @Nullable Integer connectionCount;
  @Nullable Integer segmentCount;
  @Nullable Integer transitionCount;
  @Nullable Long durationNs;

  @Enumerated(EnumType.STRING)
  @Nullable Clock clock;

  @Nullable Long resolutionNs;

  @Enumerated(EnumType.STRING)
  @Nullable Outcome outcome;

  @Nullable Long handshakeNs;
  @Nullable Long clientRttNs;
  @Nullable Long serverRttNs;
  @Nullable Long retransmissionWaitNs;

  SessionRow() {}

  /**
   * @param process who runs it, null when it is over
   */
  SessionRow(Session session, @Nullable UUID process) {
    this.id = session.id();
    this.mode = session.request().mode();
    this.scenario = session.request().scenario();
    this.status = session.status();
    this.failure = session.failure();
    this.engine = session.engine();
    this.spec = SpecJson.write(session.request());
    this.process = process;
    Owner owner = session.owner();
    if (owner != null) {
      this.ownerAssignment = owner.assignment();
      this.ownerSubject = owner.subject();
      this.variant = owner.variant();
    }
    if (session.summary() != null) {
      summarise(session.summary());
    }
  }

  private void summarise(Summary summary) {
    Timing timing = summary.first().timing();
    this.connectionCount = summary.connectionCount();
    this.segmentCount = summary.segmentCount();
    this.transitionCount = summary.transitionCount();
    this.durationNs = summary.durationNs();
    this.clock = summary.clock();
    this.resolutionNs = timing.resolutionNs();
    this.outcome = summary.first().outcome();
    this.handshakeNs = timing.handshakeNs();
    this.clientRttNs = timing.clientRttNs();
    this.serverRttNs = timing.serverRttNs();
    this.retransmissionWaitNs = timing.retransmissionWaitNs();
  }

  /** Whether there is a trace, and with it a summary. */
  boolean hasTrace() {
    return clock != null;
  }

  /**
   * @param first connection 1, null when there is no trace
   */
  Session session(@Nullable ConnectionRow first) {
    return new Session(
        id,
        SpecJson.read(spec),
        owner(),
        status,
        failure,
        TimeOrderedId.timeOf(id),
        engine,
        first == null ? null : summary(first));
  }

  private @Nullable Owner owner() {
    return ownerAssignment == null && ownerSubject == null
        ? null
        : new Owner(ownerAssignment, ownerSubject, variant);
  }

  private Summary summary(ConnectionRow first) {
    return new Summary(
        first.measures(this),
        Stored.known(connectionCount),
        Stored.known(segmentCount),
        Stored.known(transitionCount),
        durationNs,
        Stored.known(clock));
  }
}
