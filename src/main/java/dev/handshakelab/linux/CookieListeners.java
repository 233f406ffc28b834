package dev.handshakelab.linux;

import dev.handshakelab.scenario.EndSpec.SynCookies;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which ends answered SYNs with cookies, so that none of them made anything half-open: by what was
 * asked for, or because the kernel counted the cookie that came back. A kernel tells no other way
 * which of its SYN+ACKs bore one.
 */
final class CookieListeners {
  private static final String CAME_BACK = "TcpExt.SyncookiesRecv";

  private CookieListeners() {}

  /**
   * The ends that did.
   *
   * @param connections how many of its own the session had: with one it is plain which came by a
   *     cookie
   */
  static Set<Party> of(SessionRequest request, Tier tier, int connections, Sayings sayings) {
    boolean alone =
        connections == 1
            && tier == Tier.NETNS_TUN
            && Places.isAlone(request); // else others' are counted as well
    Set<Party> parties = EnumSet.noneOf(Party.class);
    for (Party party : Party.values()) {
      var said = party == Party.CLIENT ? sayings.client() : sayings.server();
      boolean counted = alone && said.counters().getOrDefault(CAME_BACK, 0L) > 0;
      if (request.end(party).synCookies() == SynCookies.ALWAYS || counted) {
        parties.add(party);
      }
    }
    return parties;
  }
}
