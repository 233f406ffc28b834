package dev.handshakelab.api.representation;

import dev.handshakelab.session.Replay;
import dev.handshakelab.trace.Entry;
import org.jspecify.annotations.Nullable;

/** What became of running a stored spec again. */
public record ReplayResource(
    boolean identical,
    @Describe("where the two traces part, null when they do not")
        @Nullable DifferenceResource firstDifference,
    @Describe("the version of the lab that ran it now") String engine) {

  public static ReplayResource of(Replay replay) {
    Replay.Difference first = replay.firstDifference();
    return new ReplayResource(
        replay.identical(),
        first == null
            ? null
            : new DifferenceResource(
                first.entry(),
                item(first.entry(), first.kept()),
                item(first.entry(), first.replayed())),
        replay.engine());
  }

  private static @Nullable TimelineItem item(int number, @Nullable Entry entry) {
    return entry == null ? null : TimelineItem.of(number, entry);
  }

  /** One entry of the timeline that differs. */
  public record DifferenceResource(
      int entry,
      @Describe("what was stored, null when the stored trace is over there")
          @Nullable TimelineItem stored,
      @Describe("what happened now, null when the new trace is over there")
          @Nullable TimelineItem replayed) {}
}
