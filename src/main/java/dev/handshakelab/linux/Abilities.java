package dev.handshakelab.linux;

import dev.handshakelab.wire.Segment;
import org.jspecify.annotations.Nullable;

/**
 * What this process can do on this machine, found by trying.
 *
 * @param noSessions why no session can be run at all; null when one could
 * @param noTap why segments cannot be seen; null when they were
 * @param noIsn why an ISN cannot be chosen; null when one was
 * @param syn the SYN that this kernel sends when nothing is asked of it; null when none was seen
 */
record Abilities(
    @Nullable String noSessions,
    @Nullable String noTap,
    @Nullable String noIsn,
    @Nullable Segment syn) {

  static Abilities none(String why) {
    return new Abilities(why, why, why, null);
  }

  /** The best way that can be taken; null when none can. */
  @Nullable Tier tier() {
    if (noSessions != null) {
      return null;
    }
    return noTap == null ? Tier.LOOPBACK : Tier.SOCKETS_ONLY;
  }

  /** Why a way that is better than {@link #tier()} cannot be taken, and what would enable it. */
  String whyNot(Tier tier) {
    return switch (tier) {
      case NETNS_TUN, REFLECT_TUN ->
          "this version has no link of its own between kernel sockets yet";
      case LOOPBACK -> String.valueOf(noTap);
      case SOCKETS_ONLY -> String.valueOf(noSessions);
    };
  }
}
