package dev.handshakelab.wire;

/**
 * What octets turned out to be. Hostile octets are a value that says what is wrong with them, never
 * an exception.
 */
public sealed interface Decoded {
  /**
   * A whole packet. The two booleans tell whether the checksums of the octets are right; on a
   * loopback capture the TCP sum is left to hardware that is not there, so a wrong one is the
   * receiver's business and no reason to refuse the packet here.
   */
  record Intact(Packet packet, boolean ipChecksumRight, boolean tcpChecksumRight)
      implements Decoded {}

  /**
   * Octets that are no packet with a TCP segment; {@code why} names the field and what it would
   * have to be.
   */
  record Malformed(String why, Octets octets) implements Decoded {}
}
