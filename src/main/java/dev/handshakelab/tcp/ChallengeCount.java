package dev.handshakelab.tcp;

/**
 * How many challenge ACKs a host has sent in the current interval (RFC 5961 §7 suggests ten in five
 * seconds).
 *
 * @param sinceNs when the interval began
 */
record ChallengeCount(long sinceNs, int sent) {
  static final ChallengeCount NONE = new ChallengeCount(Long.MIN_VALUE / 2, 0);

  int left(Settings.Challenges limit, long nowNs) {
    return isOver(limit, nowNs) ? limit.perHost() : limit.perHost() - sent;
  }

  ChallengeCount spend(Settings.Challenges limit, long nowNs) {
    return isOver(limit, nowNs)
        ? new ChallengeCount(nowNs, 1)
        : new ChallengeCount(sinceNs, sent + 1);
  }

  private boolean isOver(Settings.Challenges limit, long nowNs) {
    return nowNs - sinceNs >= limit.hostIntervalNs();
  }
}
