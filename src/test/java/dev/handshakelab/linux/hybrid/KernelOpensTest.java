package dev.handshakelab.linux.hybrid;

import dev.handshakelab.trace.Party;

/** The kernel opens to a listener of the lab's TCP. */
class KernelOpensTest extends HybridSessions {
  @Override
  Party simulated() {
    return Party.SERVER;
  }
}
