package dev.handshakelab.session;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * What became of running a kept session's spec again.
 *
 * @param firstDifference null when nothing differs
 * @param engine the version of the lab that ran it now
 */
public record Replay(@Nullable Difference firstDifference, String engine) {

  public boolean identical() {
    return firstDifference == null;
  }

  /**
   * The first place at which the two traces part.
   *
   * @param entry its number in the timeline, from 1
   * @param kept null when the kept trace is over there
   * @param replayed null when the new trace is over there
   */
  public record Difference(int entry, @Nullable Entry kept, @Nullable Entry replayed) {}

  static @Nullable Difference between(Trace kept, Trace replayed) {
    int most = Math.max(kept.entries().size(), replayed.entries().size());
    for (int i = 0; i < most; i++) {
      Entry before = at(kept, i);
      Entry now = at(replayed, i);
      if (before == null || !before.equals(now)) {
        return new Difference(i + 1, before, now);
      }
    }
    return null;
  }

  private static @Nullable Entry at(Trace trace, int index) {
    return index < trace.entries().size() ? trace.entries().get(index) : null;
  }
}
