package dev.handshakelab.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address: 4 or 16 octets. Written and read as a literal only; names are never
 * looked up, and a zone such as {@code %eth0} is no part of an address.
 *
 * <p>An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is what its 16 octets say, an IPv6
 * address, and differs from {@code 192.0.2.1}.
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
    Octets octets = AddressLiteral.read(literal);
    if (octets == null) {
      throw new IllegalArgumentException(
          "\""
              + literal
              + "\" is no address; four numbers 0…255 like 192.0.2.1 would be, or IPv6 like 2001:db8::1,"
              + " but no name, zone, port or shorter form");
    }
    return new IpAddress(octets);
  }

  public boolean isIpv6() {
    return octets.length() == 16;
  }

  /**
   * Whether it names one machine: neither multicast, nor the broadcast, nor the unspecified
   * address.
   */
  public boolean isUnicast() {
    boolean multicast = isIpv6() ? octets.u8(0) == 0xff : octets.u8(0) >> 4 == 0xe;
    boolean broadcast = !isIpv6() && octets.u32(0) == 0xffff_ffffL;
    return !multicast && !broadcast && !isUnspecified();
  }

  /** Whether it stands for "any address" or none: {@code 0.0.0.0} or {@code ::}. */
  public boolean isUnspecified() {
    for (int i = 0; i < octets.length(); i++) {
      if (octets.u8(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The same for the platform's sockets; IPv4-mapped addresses stay IPv6 there too. */
  public InetAddress toInetAddress() {
    try {
      return isIpv6()
          ? Inet6Address.getByAddress(null, octets.toArray(), -1)
          : InetAddress.getByAddress(octets.toArray());
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
  }

  /** Spelled out for the same reason as {@link SocketAddress#equals}; most often it is itself. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || other instanceof IpAddress(Octets that) && octets.equals(that);
  }

  @Override
  public int hashCode() {
    return octets.hashCode();
  }

  /** The literal; IPv6 in the form of RFC 5952. */
  @Override
  public String toString() {
    return AddressLiteral.write(octets);
  }
}
