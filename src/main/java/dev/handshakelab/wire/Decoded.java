package dev.handshakelab.wire;

/**
 * What octets turned out to be. Hostile octets are a value that says what is wrong with them, never
 * an exception.
 */
public sealed interface Decoded {
  /**
   * A whole packet. On a loopback capture the TCP sum is left to hardware that is not there, so a
   * wrong one is the receiver's business and no reason to refuse the packet here. With both right,
   * {@link Packets#encode} gives the same octets again.
   *
   * @param ipChecksumRight IPv4's header checksum; IPv6 has none, and then it is true
   * @param tcpChecksumRight whether the field is what a sender computes ({@link Checksum})
   */
  record Intact(Packet packet, boolean ipChecksumRight, boolean tcpChecksumRight)
      implements Decoded {}

  /**
   * Octets that are no packet with a TCP segment; {@code why} names the field and what it would
   * have to be.
   */
  record Malformed(String why, Octets octets) implements Decoded {}
}
