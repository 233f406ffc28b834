package dev.handshakelab.api.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import org.jspecify.annotations.Nullable;

/** Why something happened: {@code kind}, and the members that this kind has. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CauseResource(
    Kind kind,
    @Describe("of CALL: which call, e.g. OPEN") @Nullable String call,
    @Describe("of SEGMENT: the ordinal of the segment that arrived") @Nullable Integer segment,
    @Describe("of SEGMENT: which copy of it, left out for the first") @Nullable Integer copy,
    @Describe("of TIMER: which timer ran out") @Nullable Timer timer,
    @Describe("of ICMP: the type of the error") @Nullable Integer icmpType,
    @Describe("of ICMP: its code") @Nullable Integer icmpCode) {

  /** What kinds of causes there are. */
  public enum Kind {
    CALL,
    SEGMENT,
    TIMER,
    ICMP
  }

  static @Nullable CauseResource of(@Nullable Cause cause) {
    return switch (cause) {
      case null -> null;
      case Cause.ByCall(String call) ->
          new CauseResource(Kind.CALL, call, null, null, null, null, null);
      case Cause.BySegment(int segment, int copy) ->
          new CauseResource(Kind.SEGMENT, null, segment, copy == 1 ? null : copy, null, null, null);
      case Cause.ByTimer(Timer timer) ->
          new CauseResource(Kind.TIMER, null, null, null, timer, null, null);
      case Cause.ByIcmp(int type, int code) ->
          new CauseResource(Kind.ICMP, null, null, null, null, type, code);
    };
  }
}
