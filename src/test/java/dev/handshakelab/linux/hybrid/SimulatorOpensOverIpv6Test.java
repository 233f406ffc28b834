package dev.handshakelab.linux.hybrid;

import dev.handshakelab.wire.IpAddress;

/** The same over IPv6. */
class SimulatorOpensOverIpv6Test extends SimulatorOpensTest {
  @Override
  IpAddress address() {
    return IpAddress.parse("::1");
  }
}
