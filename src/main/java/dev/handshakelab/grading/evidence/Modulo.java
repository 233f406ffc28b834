package dev.handshakelab.grading.evidence;

import dev.handshakelab.wire.SequenceNumber;

/**
 * Sequence numbers as a rubric counts with them. They are 32 bits that wrap (RFC 9293 §3.4), so
 * 4294967295 + 1 is 0, and two numbers are the same when they differ by a multiple of 2^32.
 */
public final class Modulo {
  private Modulo() {}

  /** 0…2^32−1. */
  public static long of(long number) {
    return number & SequenceNumber.MAX_VALUE;
  }

  public static boolean equal(long one, long other) {
    return of(one) == of(other);
  }
}
