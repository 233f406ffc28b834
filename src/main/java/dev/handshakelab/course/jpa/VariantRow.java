package dev.handshakelab.course.jpa;

import dev.handshakelab.course.Variant;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a subject was handed out. Whoever hands in holds its lock. */
@Entity
@Table(name = "variant")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class VariantRow {
  @EmbeddedId Key key;
  UUID variantId;
  @Nullable UUID sessionId;

  VariantRow() {}

  VariantRow(Variant variant) {
    key = new Key(variant.assignment(), variant.subject());
    variantId = variant.id();
    sessionId = variant.session();
  }

  /** Whose, and for what. */
  @Embeddable
  record Key(String assignmentId, String subject) {}

  Variant variant() {
    return new Variant(key.assignmentId(), key.subject(), variantId, sessionId);
  }
}
