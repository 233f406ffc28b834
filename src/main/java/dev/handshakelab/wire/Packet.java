package dev.handshakelab.wire;

/** One IP packet that carries one TCP segment. */
public record Packet(IpHeader ip, Segment segment) {
  public SocketAddress source() {
    return new SocketAddress(ip.source(), segment.sourcePort());
  }

  public SocketAddress destination() {
    return new SocketAddress(ip.destination(), segment.destinationPort());
  }

  @Override
  public String toString() {
    return source() + " > " + destination() + " " + segment;
  }
}
