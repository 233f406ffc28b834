package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.ArmedTap;
import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.link.Carriage;
import dev.handshakelab.linux.link.Mirror;
import dev.handshakelab.linux.link.TunLink;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.linux.tun.NetNamespace;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.linux.tun.Tun;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two kernel sockets with a link of the lab's between them: each in a network namespace of its own
 * behind a TUN of its own, or both in one behind one TUN that mirrors. What an end sends is tapped
 * as it leaves the kernel and what arrives as it enters, so between the two is what the link did.
 */
final class LinkedPlace implements Place {
  /** Ethernet's, in octets. */
  private static final int MTU = 1500;

  /** That 24 bits of network leave room for. */
  static final int MOST_PAIRS = 126;

  /** Others, since these may stand beside real ones in one namespace. */
  private static final Sides MIRROR =
      new Sides("198.51.100.1", "198.51.100.2", "2001:db8:1::1", "2001:db8:1::2");

  /** The ends' addresses; of a mirror both ends have the client's. */
  private record Sides(IpAddress client, IpAddress server, IpAddress client6, IpAddress server6) {
    Sides(String client, String server, String client6, String server6) {
      this(
          IpAddress.parse(client),
          IpAddress.parse(server),
          IpAddress.parse(client6),
          IpAddress.parse(server6));
    }

    /**
     * Addresses that are nobody's: RFC 5737, RFC 3849. Each pair of namespaces has others, so that
     * what the kernel tells of the whole host can be told apart.
     */
    static Sides ofPair(int number) {
      int client = 2 * number + 1;
      int server = client + 1;
      return new Sides(
          "192.0.2." + client,
          "192.0.2." + server,
          "2001:db8::" + Integer.toHexString(client),
          "2001:db8::" + Integer.toHexString(server));
    }

    /**
     * Which addresses lie behind the TUN: in a namespace of the lab's also those in whose names a
     * flood comes, so that the kernel takes and answers it; beside real ones as few as possible.
     */
    IpAddress mask() {
      return IpAddress.parse(equals(MIRROR) ? "255.255.255.0" : "128.0.0.0");
    }

    IpAddress of(Party end, boolean v6) {
      return end == Party.CLIENT ? v6 ? client6 : client : v6 ? server6 : server;
    }
  }

  private final Tier tier;
  private final Sides sides;
  private final boolean v6;
  private final Side client;
  private final Side server;
  private final TunLink link;

  /** Where one end lives. */
  private record Side(
      NetNamespace namespace, Tun tun, Taps taps, SortedMap<String, String> settings)
      implements AutoCloseable {
    ArmedTap arm(int port) throws LinuxException {
      return namespace.within(() -> taps.arm(port));
    }

    @Override
    public void close() {
      taps.close();
      namespace.close();
    }
  }

  private LinkedPlace(Tier tier, Sides sides, boolean v6, Side client, Side server)
      throws LinuxException {
    this.tier = tier;
    this.sides = sides;
    this.v6 = v6;
    this.client = client;
    this.server = server;
    link = TunLink.between(client.tun(), server.tun(), tier.label());
  }

  /**
   * Two new namespaces for sessions to share.
   *
   * @param v6 whether sessions run over IPv6
   * @param tapBufferBytes kernel memory of each tap
   * @throws LinuxException without CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW: EPERM
   */
  static LinkedPlace ofNamespaces(boolean v6, int tapBufferBytes) throws LinuxException {
    return ofNamespaces(v6, tapBufferBytes, KernelSettings.NOTHING_ELSE, 0);
  }

  /**
   * Two new namespaces.
   *
   * @param settings what differs in them from what is usual
   * @param number of the pair, less than {@link #MOST_PAIRS}, 0 for the shared one: decides its
   *     addresses
   * @throws LinuxException as above, or when the kernel does not take a setting
   */
  static LinkedPlace ofNamespaces(
      boolean v6, int tapBufferBytes, KernelSettings settings, int number) throws LinuxException {
    Sides sides = Sides.ofPair(number);
    Side client = inNewNamespace("client", sides, Party.CLIENT, settings, tapBufferBytes);
    try {
      Side server = inNewNamespace("server", sides, Party.SERVER, settings, tapBufferBytes);
      return new LinkedPlace(Tier.NETNS_TUN, sides, v6, client, server);
    } catch (LinuxException failed) {
      client.tun().close();
      client.close();
      throw failed;
    }
  }

  private static Side inNewNamespace(
      String name, Sides sides, Party end, KernelSettings settings, int tapBufferBytes)
      throws LinuxException {
    NetNamespace namespace = NetNamespace.create();
    try {
      return namespace.within(() -> {
        settings.write(end);
        return behindTun(namespace, name, sides, end, tapBufferBytes);
      });
    } catch (LinuxException failed) {
      namespace.close();
      throw failed;
    }
  }

  private static Side behindTun(
      NetNamespace namespace, String name, Sides sides, Party end, int tapBufferBytes)
      throws LinuxException {
    boolean has6 = Sysctls.read("ipv6/conf/all/disable_ipv6") != null;
    IpAddress v6 = has6 ? sides.of(end, true) : null;
    Tun tun = Tun.open(name, sides.of(end, false), sides.mask(), v6, MTU);
    try {
      return new Side(
          namespace, tun, Taps.open(tun.name(), tapBufferBytes), Sysctls.ofHandshakes());
    } catch (LinuxException failed) {
      tun.close();
      throw failed;
    }
  }

  /**
   * One TUN in the namespace of this thread.
   *
   * @throws LinuxException without CAP_NET_ADMIN and CAP_NET_RAW: EPERM
   */
  static LinkedPlace ofMirror(boolean v6, int tapBufferBytes) throws LinuxException {
    NetNamespace here = NetNamespace.ofThisThread();
    try {
      Side both = behindTun(here, "handshake%d", MIRROR, Party.CLIENT, tapBufferBytes);
      return new LinkedPlace(Tier.REFLECT_TUN, MIRROR, v6, both, both);
    } catch (LinuxException failed) {
      here.close();
      throw failed;
    }
  }

  /** The namespace of an end. */
  NetNamespace namespace(Party end) {
    return side(end).namespace();
  }

  private boolean mirrors() {
    return tier == Tier.REFLECT_TUN;
  }

  private Side side(Party end) {
    return end == Party.CLIENT ? client : server;
  }

  @Override
  public Tier tier() {
    return tier;
  }

  @Override
  public TcpSocket bind(Party end, int port) throws LinuxException {
    IpAddress address = sides.of(mirrors() ? Party.CLIENT : end, v6);
    return side(end).namespace().within(() -> TcpSocket.bound(new SocketAddress(address, port)));
  }

  @Override
  public SocketAddress seenByPeer(Party end, SocketAddress local) {
    return mirrors() ? new SocketAddress(sides.of(Party.SERVER, v6), local.port()) : local;
  }

  @Override
  public SockDiag diagnose(Party end) throws LinuxException {
    return side(end).namespace().within(SockDiag::open);
  }

  @Override
  public Sightings watch(SessionRequest request, SocketAddress clientSocket, SocketAddress peer)
      throws LinuxException {
    List<ArmedTap> taps = new ArrayList<>();
    try {
      taps.add(client.arm(peer.port()));
      if (!mirrors()) {
        taps.add(server.arm(peer.port()));
      }
      var carriage = new Carriage(clientSocket, peer, request.seed(), request.network());
      return Sightings.over(link, carriage, taps, view(peer));
    } catch (LinuxException failed) {
      taps.forEach(ArmedTap::close);
      throw failed;
    }
  }

  /**
   * One view of a conversation: a mirror's packets to and from the server's socket bear each
   * other's addresses.
   */
  private UnaryOperator<CapturedPacket> view(SocketAddress peer) {
    if (!mirrors()) {
      return packet -> packet;
    }
    return packet -> {
      boolean left = packet.copy() == CapturedPacket.Copy.SENT;
      boolean atTheServer = port(packet.octets(), left ? 0 : 2) == peer.port();
      return atTheServer
          ? new CapturedPacket(
              packet.atNs(),
              packet.copy(),
              Mirror.swapped(packet.octets()),
              packet.checksumOffloaded())
          : packet;
    };
  }

  /** A port in the TCP header, at 0 the source's, at 2 the destination's. */
  private static int port(Octets packet, int at) {
    int header = packet.u8(0) >> 4 == 6 ? 40 : (packet.u8(0) & 0xf) * 4;
    return packet.u16(header + at);
  }

  @Override
  public Octets asSent(Octets keptByServer) {
    return mirrors() && !keptByServer.isEmpty() ? Mirror.swapped(keptByServer) : keptByServer;
  }

  @Override
  public Counters counters(Party end) throws LinuxException {
    return side(end).namespace().within(Counters::read);
  }

  @Override
  public SortedMap<String, String> settings(Party end) {
    return side(end).settings();
  }

  @Override
  public @Nullable Integer handingThread() {
    return link.threadNumber();
  }

  @Override
  public @Nullable String failure() {
    String broken = link.failure();
    if (broken != null) {
      return broken;
    }
    return client.tun().isUp() && server.tun().isUp()
        ? null
        : "an interface of the lab's was taken down";
  }

  @Override
  public void close() {
    link.close();
    client.close();
    if (!mirrors()) {
      server.close();
    }
  }
}
