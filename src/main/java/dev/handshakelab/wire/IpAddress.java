package dev.handshakelab.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 or IPv6 address: 4 or 16 octets. Written and read as a literal only; names are never
 * looked up.
 */
public record IpAddress(Octets octets) {
  public IpAddress {
    if (octets.length() != 4 && octets.length() != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length());
    }
  }

  /**
   * Reads a literal, e.g. {@code 10.0.0.1} or {@code 2001:db8::1}.
   *
   * @throws IllegalArgumentException when the text is no address literal
   */
  public static IpAddress parse(String literal) {
    return new IpAddress(Octets.of(InetAddress.ofLiteral(literal).getAddress()));
  }

  public boolean isIpv6() {
    return octets.length() == 16;
  }

  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(octets.toArray());
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
  }

  @Override
  public String toString() {
    return toInetAddress().getHostAddress();
  }
}
