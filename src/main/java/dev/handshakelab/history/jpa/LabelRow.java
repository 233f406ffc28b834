package dev.handshakelab.history.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** A label to find a session by; the session itself has its labels from its request. */
@Entity
@Table(name = "session_label")
@IdClass(LabelRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class LabelRow {
  record Key(UUID sessionId, String labelName) implements Serializable {}

  @Id UUID sessionId;
  @Id String labelName;
  String labelValue;

  LabelRow() {}

  LabelRow(UUID sessionId, String labelName, String labelValue) {
    this.sessionId = sessionId;
    this.labelName = labelName;
    this.labelValue = labelValue;
  }
}
