package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.KernelPeer;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.SockDiag;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.linux.tun.Counters;
import dev.handshakelab.linux.tun.NetNamespace;
import dev.handshakelab.linux.tun.Sysctls;
import dev.handshakelab.linux.tun.Tun;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace of the lab's whose only way out is a TUN: what its kernel sends is read here,
 * and to it the machine on the other side is the lab's. One session at a time.
 */
final class HybridPlace implements AutoCloseable {
  /** Ethernet's, in octets. */
  private static final int MTU = 1500;

  private static final int MOST_TRIES = 1000;
  private static final long BETWEEN_TRIES_NS = 2_000_000;

  /** Addresses that are nobody's: RFC 5737, RFC 3849. */
  private static final IpAddress KERNEL = IpAddress.parse("203.0.113.1");

  private static final IpAddress LAB = IpAddress.parse("203.0.113.2");
  private static final IpAddress KERNEL6 = IpAddress.parse("2001:db8:2::1");
  private static final IpAddress LAB6 = IpAddress.parse("2001:db8:2::2");

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
  private SortedMap<String, String> unusual = Collections.emptySortedMap();
  private @Nullable SortedMap<String, String> settings;

  private HybridPlace(NetNamespace namespace, Tun tun, boolean v6) {
    this.namespace = namespace;
    this.tun = tun;
    this.v6 = v6;
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
        KernelPeer.write(Collections.emptySortedMap());
        boolean has6 = Sysctls.read("ipv6/conf/all/disable_ipv6") != null;
        Tun tun = Tun.open("hybrid", KERNEL, has6 ? KERNEL6 : null, MTU);
        awaitAddress(v6 ? KERNEL6 : KERNEL);
        return new HybridPlace(namespace, tun, v6);
      });
    } catch (LinuxException failed) {
      namespace.close();
      throw failed;
    }
  }

  /**
   * The kernel makes an IPv6 address usable a little after it was set, by a worker of its own, also
   * where it need not look for duplicates.
   */
  private static void awaitAddress(IpAddress address) throws LinuxException {
    try (Poll pause = new Poll(0)) {
      for (int i = 1; ; i++) {
        try (TcpSocket _ = TcpSocket.bound(address)) {
          return;
        } catch (LinuxException notYet) {
          if (i == MOST_TRIES) {
            throw notYet;
          }
          pause.await(BETWEEN_TRIES_NS);
        }
      }
    }
  }

  /**
   * Sets what a session asks for, and whatever an earlier one asked for back to the usual.
   *
   * @param asked by name below net
   */
  void set(SortedMap<String, String> asked) throws LinuxException {
    if (!asked.equals(unusual)) {
      namespace.within(() -> {
        KernelPeer.write(asked);
        return asked;
      });
      unusual = asked;
      settings = null;
    }
  }

  /** The kernel's address. */
  IpAddress address() {
    return v6 ? KERNEL6 : KERNEL;
  }

  /**
   * A new socket of the kernel's end.
   *
   * @param port with 0, a free one is taken
   */
  TcpSocket bind(int port) throws LinuxException {
    return namespace.within(() -> TcpSocket.bound(new SocketAddress(address(), port)));
  }

  /** A socket for the lab's end that no session has used for long. */
  SocketAddress freshSocket() {
    int offset = Math.floorMod(PORTS.getAndIncrement(), LAST_PORT - FIRST_PORT + 1);
    return new SocketAddress(v6 ? LAB6 : LAB, FIRST_PORT + offset);
  }

  SockDiag diagnose() throws LinuxException {
    return namespace.within(SockDiag::open);
  }

  /** The kernel's TCP counters. */
  Counters counters() throws LinuxException {
    return namespace.within(Counters::read);
  }

  /** The settings that matter to a handshake, as they hold. */
  SortedMap<String, String> settings() throws LinuxException {
    SortedMap<String, String> known = settings;
    if (known == null) {
      known = namespace.within(Sysctls::ofHandshakes);
      settings = known;
    }
    return known;
  }

  /** Packets of the kernel's that had no room to wait for their reader, ever. */
  long missed() throws LinuxException {
    return namespace.within(tun::dropped);
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
