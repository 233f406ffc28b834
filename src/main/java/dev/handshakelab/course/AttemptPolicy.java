package dev.handshakelab.course;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often somebody may hand in. Only attempts that were graded count: one in ERROR is the lab's
 * fault, and a try that was refused is none, so neither uses an attempt up or prolongs the
 * cool-down.
 *
 * @param max how many attempts count; null for any number
 * @param cooldown how long after an attempt that counts the next may come; zero for at once
 * @param keep which of them is the one that the gradebook shows
 */
public record AttemptPolicy(@Nullable Integer max, Duration cooldown, Keep keep) {
  public static final AttemptPolicy USUAL = new AttemptPolicy(null, Duration.ZERO, Keep.BEST);

  /** Which attempt is kept. */
  public enum Keep {
    /** The one with the highest score; of several, the first. */
    BEST,
    LAST
  }

  /**
   * How somebody stands.
   *
   * @param counted attempts that count
   * @param lastCounted when the last of them came in; null when there is none
   */
  public record Standing(int counted, @Nullable Instant lastCounted) {}

  /** What a policy says to one more attempt. */
  public sealed interface Ruling {
    record Allowed() implements Ruling {}

    /** No attempt is left, and none will be. */
    record UsedUp(int max) implements Ruling {}

    /** The next may come after this long; more than nothing. */
    record TooSoon(Duration left) implements Ruling {}
  }

  Ruling on(Standing standing, Instant now) {
    if (max != null && standing.counted() >= max) {
      return new Ruling.UsedUp(max);
    }
    // Of attempts at the same time, one that came in later may have been kept before.
    if (cooldown.isPositive() && standing.lastCounted() != null) {
      Duration left = Duration.between(now, standing.lastCounted().plus(cooldown));
      if (left.isPositive()) {
        return new Ruling.TooSoon(left);
      }
    }
    return new Ruling.Allowed();
  }
}
