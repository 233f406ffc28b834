package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;

/**
 * Choosing an initial sequence number. RFC 9293 §3.4.1 (MUST-8, MUST-9, SHLD-1) adds a clock, so
 * that an incarnation starts past the numbers of the one before it, and a keyed hash of the
 * 4-tuple, so that nobody who sees the numbers of one connection can foretell those of another:
 * {@code ISN = M + F(localip, localport, remoteip, remoteport, secretkey)}.
 */
final class InitialSequenceNumbers {
  private static final long SECOND = 1_000_000_000L;

  private InitialSequenceNumbers() {}

  /**
   * @param count how many connections this host has begun before
   */
  static SequenceNumber next(Policy policy, Secrets secrets, Path path, long nowNs, int count) {
    long clock = nowNs / policy.isnTickNs();
    return switch (policy.isnGenerator()) {
      case CLOCK_AND_HASH -> low32(clock + secrets.isn().hash(fourTuple(path)));
      case CLOCK -> low32(clock + secrets.seed());
      case RULE_64K -> low32(1 + nowNs / SECOND * 128_000 + count * 64_000L);
      case CONSTANT -> low32(secrets.seed());
      case RANDOM -> low32(Draws.draw64(secrets.seed(), "random isn", count));
    };
  }

  /** What is added to the timestamp clock on this path (RFC 7323 §5.4), 0…2^32−1. */
  static long timestampOffset(Secrets secrets, Path path) {
    return secrets.timestamps().hash(fourTuple(path)) & 0xffff_ffffL;
  }

  static Octets fourTuple(Path path) {
    return Octets.joined(
        path.local().address().octets(), ports(path), path.remote().address().octets());
  }

  private static Octets ports(Path path) {
    int local = path.local().port();
    int remote = path.remote().port();
    return Octets.of((byte) (local >> 8), (byte) local, (byte) (remote >> 8), (byte) remote);
  }

  private static SequenceNumber low32(long number) {
    return new SequenceNumber((int) number);
  }
}
