package dev.handshakelab.linux.link;

import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import java.util.List;

/** A link without a thread or a clock: packets go in and come out when it is told so. */
public final class CarriageByHand {
  public static final SocketAddress CLIENT =
      new SocketAddress(IpAddress.parse("192.0.2.1"), 40_001);
  public static final SocketAddress SERVER =
      new SocketAddress(IpAddress.parse("192.0.2.2"), 40_002);

  private final Carriage carriage;

  public CarriageByHand(NetworkSpec network) {
    carriage = new Carriage(CLIENT, SERVER, 7, network);
  }

  /** A packet between the two, e.g. {@code S 100:100(0) win 1000}. */
  public static Packet packet(Party from, String segment) {
    SocketAddress source = from == Party.CLIENT ? CLIENT : SERVER;
    SocketAddress destination = from == Party.CLIENT ? SERVER : CLIENT;
    return new Packet(
        new IpHeader.Ipv4(source.address(), destination.address(), 0, 0, true, 64, Octets.EMPTY),
        Notation.parse(segment).withPorts(source.port(), destination.port()));
  }

  public static Octets octets(Party from, String segment) {
    return Packets.encode(packet(from, segment));
  }

  /** The link takes a packet; the same clock tells both of its times. */
  List<Carriage.Due> take(Party from, String segment, long atNs) {
    Packet packet = packet(from, segment);
    return carriage.take(from, Packets.encode(packet), packet, atNs, atNs);
  }

  /** Takes one and hands over what is to be handed over of it, each when it is due. */
  public void carry(Party from, String segment, long atNs) {
    take(from, segment, atNs).forEach(this::handOver);
  }

  /** What is handed over. */
  Octets handOver(Carriage.Due due) {
    Octets octets = carriage.octets(due, due.atNs());
    carriage.handedOver(due, new Passage.Handed(due.atNs(), due.atNs() + 1));
    return octets;
  }

  Carriage carriage() {
    return carriage;
  }

  public List<Passage> passages() {
    return carriage.passages();
  }
}
