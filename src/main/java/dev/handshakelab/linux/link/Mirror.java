package dev.handshakelab.linux.link;

import dev.handshakelab.wire.Octets;

/**
 * A packet with its source and destination addresses exchanged. All its checksums stay right, for a
 * ones' complement sum does not care for order.
 */
public final class Mirror {
  private Mirror() {}

  /**
   * @param packet an IPv4 or IPv6 packet, at least a header
   */
  public static Octets swapped(Octets packet) {
    boolean v6 = packet.u8(0) >> 4 == 6;
    int at = v6 ? 8 : 12;
    int length = v6 ? 16 : 4;
    byte[] swapped = packet.toArray();
    packet.slice(at, at + length).copyTo(swapped, at + length);
    packet.slice(at + length, at + 2 * length).copyTo(swapped, at);
    return Octets.of(swapped);
  }
}
