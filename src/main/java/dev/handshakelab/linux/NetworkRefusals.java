package dev.handshakelab.linux;

import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.NetworkSpec.LinkSpec;

/** What of a network cannot be had between two sockets of the kernel in the tier that there is. */
final class NetworkRefusals {
  private static final String NEEDS_LINK =
      "nothing happens to segments on the loopback interface: needs tier "
          + Tier.NETNS_TUN.label()
          + " or "
          + Tier.REFLECT_TUN.label()
          + ", neither of which is available";
  private static final String ONE_CONNECTION =
      "a session on the kernel has one connection, number 1";

  private final Abilities abilities;
  private final boolean v6;
  private final Objections problems;

  /**
   * @param v6 whether sessions run over IPv6
   */
  NetworkRefusals(Abilities abilities, boolean v6, Objections problems) {
    this.abilities = abilities;
    this.v6 = v6;
    this.problems = problems;
  }

  void of(NetworkSpec network) {
    if (abilities.linked()) {
      for (int i = 0; i < network.faults().size(); i++) {
        fault(network.faults().get(i), "/network/faults/" + i);
      }
      for (int i = 0; i < network.injections().size(); i++) {
        NetworkSpec.Injection injection = network.injections().get(i);
        String at = "/network/injections/" + i;
        problems.refuse(injection.connection() != 1, at + "/connection", ONE_CONNECTION);
        problems.refuse(
            injection.octets() != null,
            at + "/octets",
            "the ends' addresses and ports are not known before; segment says the rest");
      }
      problems.refuse(
          !network.floods().isEmpty() && !own4(),
          "/network/floods",
          "IPv4 SYNs in the names of others need tier " + Tier.NETNS_TUN.label());
      return;
    }
    if (network.toServer().equals(network.toClient())) {
      link(network.toServer(), "/network");
    } else {
      link(network.toServer(), "/network/toServer");
      link(network.toClient(), "/network/toClient");
    }
    problems.refuse(!network.faults().isEmpty(), "/network/faults", NEEDS_LINK);
    problems.refuse(!network.injections().isEmpty(), "/network/injections", NEEDS_LINK);
    problems.refuse(!network.floods().isEmpty(), "/network/floods", NEEDS_LINK);
  }

  /** Whether the namespaces are the lab's own, and speak IPv4. */
  private boolean own4() {
    return abilities.tier() == Tier.NETNS_TUN && !v6;
  }

  private void fault(NetworkSpec.Fault fault, String at) {
    problems.refuse(fault.connection() != 1, at + "/connection", ONE_CONNECTION);
    problems.refuse(
        fault.action() instanceof NetworkSpec.Action.Icmp && !own4(),
        at + "/action",
        "ICMP errors of IPv4 need tier " + Tier.NETNS_TUN.label());
  }

  /** How far a duplicate or a reordered segment is moved means nothing where there is none. */
  private void link(LinkSpec link, String at) {
    problems.refuse(link.delayMs() != 0, at + "/delayMs", NEEDS_LINK);
    problems.refuse(link.jitterMs() != 0, at + "/jitterMs", NEEDS_LINK);
    problems.refuse(link.lossRate() != 0, at + "/lossRate", NEEDS_LINK);
    problems.refuse(link.duplicateRate() != 0, at + "/duplicateRate", NEEDS_LINK);
    problems.refuse(link.reorderRate() != 0, at + "/reorderRate", NEEDS_LINK);
    problems.refuse(link.corruptRate() != 0, at + "/corruptRate", NEEDS_LINK);
    problems.refuse(!link.strips().isEmpty(), at + "/strips", NEEDS_LINK);
  }
}
