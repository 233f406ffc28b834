package dev.handshakelab.history.jpa;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packets;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it was sent. What the packet says is not stored beside its octets: it is read from
 * them, so a better reader reads old sessions better. The flags alone have a column, to be found
 * by.
 */
@Entity
@Table(name = "segment")
@IdClass(EntryKey.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class SegmentRow implements TimelineRow {
  @Id UUID sessionId;
  @Id int entryNo;
  int ordinal;
  int connection;

  @Enumerated(EnumType.STRING)
  Party sender;

  @Enumerated(EnumType.STRING)
  Entry.@Nullable Injector injectedBy;

  @Enumerated(EnumType.STRING)
  SegmentKind kind;

  short flags;
  @Nullable Long sentNs;
  byte[] octets;
  boolean checksumOffloaded;
  @Nullable Integer retransmissionOf;
  @Nullable CauseColumns cause;
  @Nullable String rule;

  @Enumerated(EnumType.STRING)
  Provenance provenance;

  SegmentRow() {}

  SegmentRow(UUID sessionId, int entryNo, Entry.Sent sent) {
    this.sessionId = sessionId;
    this.entryNo = entryNo;
    this.ordinal = sent.ordinal();
    this.connection = sent.connection();
    this.sender = sent.from();
    this.injectedBy = sent.injectedBy();
    this.kind = sent.kind();
    this.flags = named(sent.packet().segment().flags());
    this.sentNs = sent.atNs();
    this.octets = sent.octets().toArray();
    this.checksumOffloaded = sent.checksumOffloaded();
    this.retransmissionOf = sent.retransmissionOf();
    this.cause = CauseColumns.of(sent.cause());
    this.rule = sent.rule();
    this.provenance = sent.provenance();
  }

  /** The eight flags without the reserved bits. */
  static short named(Flags flags) {
    return (short) (flags.bits() & 0xff);
  }

  @Override
  public int entryNo() {
    return entryNo;
  }

  @Override
  public Entry.Sent entry() {
    Octets packet = Octets.of(octets);
    return switch (Packets.decode(packet)) {
      case Decoded.Intact intact ->
          new Entry.Sent(
              ordinal,
              connection,
              sender,
              injectedBy,
              kind,
              intact.packet(),
              packet,
              checksumOffloaded,
              sentNs,
              retransmissionOf,
              CauseColumns.cause(cause),
              rule,
              provenance);
      case Decoded.Malformed malformed ->
          throw new IllegalStateException(
              "segment " + ordinal + " of session " + sessionId + ": " + malformed.why());
    };
  }
}
