package dev.handshakelab.linux;

import dev.handshakelab.wire.Segment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this process can do on this machine, found by trying.
 *
 * @param tier the best way that can be taken; null when none can
 * @param whyNot why each better way cannot, and what would enable it
 * @param noIsn why an ISN cannot be chosen; null when one was
 * @param syn the SYN that this kernel sends when nothing is asked of it; null when none was seen
 * @param settings of the kernel below net, as sessions find them that ask for none
 */
record Abilities(
    @Nullable Tier tier,
    Map<Tier, String> whyNot,
    @Nullable String noIsn,
    @Nullable Segment syn,
    Map<String, String> settings) {
  Abilities {
    whyNot = Map.copyOf(whyNot);
    settings = Map.copyOf(settings);
  }

  /** Whether a session gets network namespaces of its own when it asks for settings of its own. */
  boolean settingsAreFree() {
    return tier == Tier.NETNS_TUN;
  }

  /** Whether a link of the lab's is between the ends. */
  boolean linked() {
    return tier != null && tier.isLinked();
  }

  /** Whether a client may open from several ports, and from one again. */
  boolean opensSeveral() {
    return tier == Tier.NETNS_TUN;
  }

  /** Why a way cannot be taken. */
  String whyNot(Tier other) {
    return whyNot.getOrDefault(other, "was not tried");
  }
}
