package dev.handshakelab.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What was simulated beside what the kernel did; one of the two is null when it is missing.
 *
 * @param after the number of the last simulated segment of that side before it, 0 for none
 */
record Pair(@Nullable Piece simulated, @Nullable Piece real, int after) {
  /** The one that is there, the simulated one when both are. */
  Piece any() {
    if (simulated != null) {
      return simulated;
    }
    if (real != null) {
      return real;
    }
    throw new IllegalStateException("a pair of nothing");
  }
}
