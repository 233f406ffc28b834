package dev.handshakelab.history.jpa;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A state that an endpoint left for another. */
@Entity
@Table(name = "transition")
@IdClass(EntryKey.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class TransitionRow implements TimelineRow {
  @Id UUID sessionId;
  @Id int entryNo;
  int ordinal;
  int connection;

  @Enumerated(EnumType.STRING)
  Party endpoint;

  @Enumerated(EnumType.STRING)
  Entry.Subject subject;

  @Enumerated(EnumType.STRING)
  StateName fromState;

  @Enumerated(EnumType.STRING)
  StateName toState;

  @Nullable Long atNs;
  @Nullable CauseColumns cause;
  @Nullable String rule;

  @Enumerated(EnumType.STRING)
  Provenance provenance;

  @Nullable String kernelState;

  TransitionRow() {}

  TransitionRow(UUID sessionId, int entryNo, Entry.Transition transition) {
    this.sessionId = sessionId;
    this.entryNo = entryNo;
    this.ordinal = transition.ordinal();
    this.connection = transition.connection();
    this.endpoint = transition.endpoint();
    this.subject = transition.subject();
    this.fromState = transition.from();
    this.toState = transition.to();
    this.atNs = transition.atNs();
    this.cause = CauseColumns.of(transition.cause());
    this.rule = transition.rule();
    this.provenance = transition.provenance();
    this.kernelState = transition.kernelState();
  }

  @Override
  public int entryNo() {
    return entryNo;
  }

  @Override
  public Entry.Transition entry() {
    return new Entry.Transition(
        ordinal,
        connection,
        endpoint,
        subject,
        fromState,
        toState,
        atNs,
        CauseColumns.cause(cause),
        rule,
        provenance,
        kernelState);
  }
}
