package dev.handshakelab.history;

import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Names that sort by the time they were given: UUIDs of version 7 (RFC 9562 §5.7). The first 48
 * bits are milliseconds since 1970, so "newest first" is the order of the ids backwards, a moment
 * is a place among them, and no further column or index is needed to walk by time. Ids of the same
 * millisecond are in the order of chance.
 *
 * <p>The order meant is that of unsigned octets, as both databases have it; {@code UUID.compareTo}
 * compares signed words and is not it.
 */
public final class TimeOrderedId {
  /** The last millisecond that has ids: some time in the year 10889. */
  private static final long LAST_MILLISECOND = (1L << 48) - 1;

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private TimeOrderedId() {}

  /**
   * A new id.
   *
   * @param at cut to the millisecond; from 1970 on
   * @param chance 64 random bits at each call; it is asked twice
   */
  public static UUID of(Instant at, LongSupplier chance) {
    long millis = at.toEpochMilli();
    if (millis < 0 || millis > LAST_MILLISECOND) {
      throw new IllegalArgumentException("an id's time is 1970…10889, not " + at);
    }
    return new UUID(
        millis << 16 | VERSION_7 | chance.getAsLong() >>> 52, VARIANT | chance.getAsLong() >>> 2);
  }

  /**
   * When an id was given, to the millisecond.
   *
   * @throws IllegalArgumentException when it is no UUID of version 7
   */
  public static Instant timeOf(UUID id) {
    if (id.version() != 7 || id.variant() != 2) {
      throw new IllegalArgumentException("a session's id is a UUID of version 7, not " + id);
    }
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /**
   * A bound in the order of ids: those given at {@code from} or later are not before it, those
   * given earlier are.
   */
  public static UUID notBefore(Instant from) {
    Instant least = Instant.EPOCH;
    Instant last = Instant.ofEpochMilli(LAST_MILLISECOND);
    Instant at = from.isBefore(least) ? least : from.isAfter(last) ? last : from;
    long millis = at.toEpochMilli();
    boolean whole = at.equals(Instant.ofEpochMilli(millis));
    return new UUID((whole ? millis : millis + 1) << 16 | VERSION_7, VARIANT);
  }
}
