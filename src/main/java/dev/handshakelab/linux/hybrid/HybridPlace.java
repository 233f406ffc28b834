package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.linux.tun.NetNamespace;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.linux.tun.Tun;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace of the lab's whose only way out is a TUN: what its kernel sends is read here,
 * and to it the machine on the other side is the lab's. One session at a time.
 */
final class HybridPlace implements AutoCloseable {
  /** Ethernet's, in octets. */
  private static final int MTU = 1500;

  /** Addresses that are nobody's: RFC 5737, RFC 3849. */
  private static final IpAddress KERNEL = IpAddress.parse("203.0.113.1");

  private static final IpAddress LAB = IpAddress.parse("203.0.113.2");
  private static final IpAddress KERNEL6 = IpAddress.parse("2001:db8:2::1");
  private static final IpAddress LAB6 = IpAddress.parse("2001:db8:2::2");

  /** Buffers as where memory is not scarce (shift 7), and no memory of earlier connections. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ipv4/tcp_rmem", "4096 131072 6291456",
          "ipv4/tcp_wmem", "4096 16384 4194304",
          "ipv4/tcp_no_metrics_save", "1",
          "ipv6/conf/default/accept_dad", "0",
          "ipv6/conf/default/router_solicitations", "0",
          "ipv6/conf/default/accept_ra", "0",
          "ipv6/conf/default/addr_gen_mode", "1");

  /** What a kernel's own bind() picks from in a new namespace. */
  private static final int FIRST_PORT = 32_768;

  private static final int LAST_PORT = 60_999;

  /**
   * The lab's ports, each used once before any is used again: a connection in the kernel's
   * TIME_WAIT then never has the addresses of a new one.
   */
  private static final AtomicInteger PORTS = new AtomicInteger();

  private final NetNamespace namespace;
  private final Tun tun;
  private final boolean v6;
  private final SortedMap<String, String> settings;

  private HybridPlace(
      NetNamespace namespace, Tun tun, boolean v6, SortedMap<String, String> settings) {
    this.namespace = namespace;
    this.tun = tun;
    this.v6 = v6;
    this.settings = settings;
  }

  /**
   * A new one.
   *
   * @param v6 whether sessions run over IPv6
   * @throws LinuxException without CAP_SYS_ADMIN and CAP_NET_ADMIN: EPERM
   */
  static HybridPlace open(boolean v6) throws LinuxException {
    NetNamespace namespace = NetNamespace.create();
    try {
      return namespace.within(() -> {
        for (var setting : SETTINGS.entrySet()) {
          if (Sysctls.read(setting.getKey()) != null) {
            Sysctls.write(setting.getKey(), setting.getValue());
          }
        }
        boolean has6 = Sysctls.read("ipv6/conf/all/disable_ipv6") != null;
        Tun tun = Tun.open("hybrid", KERNEL, has6 ? KERNEL6 : null, MTU);
        return new HybridPlace(namespace, tun, v6, Sysctls.ofHandshakes());
      });
    } catch (LinuxException failed) {
      namespace.close();
      throw failed;
    }
  }

  /** A new socket of the kernel's end, bound to a free port. */
  TcpSocket bind() throws LinuxException {
    return namespace.within(() -> TcpSocket.bound(v6 ? KERNEL6 : KERNEL));
  }

  /** A socket for the lab's end that no session has used for long. */
  SocketAddress freshSocket() {
    int offset = Math.floorMod(PORTS.getAndIncrement(), LAST_PORT - FIRST_PORT + 1);
    return new SocketAddress(v6 ? LAB6 : LAB, FIRST_PORT + offset);
  }

  SockDiag diagnose() throws LinuxException {
    return namespace.within(SockDiag::open);
  }

  Counters counters() throws LinuxException {
    return namespace.within(Counters::read);
  }

  /** The settings that matter to a handshake. */
  SortedMap<String, String> settings() {
    return settings;
  }

  NetNamespace namespace() {
    return namespace;
  }

  Tun tun() {
    return tun;
  }

  @Override
  public void close() {
    tun.close();
    namespace.close();
  }
}
