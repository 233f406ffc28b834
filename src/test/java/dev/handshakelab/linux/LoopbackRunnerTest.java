package dev.handshakelab.linux;

/** Between two sockets of one host. */
class LoopbackRunnerTest extends KernelRunnerContract {
  LoopbackRunnerTest() {
    super(Tier.LOOPBACK);
  }
}
