package dev.handshakelab.linux;

/** Between two namespaces with the lab's link. */
class LinkedRunnerTest extends KernelRunnerContract {
  LinkedRunnerTest() {
    super(Tier.NETNS_TUN);
  }
}
