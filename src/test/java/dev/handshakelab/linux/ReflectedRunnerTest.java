package dev.handshakelab.linux;

/** Between two sockets of one host whose segments the lab's link reflects. */
class ReflectedRunnerTest extends KernelRunnerContract {
  ReflectedRunnerTest() {
    super(Tier.REFLECT_TUN);
  }
}
