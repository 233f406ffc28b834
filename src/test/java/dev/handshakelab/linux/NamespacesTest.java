package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;

/** Each end in a network namespace of its own. */
class NamespacesTest extends LinkedSessions {
  @Override
  Place place(boolean ipv6) throws LinuxException {
    return LinkedPlace.ofNamespaces(ipv6, 1 << 24);
  }
}
