package dev.handshakelab.linux.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.SocketAddresses;
import dev.handshakelab.linux.ffi.SocketOption;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket of the kernel, driven call by call so that the order of everything is ours: bound
 * before it is tapped, tapped before it listens or connects. Nothing waits: what cannot be done now
 * says so, and {@code Poll} tells when it can.
 */
public final class TcpSocket implements AutoCloseable {
  /** IP header with options, TCP header with options. */
  private static final int SAVED_SYN_ROOM = 60 + 60;

  /** Before any shift: what 16 bits can say. */
  private static final int LARGEST_WINDOW = 65_535;

  private final Fd fd;

  private TcpSocket(Fd fd) {
    this.fd = fd;
  }

  /**
   * A new socket, bound to a free port of an address.
   *
   * @throws LinuxException when there is no descriptor, no such address or no free port
   */
  public static TcpSocket bound(IpAddress address) throws LinuxException {
    return bound(new SocketAddress(address, 0));
  }

  /**
   * A new socket, bound to an address and port.
   *
   * @param at with port 0, a free one is taken
   * @throws LinuxException when there is no descriptor or no such address, or the port is in use
   */
  public static TcpSocket bound(SocketAddress at) throws LinuxException {
    IpAddress address = at.address();
    int type = Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
    Fd fd =
        Fd.opened("socket(SOCK_STREAM)", Libc.socket(SocketAddresses.familyOf(address), type, 0));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment there = SocketAddresses.write(at, arena);
      LinuxException.checked("bind(" + at + ")", Libc.bind(fd.number(), there));
      return new TcpSocket(fd);
    } catch (LinuxException failed) {
      fd.close();
      throw failed;
    }
  }

  /** For a wait. */
  public Fd fd() {
    return fd;
  }

  /**
   * @throws LinuxException when the kernel refuses
   */
  public SocketAddress localAddress() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(SocketAddresses.LARGEST, Long.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddresses.LARGEST);
      LinuxException.checked("getsockname", Libc.getsockname(fd.number(), address, length));
      return SocketAddresses.read(address);
    }
  }

  /**
   * Has the kernel keep the headers of each SYN for {@link #savedSyn()} of the connection it opens;
   * takes effect for SYNs that arrive later.
   *
   * @throws LinuxException when the kernel refuses
   */
  public void saveSyns() throws LinuxException {
    SocketOption.SAVE_SYN.set(fd, 1);
  }

  /**
   * Retransmissions of the SYN before the kernel gives up, 1…127; of a listener, of its SYN+ACKs.
   *
   * @throws LinuxException when the kernel refuses
   */
  public void setSynRetries(int count) throws LinuxException {
    SocketOption.SYN_COUNT.set(fd, count);
  }

  /**
   * How long a listener leaves a request alone whose third segment came without text; the kernel
   * rounds it up to an expiry of the SYN+ACK's timer.
   *
   * @param seconds 0 and up
   * @throws LinuxException when the kernel refuses
   */
  public void setDeferAccept(int seconds) throws LinuxException {
    SocketOption.DEFER_ACCEPT.set(fd, seconds);
  }

  /**
   * The largest segment to announce, 88…32767 octets.
   *
   * @throws LinuxException when the kernel refuses
   */
  public void setMaximumSegment(int octets) throws LinuxException {
    SocketOption.MAXIMUM_SEGMENT.set(fd, octets);
  }

  /**
   * The shift that its SYN or SYN+ACK offers, by bounding the window that it will ever announce;
   * the kernel offers less where its largest receive buffer needs no more (tcp_rmem, rmem_max).
   *
   * @param shift 0…14
   * @throws LinuxException when the kernel refuses
   */
  public void setWindowScale(int shift) throws LinuxException {
    SocketOption.WINDOW_CLAMP.set(fd, LARGEST_WINDOW << shift);
  }

  /**
   * Has connect() ask for a Fast Open cookie (RFC 7413 §4.1.2).
   *
   * @throws LinuxException when the kernel refuses
   */
  public void setFastOpenConnect() throws LinuxException {
    SocketOption.FAST_OPEN_CONNECT.set(fd, 1);
  }

  /**
   * Has a listener give out Fast Open cookies and take text with the SYNs that bear one.
   *
   * @param most connections that may be open that way and not yet ESTABLISHED
   * @throws LinuxException when the kernel refuses
   */
  public void setFastOpenQueue(int most) throws LinuxException {
    SocketOption.FAST_OPEN.set(fd, most);
  }

  /**
   * Chooses the ISN of the connect() to come, by setting the socket up as if it were being restored
   * (TCP_REPAIR). The kernel takes 0 for "not chosen".
   *
   * @throws LinuxException when the kernel refuses: without CAP_NET_ADMIN, EPERM
   */
  public void setInitialSequenceNumber(SequenceNumber isn) throws LinuxException {
    SocketOption.REPAIR.set(fd, Constants.TCP_REPAIR_ON);
    SocketOption.REPAIR_QUEUE.set(fd, Constants.TCP_SEND_QUEUE);
    SocketOption.QUEUE_SEQUENCE.set(fd, isn.bits());
    SocketOption.REPAIR.set(fd, Constants.TCP_REPAIR_OFF_NO_WP);
  }

  /**
   * @throws LinuxException when the kernel refuses
   */
  public void listen(int backlog) throws LinuxException {
    LinuxException.checked("listen", Libc.listen(fd.number(), backlog));
  }

  /**
   * Begins to connect. The SYN is sent before this returns; how it ends is told by {@link
   * #pendingError()} once the descriptor is writable.
   *
   * @throws LinuxException when no SYN could be sent
   */
  public void connect(SocketAddress to) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int answer = Libc.connect(fd.number(), SocketAddresses.write(to, arena));
      if (answer != Errno.EINPROGRESS.answer()) {
        LinuxException.checked("connect(" + to + ")", answer);
      }
    }
  }

  /**
   * The error that the kernel has noted for this socket, 0 when none; reading clears it.
   *
   * @throws LinuxException when the kernel refuses
   */
  public int pendingError() throws LinuxException {
    return SocketOption.ERROR.getInt(fd);
  }

  /** A connection taken from a listener, and who opened it. */
  public record Accepted(TcpSocket socket, SocketAddress peer) {}

  /**
   * The next connection that has been established, or null when there is none now.
   *
   * @throws LinuxException when the kernel refuses
   */
  public @Nullable Accepted accept() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(SocketAddresses.LARGEST, Long.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddresses.LARGEST);
      int flags = Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
      int answer = Libc.accept4(fd.number(), address, length, flags);
      if (answer == Errno.EAGAIN.answer() || answer == Errno.ECONNABORTED.answer()) {
        return null;
      }
      Fd accepted = Fd.opened("accept4", answer);
      return new Accepted(new TcpSocket(accepted), SocketAddresses.read(address));
    }
  }

  /**
   * The headers of the SYN that opened this accepted connection, from the IP header on; empty when
   * they were not saved or have been read already.
   *
   * @throws LinuxException when the kernel refuses
   */
  public Octets savedSyn() throws LinuxException {
    return SocketOption.SAVED_SYN.get(fd, SAVED_SYN_ROOM);
  }

  /**
   * @throws LinuxException when the kernel refuses
   */
  public TcpInfo info() throws LinuxException {
    return new TcpInfo(SocketOption.INFO.get(fd, TcpInfo.ROOM));
  }

  /**
   * Gives octets to the kernel to be sent.
   *
   * @return how many it took, 0 when it has no room now
   * @throws LinuxException when the connection is gone
   */
  public int send(byte[] octets) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(JAVA_BYTE, octets);
      int answer = Libc.send(fd.number(), from, Constants.MSG_NOSIGNAL);
      return answer == Errno.EAGAIN.answer() ? 0 : LinuxException.checked("send", answer);
    }
  }

  /** What a read found when it found no octets. */
  public static final int NOTHING_YET = 0;

  public static final int END_OF_STREAM = -1;

  /**
   * Reads octets that have arrived and drops them.
   *
   * @param most how many at the most
   * @return how many, or {@link #NOTHING_YET} or {@link #END_OF_STREAM}
   * @throws LinuxException when the connection is gone
   */
  public int receive(int most) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int answer = Libc.recv(fd.number(), arena.allocate(most), Constants.MSG_DONTWAIT);
      if (answer == Errno.EAGAIN.answer()) {
        return NOTHING_YET;
      }
      return LinuxException.checked("recv", answer) == 0 ? END_OF_STREAM : answer;
    }
  }

  /**
   * RFC 9293's CLOSE: nothing more will be sent, what arrives is still read.
   *
   * @throws LinuxException when the connection is gone
   */
  public void shutdownSending() throws LinuxException {
    LinuxException.checked("shutdown", Libc.shutdown(fd.number(), Constants.SHUT_WR));
  }

  /**
   * Has the kernel ask a silent peer whether it lives (RFC 9293 §3.8.4).
   *
   * @param idleSeconds of silence before the first probe
   * @param intervalSeconds between probes; null leaves it to the kernel
   * @param probes without an answer before it gives up; null leaves it to the kernel
   * @throws LinuxException when the kernel refuses
   */
  public void setKeepalive(
      int idleSeconds, @Nullable Integer intervalSeconds, @Nullable Integer probes)
      throws LinuxException {
    SocketOption.KEEPALIVE.set(fd, 1);
    SocketOption.KEEPALIVE_IDLE.set(fd, idleSeconds);
    if (intervalSeconds != null) {
      SocketOption.KEEPALIVE_INTERVAL.set(fd, intervalSeconds);
    }
    if (probes != null) {
      SocketOption.KEEPALIVE_COUNT.set(fd, probes);
    }
  }

  /**
   * How long text may stay unacknowledged before the kernel gives up (RFC 9293 §3.9.1).
   *
   * @param ms 0 leaves that to its retransmissions
   * @throws LinuxException when the kernel refuses
   */
  public void setUserTimeout(int ms) throws LinuxException {
    SocketOption.USER_TIMEOUT.set(fd, ms);
  }

  /**
   * Takes a connection out of the kernel as if its machine had lost its memory: no segment tells of
   * it, since a socket that is being restored (TCP_REPAIR) closes in silence.
   *
   * @throws LinuxException when the kernel refuses: without CAP_NET_ADMIN, EPERM
   */
  public void forget() throws LinuxException {
    if (fd.isOpen()) {
      SocketOption.REPAIR.set(fd, Constants.TCP_REPAIR_ON);
      fd.close();
    }
  }

  /**
   * Takes the socket out of the kernel at once: RFC 9293's ABORT, which resets a synchronized
   * connection, and the tidying of every other.
   */
  @Override
  public void close() {
    if (!fd.isOpen()) {
      return;
    }
    try {
      SocketOption.LINGER.set(fd, 1, 0);
    } catch (LinuxException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      fd.close();
    }
  }
}
