package dev.handshakelab.comparison;

import org.jspecify.annotations.Nullable;

/**
 * A difference of one run, before anybody asks whether it is known.
 *
 * @param pair the segments that it is about; null for what is no segment's
 */
record Found(Place at, @Nullable String simulated, @Nullable String real, @Nullable Pair pair) {
  static Found of(Pair pair, Aspect aspect, @Nullable String simulated, @Nullable String real) {
    return new Found(place(pair, aspect), simulated, real, pair);
  }

  private static Place place(Pair pair, Aspect aspect) {
    Piece piece = pair.any();
    boolean extra = pair.simulated() == null;
    return new Place(
        piece.sent().connection(),
        piece.from(),
        extra ? pair.after() : piece.number(),
        extra,
        aspect);
  }
}
