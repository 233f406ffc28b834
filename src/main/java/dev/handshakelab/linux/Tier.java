package dev.handshakelab.linux;

/**
 * The ways to a session on this machine's kernel, the best first: how much of it can be seen, and
 * what can be done to its segments. Which one is taken is found by trying.
 */
public enum Tier {
  /**
   * Client and server in network namespaces of their own, each with a TUN, and a link of the lab's
   * between them: loss and delay as asked, right checksums.
   */
  NETNS_TUN("netns-tun"),
  /** One TUN that swaps the addresses of what is written to it: as before, in one namespace. */
  REFLECT_TUN("reflect-tun"),
  /** Both sockets on the loopback interface, and a tap on it. Nothing is lost or delayed there. */
  LOOPBACK("loopback"),
  /** The same without a tap: only what the kernel tells of its sockets. Takes no privilege. */
  SOCKETS_ONLY("sockets-only");

  private final String label;

  Tier(String label) {
    this.label = label;
  }

  /** Its name to clients. */
  public String label() {
    return label;
  }

  /** Whether what lies between the ends is the lab's own. */
  boolean isLinked() {
    return this == NETNS_TUN || this == REFLECT_TUN;
  }
}
