package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chance without a stream: each draw is a function of the seed, of what it is for and of where it
 * is used, so that adding one draw moves no other. {@code draw53(42, "loss", 0, 1, 7)} is the same
 * number whenever it is asked for, on every machine.
 */
public final class Draws {
  /** One more than the largest draw: 2^53. A rate r is hit when a draw is less than r · 2^53. */
  public static final long RANGE = 1L << 53;

  private Draws() {}

  /**
   * 0…2^53−1.
   *
   * @param purpose what the draw is for; draws for different purposes are independent
   * @param indexes where it is used, e.g. direction, connection, counter
   */
  public static long draw53(long seed, String purpose, long... indexes) {
    return draw64(seed, purpose, indexes) >>> 11;
  }

  /** All 64 bits. */
  public static long draw64(long seed, String purpose, long... indexes) {
    return draw64(seed, label(purpose), indexes);
  }

  /**
   * The same for a purpose that is drawn for so often that its label is kept.
   *
   * @param label the {@link #label} of the purpose
   */
  static long draw64(long seed, long label, long... indexes) {
    return new SipHash(seed, label).hash(indexes);
  }

  static long label(String purpose) {
    return LABELS.computeIfAbsent(
        purpose, each -> HASH.hash(Octets.of(each.getBytes(StandardCharsets.US_ASCII))));
  }

  private static final SipHash HASH = new SipHash(0, 0);

  /** Purposes are few, draws are many. */
  private static final Map<String, Long> LABELS = new ConcurrentHashMap<>();
}
