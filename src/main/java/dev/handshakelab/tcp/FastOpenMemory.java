package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;

/**
 * What a client remembers about a server for the next Fast Open (RFC 7413 §4.1.3).
 *
 * @param cookie empty when none is known
 * @param mss what the server announced, 0 when unknown
 * @param experimental the cookie came in the experimental option
 * @param refusals how many requests for a cookie were answered without one: after the first the
 *     experimental option is tried, once
 */
public record FastOpenMemory(Octets cookie, int mss, boolean experimental, int refusals) {
  public static final FastOpenMemory NOTHING = new FastOpenMemory(Octets.EMPTY, 0, false, 0);

  boolean triesExperimental() {
    return cookie.isEmpty() ? refusals == 1 : experimental;
  }

  FastOpenMemory learnt(Octets newCookie, int newMss, boolean fromExperimental) {
    return new FastOpenMemory(newCookie, newMss, fromExperimental, 0);
  }

  FastOpenMemory refused(int newMss) {
    return new FastOpenMemory(cookie, newMss, experimental, Math.min(refusals + 1, 2));
  }

  FastOpenMemory withMss(int newMss) {
    return new FastOpenMemory(cookie, newMss, experimental, refusals);
  }
}
