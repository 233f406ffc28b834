package dev.handshakelab.history.jpa;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * A cause in four columns: which kind, then the name of the call or the timer, or the segment and
 * its copy.
 */
@Embeddable
record CauseColumns(
    @Nullable String causeKind,
    @Nullable String causeName,
    @Nullable Integer causeSegment,
    @Nullable Integer causeCopy) {

  static @Nullable CauseColumns of(@Nullable Cause cause) {
    return switch (cause) {
      case null -> null;
      case Cause.ByCall(String call) -> new CauseColumns("CALL", call, null, null);
      case Cause.BySegment(int segment, int copy) ->
          new CauseColumns("SEGMENT", null, segment, copy);
      case Cause.ByTimer(Timer timer) -> new CauseColumns("TIMER", timer.name(), null, null);
    };
  }

  static @Nullable Cause cause(@Nullable CauseColumns columns) {
    if (columns == null || columns.causeKind == null) {
      return null;
    }
    return switch (columns.causeKind) {
      case "CALL" -> new Cause.ByCall(Stored.known(columns.causeName));
      case "SEGMENT" ->
          new Cause.BySegment(Stored.known(columns.causeSegment), Stored.known(columns.causeCopy));
      case "TIMER" -> new Cause.ByTimer(Timer.valueOf(Stored.known(columns.causeName)));
      default -> throw new IllegalStateException("no cause is a " + columns.causeKind);
    };
  }
}
