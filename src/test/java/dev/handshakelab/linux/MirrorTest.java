package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.tun.NetNamespace;

/** Both ends behind one TUN; here in a namespace of its own, so that the host has no part in it. */
class MirrorTest extends LinkedSessions {
  @Override
  Place place(boolean ipv6) throws LinuxException {
    try (NetNamespace own = NetNamespace.create()) {
      return own.within(() -> LinkedPlace.ofMirror(ipv6, 1 << 24));
    }
  }
}
