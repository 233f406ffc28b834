package dev.handshakelab.tcp;

import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way between two sockets as one of them sees it.
 *
 * @param mtu the largest IP packet, in octets
 */
public record Path(SocketAddress local, SocketAddress remote, int mtu) {
  /** Spelled out, like that of a socket's address, since every segment is looked up by its path. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Path(var thatLocal, var thatRemote, int thatMtu)
        && mtu == thatMtu
        && remote.equals(thatRemote)
        && local.equals(thatLocal);
  }

  /** Whatever the MTU: no two connections differ in that alone. */
  @Override
  public int hashCode() {
    return 31 * local.hashCode() + remote.hashCode();
  }

  boolean isIpv6() {
    return local.address().isIpv6();
  }

  /** The MSS to assume when the peer announces none (MUST-15), in octets. */
  int defaultMss() {
    return isIpv6() ? 1220 : 536;
  }

  /** The most TCP text that fits the MTU without options, in octets. */
  int maxMss() {
    return mtu - (isIpv6() ? 60 : 40);
  }

  /** The same where it is known to carry no more than so many octets in a packet. */
  Path within(int octets) {
    return octets < mtu ? new Path(local, remote, octets) : this;
  }

  Path reversed() {
    return new Path(remote, local, mtu);
  }
}
