package dev.handshakelab.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something in which a kernel did not do what was simulated. What the same place showed otherwise
 * in other runs is a difference of its own.
 *
 * @param simulated what was simulated; null when there is nothing of the kind
 * @param real what the kernel did; null when there is nothing of the kind
 * @param runs the runs that showed it, from 1
 * @param divergence the name in the catalogue of what explains it; null when nothing does
 */
public record Difference(
    Place at,
    @Nullable String simulated,
    @Nullable String real,
    List<Integer> runs,
    @Nullable String divergence) {
  public Difference {
    runs = List.copyOf(runs);
  }

  /** Whether it is known why. */
  public enum Judgement {
    EXPLAINED,
    UNEXPLAINED
  }

  public Judgement verdict() {
    return divergence == null ? Judgement.UNEXPLAINED : Judgement.EXPLAINED;
  }

  @Override
  public String toString() {
    return "%s: simulated %s, real %s in run %s, %s"
        .formatted(at, simulated, real, runs, divergence == null ? "UNEXPLAINED" : divergence);
  }
}
