package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec.SynCookies;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which ends answered SYNs with cookies, so that none of them made anything half-open: by what was
 * asked for, or because the kernel counted the cookie that came back. A kernel tells no other way
 * which of its SYN+ACKs bore one.
 *
 * @param always the ends that do so whoever asks
 * @param own the ends that did so for the session's own connection
 */
record CookieListeners(Set<Party> always, Set<Party> own) {
  private static final String CAME_BACK = "TcpExt.SyncookiesRecv";

  static final CookieListeners NONE = new CookieListeners(Set.of(), Set.of());

  CookieListeners {
    always = Set.copyOf(always);
    own = Set.copyOf(own);
  }

  /**
   * What is known of a session.
   *
   * @param connections how many of its own it had: with one it is plain which came by a cookie
   */
  static CookieListeners of(SessionRequest request, Tier tier, int connections, Sayings sayings) {
    boolean alone =
        connections == 1
            && tier == Tier.NETNS_TUN
            && Places.isAlone(request); // else others' are counted as well
    return new CookieListeners(
        those(party -> request.end(party).synCookies() == SynCookies.ALWAYS),
        those(party -> alone && sayings.of(party).counters().getOrDefault(CAME_BACK, 0L) > 0));
  }

  private static Set<Party> those(Predicate<Party> condition) {
    Set<Party> parties = EnumSet.allOf(Party.class);
    parties.removeIf(condition.negate());
    return parties;
  }

  /** Whether an end answered a connection so. */
  boolean answered(Party party, boolean isOwn) {
    return always.contains(party) || isOwn && own.contains(party);
  }
}
