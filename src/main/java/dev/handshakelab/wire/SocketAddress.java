package dev.handshakelab.wire;

import org.jspecify.annotations.Nullable;

/**
 * What RFC 9293 calls a socket: an internet address and a port (0…65535). Two of them identify a
 * connection.
 */
public record SocketAddress(IpAddress address, int port) {
  public SocketAddress {
    Fields.check("a port", port, 0xffff);
  }

  /** Spelled out like {@link #hashCode}, since connections are found by them for every segment. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SocketAddress(IpAddress thatAddress, int thatPort)
        && port == thatPort
        && address.equals(thatAddress);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + port;
  }

  @Override
  public String toString() {
    return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
  }
}
