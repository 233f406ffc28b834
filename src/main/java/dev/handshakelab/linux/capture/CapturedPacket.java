package dev.handshakelab.linux.capture;

import dev.handshakelab.wire.Octets;

/**
 * One copy of a packet as a tap saw it. On a host's own interface each packet is seen twice: as it
 * leaves the sender and as it enters the receiver.
 *
 * @param atNs the kernel's timestamp: CLOCK_REALTIME, nanoseconds since 1970
 * @param octets from the IP header on, as long as the tap got them
 * @param checksumOffloaded the TCP checksum had been left to hardware, so the octets do not hold it
 */
public record CapturedPacket(long atNs, Copy copy, Octets octets, boolean checksumOffloaded) {

  /** Which way a packet was going when it was seen. */
  public enum Copy {
    /** Leaving this host or namespace (PACKET_OUTGOING). */
    SENT,
    /** Entering it. */
    RECEIVED
  }
}
