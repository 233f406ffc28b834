package dev.handshakelab.linux.hybrid;

import dev.handshakelab.trace.Party;

/** The lab's TCP opens to a listener of the kernel's. */
class SimulatorOpensTest extends HybridSessions {
  @Override
  Party simulated() {
    return Party.CLIENT;
  }
}
