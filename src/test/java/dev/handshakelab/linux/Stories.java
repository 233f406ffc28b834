package dev.handshakelab.linux;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a trace says, in lines that do not depend on the numbers that a kernel chooses. */
public final class Stories {
  private Stories() {}

  /** E.g. {@code CLIENT S. 0:0(0) ack 1}, numbers counted from the ISNs. */
  public static List<String> segments(Trace trace) {
    return trace.segments().stream()
        .map(segment -> {
          var sent = segment.sent();
          var octets = sent.packet().segment();
          String ack = segment.relativeAck() == null ? "" : " ack " + segment.relativeAck();
          return "%s %s %s(%d)%s"
              .formatted(
                  sent.from(),
                  octets.flags().letters(),
                  segment.relativeSeq(),
                  octets.payload().length(),
                  ack);
        })
        .toList();
  }

  /** E.g. {@code SERVER LISTENER CLOSED LISTEN SAMPLED by LISTEN}. */
  public static List<String> transitions(Trace trace) {
    return trace.transitions().stream()
        .map(move ->
            "%s %s%s %s %s%s"
                .formatted(
                    move.endpoint(),
                    move.subject() == Entry.Subject.LISTENER ? "LISTENER " : "",
                    move.from(),
                    move.to(),
                    move.provenance(),
                    cause(move.cause())))
        .toList();
  }

  private static String cause(@Nullable Cause cause) {
    return switch (cause) {
      case null -> "";
      case Cause.ByCall(String call) -> " by " + call;
      case Cause.BySegment(int segment, int _) -> " by #" + segment;
      case Cause.ByTimer(var timer) -> " by " + timer;
      case Cause.ByIcmp(int type, int code) -> " by ICMP " + type + "/" + code;
    };
  }

  /** E.g. {@code CLIENT OPEN error: connection refused}; a pending call ends with an ellipsis. */
  public static List<String> calls(Trace trace) {
    return trace.entries().stream()
        .filter(Entry.UserCall.class::isInstance)
        .map(Entry.UserCall.class::cast)
        .map(call ->
            call.endpoint() + " " + call.op() + " " + (call.result() == null ? "…" : call.result()))
        .toList();
  }

  public static List<String> notes(Trace trace) {
    return trace.entries().stream()
        .filter(Entry.Note.class::isInstance)
        .map(note -> ((Entry.Note) note).text())
        .toList();
  }

  public static Outcome outcome(Trace trace) {
    return Measuring.of(trace).getFirst().outcome();
  }

  /** Octets of text that an end sent, retransmissions not counted twice. */
  public static long octets(Trace trace, Party from) {
    return trace.segments().stream()
        .filter(it -> it.sent().from() == from && it.sent().retransmissionOf() == null)
        .mapToLong(it -> it.sent().packet().segment().payload().length())
        .sum();
  }
}
