package dev.handshakelab.linux.hybrid;

import dev.handshakelab.wire.IpAddress;

/** The same over IPv6. */
class KernelOpensOverIpv6Test extends KernelOpensTest {
  @Override
  IpAddress address() {
    return IpAddress.parse("::1");
  }
}
