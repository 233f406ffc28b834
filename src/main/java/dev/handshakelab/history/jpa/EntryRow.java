package dev.handshakelab.history.jpa;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is neither segment nor transition; its kind says which columns are filled. */
@Entity
@Table(name = "entry")
@IdClass(EntryKey.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class EntryRow implements TimelineRow {
  /** The kinds of entries that share this table. */
  enum Kind {
    TIMER,
    CALL,
    SAMPLE,
    ICMP,
    NOTE
  }

  @Id UUID sessionId;
  @Id int entryNo;

  @Enumerated(EnumType.STRING)
  Kind kind;

  @Nullable Integer connection;

  @Enumerated(EnumType.STRING)
  @Nullable Party endpoint;

  @Nullable Long atNs;
  @Nullable String rule;

  @Enumerated(EnumType.STRING)
  @Nullable Timer timer;

  @Enumerated(EnumType.STRING)
  Entry.@Nullable TimerAction action;

  @Nullable Long deadlineNs;
  @Nullable Integer callId;
  @Nullable String op;
  @Nullable String detail;
  @Nullable String result;
  @Nullable Integer synQueue;
  @Nullable Integer acceptQueue;
  @Nullable Integer icmpType;
  @Nullable Integer icmpCode;
  @Nullable Integer aboutSegment;
  @Nullable String note;

  EntryRow() {}

  private EntryRow(
      UUID sessionId,
      int entryNo,
      Kind kind,
      @Nullable Integer connection,
      @Nullable Party endpoint,
      @Nullable Long atNs,
      @Nullable String rule) {
    this.sessionId = sessionId;
    this.entryNo = entryNo;
    this.kind = kind;
    this.connection = connection;
    this.endpoint = endpoint;
    this.atNs = atNs;
    this.rule = rule;
  }

  EntryRow(UUID sessionId, int entryNo, Entry.TimerChange change) {
    this(
        sessionId,
        entryNo,
        Kind.TIMER,
        change.connection(),
        change.endpoint(),
        change.atNs(),
        change.rule());
    this.timer = change.timer();
    this.action = change.action();
    this.deadlineNs = change.deadlineNs();
  }

  EntryRow(UUID sessionId, int entryNo, Entry.UserCall call) {
    this(
        sessionId,
        entryNo,
        Kind.CALL,
        call.connection(),
        call.endpoint(),
        call.atNs(),
        call.rule());
    this.callId = call.id();
    this.op = call.op();
    this.detail = call.detail();
    this.result = call.result();
  }

  EntryRow(UUID sessionId, int entryNo, Entry.Sample sample) {
    this(sessionId, entryNo, Kind.SAMPLE, null, sample.endpoint(), sample.atNs(), null);
    this.synQueue = sample.synQueue();
    this.acceptQueue = sample.acceptQueue();
  }

  EntryRow(UUID sessionId, int entryNo, Entry.Icmp icmp) {
    this(sessionId, entryNo, Kind.ICMP, icmp.connection(), icmp.to(), icmp.atNs(), icmp.rule());
    this.icmpType = icmp.type();
    this.icmpCode = icmp.code();
    this.aboutSegment = icmp.about();
  }

  EntryRow(UUID sessionId, int entryNo, Entry.Note said) {
    this(sessionId, entryNo, Kind.NOTE, said.connection(), said.endpoint(), said.atNs(), null);
    this.note = said.text();
  }

  @Override
  public int entryNo() {
    return entryNo;
  }

  @Override
  public Entry entry() {
    return switch (kind) {
      case TIMER ->
          new Entry.TimerChange(
              Stored.known(connection),
              Stored.known(endpoint),
              Stored.known(timer),
              Stored.known(action),
              deadlineNs,
              atNs,
              rule);
      case CALL ->
          new Entry.UserCall(
              Stored.known(connection),
              Stored.known(endpoint),
              Stored.known(callId),
              Stored.known(op),
              detail,
              result,
              atNs,
              rule);
      case SAMPLE ->
          new Entry.Sample(
              Stored.known(endpoint), Stored.known(synQueue), Stored.known(acceptQueue), atNs);
      case ICMP ->
          new Entry.Icmp(
              Stored.known(connection),
              Stored.known(endpoint),
              Stored.known(icmpType),
              Stored.known(icmpCode),
              aboutSegment,
              atNs,
              rule);
      case NOTE -> new Entry.Note(Stored.known(connection), endpoint, Stored.known(note), atNs);
    };
  }
}
