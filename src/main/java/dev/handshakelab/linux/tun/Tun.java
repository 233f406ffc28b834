package dev.handshakelab.linux.tun;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Interfaces;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.SocketAddresses;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An interface whose other side is this process: what the kernel sends over it is read here, what
 * is written here arrives at the kernel. It goes when it is closed. Checksums are not offloaded, so
 * those of its packets are real.
 *
 * <p>Read and written by one thread, looked at by all.
 */
public final class Tun implements AutoCloseable {
  private static final String DEVICE = "/dev/net/tun";

  /** struct ifreq: a name of 16 octets, then a union. */
  private static final int REQUEST = 40;

  private static final int NAME = 16;

  /** struct in6_ifreq: address, u32 length of prefix, int index. */
  private static final int REQUEST6 = 24;

  private static final int PREFIX6 = 64;

  /** Two seconds in all, for what takes microseconds on a machine that has them. */
  private static final int LOOKS = 2_000;

  private static final long LOOK_NS = 1_000_000;
  private static final IpAddress USUAL_MASK = IpAddress.parse("255.255.255.0");

  /** Packets that wait to be read before the kernel drops some; 500 of itself. */
  private static final int QUEUE = 10_000;

  /** More than the largest packet that the MTU allows. */
  private static final int ROOM = 64 * 1024;

  private final Fd fd;
  private final Fd control;
  private final String name;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment room = arena.allocate(ROOM, Long.BYTES);

  /**
   * @param control a socket of its network namespace, to ask and to set things by
   */
  private Tun(Fd fd, Fd control, String name) {
    this.fd = fd;
    this.control = control;
    this.name = name;
  }

  /** As below, with the IPv4 network of 24 bits behind it. */
  public static Tun open(String pattern, IpAddress v4, @Nullable IpAddress v6, int mtu)
      throws LinuxException {
    return open(pattern, v4, USUAL_MASK, v6, mtu);
  }

  /**
   * A new interface in this thread's network namespace, up and with its addresses.
   *
   * @param pattern of its name; {@code %d} becomes a free number
   * @param v4 of the interface
   * @param mask of the IPv4 addresses that lie behind it
   * @param v6 in a network of 64 bits; null where there shall be none
   * @param mtu octets of the largest packet
   * @throws LinuxException without CAP_NET_ADMIN: EPERM; without the device: ENOENT or EACCES
   */
  public static Tun open(
      String pattern, IpAddress v4, IpAddress mask, @Nullable IpAddress v6, int mtu)
      throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int flags = Constants.O_RDWR | Constants.O_NONBLOCK | Constants.O_CLOEXEC;
      Fd fd = Fd.opened("open(" + DEVICE + ")", Libc.open(arena.allocateFrom(DEVICE), flags));
      try {
        MemorySegment request = arena.allocate(REQUEST, Long.BYTES);
        request.setString(0, pattern);
        request.set(JAVA_SHORT, NAME, (short) (Constants.IFF_TUN | Constants.IFF_NO_PI));
        LinuxException.checked(
            "ioctl(TUNSETIFF)", Libc.ioctl(fd.number(), Constants.TUNSETIFF, request));
        var tun =
            new Tun(fd, control(Constants.AF_INET), request.getString(0, StandardCharsets.UTF_8));
        try {
          tun.setUp(v4, mask, v6, mtu);
          return tun;
        } catch (LinuxException failed) {
          tun.close();
          throw failed;
        }
      } catch (LinuxException failed) {
        fd.close();
        throw failed;
      }
    }
  }

  private void setUp(IpAddress v4, IpAddress mask, @Nullable IpAddress v6, int mtu)
      throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      ask(arena, "SIOCSIFADDR", Constants.SIOCSIFADDR, address(arena, v4));
      ask(arena, "SIOCSIFNETMASK", Constants.SIOCSIFNETMASK, address(arena, mask));
      ask(arena, "SIOCSIFMTU", Constants.SIOCSIFMTU, number(arena, mtu));
      ask(arena, "SIOCSIFTXQLEN", Constants.SIOCSIFTXQLEN, number(arena, QUEUE));
      ask(arena, "SIOCSIFFLAGS", Constants.SIOCSIFFLAGS, up(arena));
      if (v6 != null) {
        setUp6(arena, v6);
      }
    }
  }

  private void setUp6(Arena arena, IpAddress v6) throws LinuxException {
    try (Fd control6 = control(Constants.AF_INET6)) {
      MemorySegment request = arena.allocate(REQUEST6, Integer.BYTES);
      MemorySegment.copy(v6.octets().toArray(), 0, request, JAVA_BYTE, 0, v6.octets().length());
      request.set(JAVA_INT, 16, PREFIX6);
      request.set(JAVA_INT, 20, Interfaces.index(name));
      LinuxException.checked(
          "ioctl(SIOCSIFADDR, " + v6 + ")",
          Libc.ioctl(control6.number(), Constants.SIOCSIFADDR, request));
      awaitUsable(control6, v6, arena);
    }
  }

  /**
   * Waits until a socket may have the address. Without neighbours the kernel has no duplicates of
   * it to look for (RFC 4862 §5.4), but it finds that out in a worker, which on a busy machine
   * comes later than who asks.
   */
  private static void awaitUsable(Fd control6, IpAddress v6, Arena arena) throws LinuxException {
    MemorySegment there = SocketAddresses.write(new SocketAddress(v6, 0), arena);
    LinuxException last = null;
    for (int looks = 0; looks < LOOKS; looks++) {
      try {
        LinuxException.checked("bind(" + v6 + ")", Libc.bind(control6.number(), there));
        return;
      } catch (LinuxException failed) {
        if (failed.errno() != Errno.EADDRNOTAVAIL.number()) {
          throw failed;
        }
        last = failed;
        LockSupport.parkNanos(LOOK_NS);
      }
    }
    throw Objects.requireNonNull(last);
  }

  private static Fd control(int family) throws LinuxException {
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC;
    return Fd.opened("socket(SOCK_DGRAM)", Libc.socket(family, type, 0));
  }

  private static MemorySegment address(Arena arena, IpAddress address) {
    return SocketAddresses.write(new SocketAddress(address, 0), arena);
  }

  private static MemorySegment number(Arena arena, int number) {
    return arena.allocateFrom(JAVA_INT, number);
  }

  private void ask(Arena arena, String what, long code, MemorySegment value) throws LinuxException {
    ask(control, name, arena, what, code, value);
  }

  private static void ask(
      Fd control, String name, Arena arena, String what, long code, MemorySegment value)
      throws LinuxException {
    MemorySegment request = arena.allocate(REQUEST, Long.BYTES);
    request.setString(0, name);
    MemorySegment.copy(value, 0, request, NAME, value.byteSize());
    LinuxException.checked(
        "ioctl(" + what + ", " + name + ")", Libc.ioctl(control.number(), code, request));
  }

  /**
   * Has the loopback interface of this thread's network namespace up, which it is not in a new one.
   *
   * @param mtu octets of the largest packet
   * @throws LinuxException without CAP_NET_ADMIN: EPERM
   */
  public static void setUpLoopback(int mtu) throws LinuxException {
    try (Arena arena = Arena.ofConfined();
        Fd control = control(Constants.AF_INET)) {
      ask(control, "lo", arena, "SIOCSIFMTU", Constants.SIOCSIFMTU, number(arena, mtu));
      ask(control, "lo", arena, "SIOCSIFFLAGS", Constants.SIOCSIFFLAGS, up(arena));
    }
  }

  private static MemorySegment up(Arena arena) {
    MemorySegment up = arena.allocate(Short.BYTES, Short.BYTES);
    up.set(JAVA_SHORT, 0, (short) (Constants.IFF_UP | Constants.IFF_RUNNING));
    return up;
  }

  public String name() {
    return name;
  }

  /**
   * Packets that the kernel sent and that had no room to wait here, since this was opened. To be
   * asked in its network namespace.
   */
  public long dropped() {
    return Devices.read().dropped(name);
  }

  /** Whether it is there and up; somebody else may have taken it away. */
  public synchronized boolean isUp() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(REQUEST, Long.BYTES);
      request.setString(0, name);
      return control.isOpen()
          && Libc.ioctl(control.number(), Constants.SIOCGIFFLAGS, request) == 0
          && (request.get(JAVA_SHORT, NAME) & Constants.IFF_UP) != 0;
    }
  }

  /** For a wait. */
  public Fd fd() {
    return fd;
  }

  /**
   * The next packet that the kernel has sent, or null when there is none now.
   *
   * @throws LinuxException when the interface is gone
   */
  public @Nullable Octets read() throws LinuxException {
    int length = Libc.read(fd.number(), room);
    if (length == Errno.EAGAIN.answer()) {
      return null;
    }
    LinuxException.checked("read(" + name + ")", length);
    return Octets.of(room.asSlice(0, length).toArray(JAVA_BYTE));
  }

  /**
   * Hands a packet to the kernel, which mostly has dealt with it when this returns.
   *
   * @throws LinuxException when it is no packet or the interface is gone
   */
  public void write(Octets packet) throws LinuxException {
    MemorySegment.copy(packet.toArray(), 0, room, JAVA_BYTE, 0, packet.length());
    LinuxException.checked(
        "write(" + name + ")", Libc.write(fd.number(), room.asSlice(0, packet.length())));
  }

  @Override
  public synchronized void close() {
    fd.close();
    control.close();
  }
}
