package dev.handshakelab.history.jpa;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * A cause in four columns: which kind, then the name of the call or the timer, or the segment and
 * its copy; of ICMP the type and the code as a name, {@code 3/1}.
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
      case Cause.ByIcmp(int type, int code) ->
          new CauseColumns("ICMP", type + "/" + code, null, null);
    };
  }

  private static Cause icmp(String name) {
    int slash = name.indexOf('/');
    return new Cause.ByIcmp(
        Integer.parseInt(name.substring(0, slash)), Integer.parseInt(name.substring(slash + 1)));
  }

  static @Nullable Cause cause(@Nullable CauseColumns columns) {
    if (columns == null || columns.causeKind == null) {
      return null;
    }
    return switch (columns.causeKind) {
      case "CALL" -> new Cause.ByCall(Stored.known(columns.causeName));
      case "SEGMENT" ->
          new Cause.BySegment(Stored.known(columns.causeSegment), Stored.known(columns.causeCopy));
      case "ICMP" -> icmp(Stored.known(columns.causeName));
      case "TIMER" -> new Cause.ByTimer(Timer.valueOf(Stored.known(columns.causeName)));
      default -> throw new IllegalStateException("no cause is a " + columns.causeKind);
    };
  }
}
