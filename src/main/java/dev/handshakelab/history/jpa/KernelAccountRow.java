package dev.handshakelab.history.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What the kernel said of a session, as JSON. */
@Entity
@Table(name = "kernel_account")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class KernelAccountRow {
  @Id UUID sessionId;
  String account;

  KernelAccountRow() {}

  KernelAccountRow(UUID sessionId, String account) {
    this.sessionId = sessionId;
    this.account = account;
  }
}
