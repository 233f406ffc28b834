package dev.handshakelab.tcp;

/**
 * How many challenge ACKs a host has sent in the current interval (RFC 5961 §7 suggests ten in five
 * seconds).
 *
 * @param sinceNs when the interval began
 */
record ChallengeCount(long sinceNs, int sent) {
  static final ChallengeCount NONE = new ChallengeCount(Long.MIN_VALUE / 2, 0);

  private static final int LIMIT = 10;
  private static final long INTERVAL_NS = 5_000_000_000L;

  int left(long nowNs) {
    return nowNs - sinceNs >= INTERVAL_NS ? LIMIT : LIMIT - sent;
  }

  ChallengeCount spend(long nowNs) {
    return nowNs - sinceNs >= INTERVAL_NS
        ? new ChallengeCount(nowNs, 1)
        : new ChallengeCount(sinceNs, sent + 1);
  }
}
