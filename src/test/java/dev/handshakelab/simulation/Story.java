package dev.handshakelab.simulation;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trace as a text that a person can check line by line against the RFC: one line an entry, times
 * in milliseconds.
 */
final class Story {
  private Story() {}

  static String of(Trace trace) {
    var story = new StringBuilder();
    for (Entry entry : trace.entries()) {
      String line = line(entry);
      if (line != null) {
        story.append("%12s  %s%n".formatted(ms(Objects.requireNonNull(entry.atNs())), line));
      }
    }
    return story.toString();
  }

  private static @Nullable String line(Entry entry) {
    return switch (entry) {
      case Entry.Sent sent ->
          "%s #%d %s%s  [%s]"
              .formatted(
                  sent.from(),
                  sent.ordinal(),
                  sent.packet().segment(),
                  sent.retransmissionOf() == null ? "" : " again #" + sent.retransmissionOf(),
                  sent.rule());
      case Entry.Arrived arrived ->
          arrived.disposition() == Disposition.ACCEPTED
              ? null
              : "    #%d %s: %s  [%s]"
                  .formatted(
                      arrived.segment(), arrived.disposition(), arrived.reason(), arrived.rule());
      case Entry.Transition move ->
          "    %s %s%s -> %s by %s  [%s]"
              .formatted(
                  move.endpoint(),
                  move.subject() == Entry.Subject.LISTENER ? "listener " : "",
                  move.from(),
                  move.to(),
                  cause(move.cause()),
                  move.rule());
      case Entry.TimerChange timer ->
          "    %s %s %s%s"
              .formatted(
                  timer.endpoint(),
                  timer.timer(),
                  timer.action(),
                  timer.deadlineNs() == null ? "" : " until " + ms(timer.deadlineNs()));
      case Entry.UserCall call ->
          "    %s %s%s: %s"
              .formatted(
                  call.endpoint(),
                  call.op(),
                  call.detail() == null ? "" : " " + call.detail(),
                  call.result() == null ? "…" : call.result());
      case Entry.Sample sample ->
          "    %s queues %d, %d"
              .formatted(sample.endpoint(), sample.synQueue(), sample.acceptQueue());
      case Entry.Icmp icmp -> "    %s ICMP %d/%d".formatted(icmp.to(), icmp.type(), icmp.code());
      case Entry.Note note -> "    note: " + note.text();
    };
  }

  private static String cause(@Nullable Cause cause) {
    return switch (cause) {
      case null -> "?";
      case Cause.ByCall(String call) -> call;
      case Cause.BySegment(int segment, int copy) ->
          "#" + segment + (copy == 1 ? "" : " copy " + copy);
      case Cause.ByTimer(var timer) -> timer.toString();
      case Cause.ByIcmp(int type, int code) -> "ICMP " + type + "/" + code;
    };
  }

  private static String ms(long ns) {
    return BigDecimal.valueOf(ns, 6).stripTrailingZeros().toPlainString();
  }
}
