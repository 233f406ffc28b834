package dev.handshakelab.linux;

import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.KernelAccount.Completeness;
import dev.handshakelab.scenario.KernelAccount.LinkDelivery;
import dev.handshakelab.scenario.KernelAccount.SavedSyn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the kernel's account of a session out of the evidence. */
final class Accounts {
  private Accounts() {}

  static KernelAccount of(Evidence evidence) {
    boolean tapped = evidence.tier() != Tier.SOCKETS_ONLY;
    boolean traced = evidence.events() != null;
    return new KernelAccount(
        evidence.tier().label(),
        System.getProperty("os.version"),
        new Completeness(
            tapped && evidence.dropped() == 0 && evidence.eventsLost() == 0,
            tapped,
            traced,
            evidence.dropped(),
            evidence.eventsLost()),
        savedSyn(evidence, tapped),
        evidence.sayings().halfOpen(),
        evidence.sayings().client(),
        evidence.sayings().server(),
        deliveries(evidence));
  }

  private static @Nullable SavedSyn savedSyn(Evidence evidence, boolean tapped) {
    if (evidence.savedSyn().isEmpty()) {
      return null;
    }
    Boolean captured =
        tapped ? SeenSegments.of(evidence).synOctets().contains(evidence.savedSyn()) : null;
    return new SavedSyn(evidence.savedSyn().toBase64(), captured);
  }

  private static List<LinkDelivery> deliveries(Evidence evidence) {
    List<LinkDelivery> deliveries = new ArrayList<>();
    int ordinal = 0;
    for (Witnessed seen : evidence.witnessed()) {
      ordinal++;
      Long sentNs = seen.sentNs();
      for (Witnessed.Arrival arrival : seen.arrivals()) {
        if (arrival.carried() != null && sentNs != null) {
          deliveries.add(
              new LinkDelivery(
                  ordinal,
                  arrival.copy(),
                  arrival.carried().askedNs(),
                  arrival.receivedNs() - sentNs));
        }
      }
    }
    return deliveries;
  }
}
