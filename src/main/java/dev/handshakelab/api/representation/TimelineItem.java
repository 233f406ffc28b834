package dev.handshakelab.api.representation;

import dev.handshakelab.history.Histories.Numbered;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the timeline. All kinds begin with the number of the entry, its time and its kind;
 * none needs another entry to be understood, so that they can be told as they happen.
 */
@Describe("One thing that happened; `kind` tells which members follow")
public sealed interface TimelineItem {
  int entry();

  @Nullable Long atNs();

  Kind kind();

  /** What happened. */
  enum Kind {
    SEGMENT,
    ARRIVAL,
    TRANSITION,
    TIMER,
    CALL,
    SAMPLE,
    ICMP,
    NOTE
  }

  @Describe("A segment was sent")
  record SegmentItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      int connection,
      @Describe("its ordinal") int segment,
      Party from,
      Party to,
      Entry.@Nullable Injector injectedBy,
      SegmentKind segmentKind,
      @Nullable Integer retransmissionOf,
      @Nullable CauseResource cause,
      @Nullable String rule,
      Provenance provenance,
      String notation,
      @Describe("the IP packet as sent, base64") String octets,
      @Describe("the TCP checksum in `octets` was left to hardware, so it is no evidence")
          boolean checksumOffloaded)
      implements TimelineItem {}

  @Describe("A copy of a segment arrived")
  record ArrivalItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      @Describe("the ordinal of the segment") int segment,
      int copy,
      boolean corrupted,
      Disposition disposition,
      @Nullable String reason,
      @Nullable String rule)
      implements TimelineItem {}

  @Describe("An end left a state")
  record TransitionItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      int ordinal,
      int connection,
      Party endpoint,
      Entry.Subject subject,
      StateName from,
      StateName to,
      @Nullable CauseResource cause,
      @Nullable String rule,
      Provenance provenance,
      @Nullable String kernelState)
      implements TimelineItem {}

  @Describe("A timer was started, stopped, or ran out")
  record TimerItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      int connection,
      Party endpoint,
      Timer timer,
      Entry.TimerAction action,
      @Describe("when it is due, for STARTED") @Nullable Long deadlineNs,
      @Nullable String rule)
      implements TimelineItem {}

  @Describe("A user called, or was told what became of a call")
  record CallItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      int connection,
      Party endpoint,
      @Describe("which call of this end, from 1; an answer bears the number of its call") int call,
      String op,
      @Describe("what was asked") @Nullable String detail,
      @Describe("what the user was told, null while pending") @Nullable String result,
      @Nullable String rule)
      implements TimelineItem {}

  @Describe("How long a listener's queues were")
  record SampleItem(
      int entry, @Nullable Long atNs, Kind kind, Party endpoint, int synQueue, int acceptQueue)
      implements TimelineItem {}

  @Describe("An ICMP error arrived")
  record IcmpItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      int connection,
      Party to,
      int type,
      int code,
      @Describe("the ordinal of the segment that it quotes") @Nullable Integer about,
      @Nullable String rule)
      implements TimelineItem {}

  @Describe("Something worth reading that is none of the above")
  record NoteItem(
      int entry,
      @Nullable Long atNs,
      Kind kind,
      @Describe("null when it concerns the whole session") @Nullable Integer connection,
      @Nullable Party endpoint,
      String text)
      implements TimelineItem {}

  static TimelineItem of(Numbered numbered) {
    return of(numbered.entry(), numbered.of());
  }

  /**
   * @param number its place in the timeline, from 1
   */
  static TimelineItem of(int number, Entry entry) {
    Long at = entry.atNs();
    return switch (entry) {
      case Entry.Sent sent ->
          new SegmentItem(
              number,
              at,
              Kind.SEGMENT,
              sent.connection(),
              sent.ordinal(),
              sent.from(),
              sent.from().other(),
              sent.injectedBy(),
              sent.kind(),
              sent.retransmissionOf(),
              CauseResource.of(sent.cause()),
              sent.rule(),
              sent.provenance(),
              sent.packet().segment().toString(),
              sent.octets().toBase64(),
              sent.checksumOffloaded());
      case Entry.Arrived arrived ->
          new ArrivalItem(
              number,
              at,
              Kind.ARRIVAL,
              arrived.segment(),
              arrived.copy(),
              arrived.corrupted(),
              arrived.disposition(),
              arrived.reason(),
              arrived.rule());
      case Entry.Transition transition ->
          new TransitionItem(
              number,
              at,
              Kind.TRANSITION,
              transition.ordinal(),
              transition.connection(),
              transition.endpoint(),
              transition.subject(),
              transition.from(),
              transition.to(),
              CauseResource.of(transition.cause()),
              transition.rule(),
              transition.provenance(),
              transition.kernelState());
      case Entry.TimerChange change ->
          new TimerItem(
              number,
              at,
              Kind.TIMER,
              change.connection(),
              change.endpoint(),
              change.timer(),
              change.action(),
              change.deadlineNs(),
              change.rule());
      case Entry.UserCall call ->
          new CallItem(
              number,
              at,
              Kind.CALL,
              call.connection(),
              call.endpoint(),
              call.id(),
              call.op(),
              call.detail(),
              call.result(),
              call.rule());
      case Entry.Sample sample ->
          new SampleItem(
              number, at, Kind.SAMPLE, sample.endpoint(), sample.synQueue(), sample.acceptQueue());
      case Entry.Icmp icmp ->
          new IcmpItem(
              number,
              at,
              Kind.ICMP,
              icmp.connection(),
              icmp.to(),
              icmp.type(),
              icmp.code(),
              icmp.about(),
              icmp.rule());
      case Entry.Note note ->
          new NoteItem(
              number,
              at,
              Kind.NOTE,
              note.connection() == 0 ? null : note.connection(),
              note.endpoint(),
              note.text());
    };
  }
}
