package dev.handshakelab.tcp;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection is opened from. The user may say it (MUST-43); if not, IP is asked before the
 * first SYN (MUST-44), which here means: of the machine's addresses of the right family the one
 * that shares the longest prefix with the peer (RFC 6724 §5, rule 8), and a port that is free.
 */
final class LocalAddress {
  /** The dynamic ports of RFC 6335 §6. */
  private static final int FIRST_DYNAMIC = 49_152;

  private static final int LAST = 65_535;

  private LocalAddress() {}

  /** Null when the machine has no address that can reach {@code remote}, or no port left. */
  static @Nullable SocketAddress choose(Host host, SocketAddress asked, SocketAddress remote) {
    var address = asked.address().isUnspecified() ? best(host, remote.address()) : asked.address();
    if (address == null || asked.port() != 0) {
      return address == null ? null : new SocketAddress(address, asked.port());
    }
    for (int port = FIRST_DYNAMIC; port <= LAST; port++) {
      var local = new SocketAddress(address, port);
      if (host.slot(new Path(local, remote, host.mtu())) == null) {
        return local;
      }
    }
    return null;
  }

  /** The same port on any address. */
  static SocketAddress any(SocketAddress local) {
    var octets = Octets.zeros(local.address().octets().length());
    return new SocketAddress(new IpAddress(octets), local.port());
  }

  private static @Nullable IpAddress best(Host host, IpAddress remote) {
    IpAddress best = null;
    for (IpAddress candidate : host.settings().addresses()) {
      boolean fits = candidate.isIpv6() == remote.isIpv6();
      if (fits && (best == null || common(candidate, remote) > common(best, remote))) {
        best = candidate;
      }
    }
    return best;
  }

  /** How many leading bits two addresses share. */
  private static int common(IpAddress one, IpAddress other) {
    for (int i = 0; i < one.octets().length(); i++) {
      int difference = one.octets().u8(i) ^ other.octets().u8(i);
      if (difference != 0) {
        return 8 * i + Integer.numberOfLeadingZeros(difference) - 24;
      }
    }
    return 8 * one.octets().length();
  }
}
