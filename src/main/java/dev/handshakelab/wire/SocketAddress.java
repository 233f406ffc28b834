package dev.handshakelab.wire;

/**
 * What RFC 9293 calls a socket: an internet address and a port (0…65535). Two of them identify a
 * connection.
 */
public record SocketAddress(IpAddress address, int port) {
  public SocketAddress {
    Fields.check("a port", port, 0xffff);
  }

  /** Spelled out, since connections are found by it for every segment. */
  @Override
  public int hashCode() {
    return 31 * address.hashCode() + port;
  }

  @Override
  public String toString() {
    return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
  }
}
