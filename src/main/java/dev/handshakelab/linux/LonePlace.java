package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.linux.tun.NetNamespace;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.linux.tun.Tun;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.List;
import java.util.SortedMap;

/**
 * A machine that is alone: a network namespace with nothing but its loopback interface. That is
 * where a socket's segments go when it opens to itself, so nothing can happen to them on their way.
 */
final class LonePlace implements Place {
  /** Ethernet's, in octets, as on the lab's links; a loopback interface's own is 65536. */
  private static final int MTU = 1500;

  private final IpAddress address;
  private final NetNamespace namespace;
  private final Taps taps;
  private final SortedMap<String, String> settings;

  private LonePlace(
      IpAddress address, NetNamespace namespace, Taps taps, SortedMap<String, String> settings) {
    this.address = address;
    this.namespace = namespace;
    this.taps = taps;
    this.settings = settings;
  }

  /**
   * A new one.
   *
   * @param asked what its client asks of its settings
   * @throws LinuxException without CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW: EPERM
   */
  static LonePlace open(LinuxRunner.Limits limits, KernelSettings asked) throws LinuxException {
    NetNamespace namespace = NetNamespace.create();
    try {
      return namespace.within(() -> {
        asked.write(Party.CLIENT);
        Tun.setUpLoopback(MTU);
        Taps taps = Taps.open("lo", limits.tapBufferBytes());
        return new LonePlace(limits.address(), namespace, taps, Sysctls.ofHandshakes());
      });
    } catch (LinuxException failed) {
      namespace.close();
      throw failed;
    }
  }

  @Override
  public Tier tier() {
    return Tier.LOOPBACK;
  }

  @Override
  public TcpSocket bind(Party end, int port) throws LinuxException {
    return namespace.within(() -> TcpSocket.bound(new SocketAddress(address, port)));
  }

  @Override
  public SockDiag diagnose(Party end) throws LinuxException {
    return namespace.within(SockDiag::open);
  }

  @Override
  public Sightings watch(SessionRequest request, SocketAddress client, SocketAddress server)
      throws LinuxException {
    return Sightings.of(List.of(namespace.within(() -> taps.arm(server.port()))), packet -> packet);
  }

  @Override
  public Counters counters(Party end) throws LinuxException {
    return namespace.within(Counters::read);
  }

  @Override
  public SortedMap<String, String> settings(Party end) {
    return settings;
  }

  @Override
  public void close() {
    taps.close();
    namespace.close();
  }
}
