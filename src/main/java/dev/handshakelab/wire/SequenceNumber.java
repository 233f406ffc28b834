package dev.handshakelab.wire;

/**
 * A position in the sequence space of one direction: 32 bits that wrap (RFC 9293 §3.4). 4294967295
 * is followed by 0, so there is no least number and no order over all of them; two positions less
 * than 2^31 apart can be told before from after, which is why this is not {@code Comparable} and
 * why differences are signed distances. A position is not a length: lengths and windows are plain
 * ints.
 */
public record SequenceNumber(int bits) {
  public static final long MAX_VALUE = 0xffff_ffffL;
  public static final SequenceNumber ZERO = new SequenceNumber(0);

  /**
   * The position with this unsigned value.
   *
   * @param value 0…2^32−1
   */
  public static SequenceNumber of(long value) {
    Fields.check("a sequence number", value, MAX_VALUE);
    return new SequenceNumber((int) value);
  }

  /** As unsigned: 0…2^32−1. */
  public long value() {
    return Integer.toUnsignedLong(bits);
  }

  public SequenceNumber plus(long count) {
    return new SequenceNumber((int) (bits + count));
  }

  /**
   * How many steps forward from {@code earlier} to this; negative when this comes before it. Modulo
   * 2^32, so −2^31…2^31−1.
   */
  public int minus(SequenceNumber earlier) {
    return bits - earlier.bits;
  }

  public boolean isBefore(SequenceNumber other) {
    return minus(other) < 0;
  }

  public boolean isAfter(SequenceNumber other) {
    return minus(other) > 0;
  }

  public boolean isAtOrBefore(SequenceNumber other) {
    return minus(other) <= 0;
  }

  public boolean isAtOrAfter(SequenceNumber other) {
    return minus(other) >= 0;
  }

  /** Whether this is one of the {@code length} positions that begin at {@code first}. */
  public boolean isWithin(SequenceNumber first, int length) {
    return Integer.compareUnsigned(minus(first), length) < 0;
  }

  @Override
  public String toString() {
    return Long.toString(value());
  }
}
