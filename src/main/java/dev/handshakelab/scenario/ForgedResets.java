package dev.handshakelab.scenario;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.List;

/**
 * How a box in the path ends a connection of which it has seen one segment pass.
 *
 * @param onwards to the receiver: a RST with the number that is expected next
 * @param back to the sender: one with the number that it acknowledged; where it acknowledged none,
 *     one that acknowledges what it sent
 */
public record ForgedResets(Packet onwards, Packet back) {
  private static final int TTL = 64;

  public static ForgedResets of(Packet packet) {
    Segment seen = packet.segment();
    Segment onwards = bare(seen.end(), SequenceNumber.ZERO, Flags.RST);
    Segment back =
        seen.isAck()
            ? bare(seen.acknowledgment(), SequenceNumber.ZERO, Flags.RST)
            : bare(SequenceNumber.ZERO, seen.end(), Flags.of(Flag.RST, Flag.ACK));
    return new ForgedResets(
        packet(packet.source(), packet.destination(), onwards),
        packet(packet.destination(), packet.source(), back));
  }

  private static Segment bare(SequenceNumber sequence, SequenceNumber acknowledged, Flags flags) {
    return new Segment(0, 0, sequence, acknowledged, flags, 0, 0, List.of(), Octets.EMPTY);
  }

  /** A segment in the packet that whoever writes into the network puts it in. */
  public static Packet packet(SocketAddress from, SocketAddress to, Segment segment) {
    IpHeader header =
        from.address().isIpv6()
            ? new IpHeader.Ipv6(from.address(), to.address(), 0, 0, TTL)
            : new IpHeader.Ipv4(from.address(), to.address(), 0, 0, true, TTL, Octets.EMPTY);
    return new Packet(header, segment.withPorts(from.port(), to.port()));
  }
}
