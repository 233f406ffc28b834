package dev.handshakelab.linux.link;

import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;

/**
 * An ICMP error as the router before the destination would write it (RFC 792): it quotes the packet
 * that it is about, so that the kernel finds the connection and can see that somebody on the way
 * wrote it.
 */
final class Unreachable {
  private static final int HEADER = 20;
  private static final int ICMP_HEADER = 8;

  /** Of the packet that is quoted: an IPv4 header with all its options and 64 bits (RFC 792). */
  private static final int MOST_QUOTED = 60 + 8;

  private static final int ICMP = 1;
  private static final int TTL = 64;

  private Unreachable() {}

  /**
   * @param packet the IPv4 packet that could not be passed on
   * @param ip its header
   * @param type 0…255
   * @param code 0…255
   */
  static Octets about(Octets packet, IpHeader ip, int type, int code) {
    byte[] quoted = packet.slice(0, Math.min(packet.length(), MOST_QUOTED)).toArray();
    byte[] error = new byte[HEADER + ICMP_HEADER + quoted.length];
    error[0] = 0x45;
    put16(error, 2, error.length);
    error[8] = TTL;
    error[9] = ICMP;
    System.arraycopy(ip.destination().octets().toArray(), 0, error, 12, 4);
    System.arraycopy(ip.source().octets().toArray(), 0, error, 16, 4);
    put16(error, 10, checksum(error, 0, HEADER));
    error[HEADER] = (byte) type;
    error[HEADER + 1] = (byte) code;
    System.arraycopy(quoted, 0, error, HEADER + ICMP_HEADER, quoted.length);
    put16(error, HEADER + 2, checksum(error, HEADER, error.length));
    return Octets.of(error);
  }

  private static void put16(byte[] into, int at, int value) {
    into[at] = (byte) (value >> Byte.SIZE);
    into[at + 1] = (byte) value;
  }

  /** The Internet checksum (RFC 1071) of octets whose own checksum is still 0. */
  private static int checksum(byte[] octets, int from, int end) {
    long sum = 0;
    for (int i = from; i < end; i++) {
      int octet = octets[i] & 0xff;
      sum += (i - from) % 2 == 0 ? octet << Byte.SIZE : octet;
    }
    while (sum >> Short.SIZE != 0) {
      sum = (sum & 0xffff) + (sum >> Short.SIZE);
    }
    return (int) ~sum & 0xffff;
  }
}
