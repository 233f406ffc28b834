package dev.handshakelab.history.jpa;

import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A copy of a segment that arrived. */
@Entity
@Table(name = "delivery")
@IdClass(EntryKey.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class DeliveryRow implements TimelineRow {
  @Id UUID sessionId;
  @Id int entryNo;
  int segment;
  int copy;
  @Nullable Long receivedNs;
  boolean corrupted;

  @Enumerated(EnumType.STRING)
  Disposition disposition;

  @Nullable String reason;
  @Nullable String rule;

  DeliveryRow() {}

  DeliveryRow(UUID sessionId, int entryNo, Entry.Arrived arrived) {
    this.sessionId = sessionId;
    this.entryNo = entryNo;
    this.segment = arrived.segment();
    this.copy = arrived.copy();
    this.receivedNs = arrived.atNs();
    this.corrupted = arrived.corrupted();
    this.disposition = arrived.disposition();
    this.reason = arrived.reason();
    this.rule = arrived.rule();
  }

  @Override
  public int entryNo() {
    return entryNo;
  }

  @Override
  public Entry.Arrived entry() {
    return new Entry.Arrived(segment, copy, receivedNs, corrupted, disposition, reason, rule);
  }
}
