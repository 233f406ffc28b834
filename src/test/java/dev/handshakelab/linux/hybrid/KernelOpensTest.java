package dev.handshakelab.linux.hybrid;

/** The kernel opens to a listener of the lab's TCP. */
class KernelOpensTest extends HybridSessions {
  @Override
  protected String always() {
    return "{client: {stack: 'KERNEL'}}";
  }
}
