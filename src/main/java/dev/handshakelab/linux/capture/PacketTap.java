package dev.handshakelab.linux.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.HostOrder;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.SocketOption;
import dev.handshakelab.wire.Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Sees the packets of one TCP port on one interface: an AF_PACKET socket. It is opened for protocol
 * 0, which gets nothing, given a filter that drops everything, and only then bound; so it has seen
 * nothing before it is armed, misses nothing from the moment on when {@link #arm} returns, and sees
 * nothing after it is disarmed. Needs CAP_NET_RAW.
 *
 * <p>What it saw waits in the kernel until it is drained. When that buffer is full the kernel drops
 * and counts, see {@link #dropped()}. Used by one thread at a time.
 */
final class PacketTap implements AutoCloseable {
  /** More than the largest IP packet. */
  private static final int PACKET_ROOM = 128 * 1024;

  private static final int CONTROL_ROOM = 256;

  /** struct sockaddr_ll: family, protocol in network order, interface, ..., packet type at 10. */
  private static final int LINK_ADDRESS = 20;

  private static final int PROTOCOL_AT = 2;
  private static final int INTERFACE_AT = 4;
  private static final int PACKET_TYPE_AT = 10;

  /** struct msghdr. */
  private static final int MESSAGE = 56;

  private static final int CONTROL_LENGTH_AT = 40;

  private final Fd fd;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment from = arena.allocate(LINK_ADDRESS, Long.BYTES);
  private final MemorySegment packet = arena.allocate(PACKET_ROOM, Long.BYTES);
  private final MemorySegment control = arena.allocate(CONTROL_ROOM, Long.BYTES);
  private final MemorySegment message = arena.allocate(MESSAGE, Long.BYTES);

  private PacketTap(Fd fd) {
    this.fd = fd;
    MemorySegment vector = arena.allocate(ADDRESS, 2);
    vector.setAtIndex(ADDRESS, 0, packet);
    vector.setAtIndex(JAVA_LONG, 1, PACKET_ROOM);
    message.set(ADDRESS, 0, from);
    message.set(JAVA_INT, 8, LINK_ADDRESS);
    message.set(ADDRESS, 16, vector);
    message.set(JAVA_LONG, 24, 1);
    message.set(ADDRESS, 32, control);
  }

  /**
   * A tap that sees nothing yet.
   *
   * @param interfaceIndex in this thread's network namespace
   * @param bufferBytes of kernel memory for what has not been drained; a small packet takes about
   *     630. Without CAP_NET_ADMIN the kernel gives no more than {@code rmem_max}
   * @throws LinuxException without CAP_NET_RAW: EPERM
   */
  static PacketTap open(int interfaceIndex, int bufferBytes) throws LinuxException {
    int type = Constants.SOCK_DGRAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
    Fd fd = Fd.opened("socket(AF_PACKET)", Libc.socket(Constants.AF_PACKET, type, 0));
    try {
      SocketOption.TIMESTAMPS.set(fd, 1);
      SocketOption.AUXILIARY_DATA.set(fd, 1);
      enlarge(fd, bufferBytes);
      attach(fd, BpfProgram.nothing());
      bind(fd, interfaceIndex);
      return new PacketTap(fd);
    } catch (LinuxException failed) {
      fd.close();
      throw failed;
    }
  }

  private static void attach(Fd fd, BpfProgram filter) throws LinuxException {
    try (Arena once = Arena.ofConfined()) {
      SocketOption.ATTACH_FILTER.set(fd, filter.write(once));
    }
  }

  private static void bind(Fd fd, int interfaceIndex) throws LinuxException {
    try (Arena once = Arena.ofConfined()) {
      MemorySegment all = once.allocate(LINK_ADDRESS, Long.BYTES);
      all.set(JAVA_SHORT, 0, (short) Constants.AF_PACKET);
      all.set(JAVA_SHORT, PROTOCOL_AT, Short.reverseBytes((short) Constants.ETH_P_ALL));
      all.set(JAVA_INT, INTERFACE_AT, interfaceIndex);
      LinuxException.checked("bind(AF_PACKET)", Libc.bind(fd.number(), all));
    }
  }

  private static void enlarge(Fd fd, int bufferBytes) throws LinuxException {
    try {
      SocketOption.RECEIVE_BUFFER_FORCE.set(fd, bufferBytes);
    } catch (LinuxException unprivileged) {
      SocketOption.RECEIVE_BUFFER.set(fd, bufferBytes);
    }
  }

  /**
   * Begins to see every TCP segment from or to a port.
   *
   * @throws LinuxException when the kernel refuses
   */
  void arm(int port) throws LinuxException {
    dropped();
    attach(fd, BpfProgram.tcpPort(port));
  }

  /**
   * Sees nothing any more, and forgets what was not drained.
   *
   * @throws LinuxException when the kernel refuses
   */
  void disarm() throws LinuxException {
    attach(fd, BpfProgram.nothing());
    int length;
    do {
      message.set(JAVA_LONG, CONTROL_LENGTH_AT, CONTROL_ROOM);
      length = Libc.recvmsg(fd.number(), message, Constants.MSG_DONTWAIT);
    } while (length >= 0);
  }

  /** For a wait. */
  Fd fd() {
    return fd;
  }

  /**
   * Takes what has been seen since the last time, in the order of the kernel's queue.
   *
   * @param most packets to take, so that a drain ends under any traffic
   * @return how many were taken
   * @throws LinuxException when the kernel refuses
   */
  int drain(List<? super CapturedPacket> into, int most) throws LinuxException {
    int taken = 0;
    while (taken < most) {
      message.set(JAVA_LONG, CONTROL_LENGTH_AT, CONTROL_ROOM);
      int length = Libc.recvmsg(fd.number(), message, Constants.MSG_DONTWAIT);
      if (length == Errno.EAGAIN.answer()) {
        break;
      }
      into.add(read(LinuxException.checked("recvmsg(AF_PACKET)", length)));
      taken++;
    }
    return taken;
  }

  private CapturedPacket read(int length) throws LinuxException {
    int controlLength = (int) message.get(JAVA_LONG, CONTROL_LENGTH_AT);
    ControlMessages told =
        ControlMessages.parse(Octets.of(control.asSlice(0, controlLength).toArray(JAVA_BYTE)));
    Long atNs = told.timestampNs();
    if (atNs == null) {
      throw new LinuxException("recvmsg(AF_PACKET) without a timestamp", Errno.EINVAL.number());
    }
    boolean sent = from.get(JAVA_BYTE, PACKET_TYPE_AT) == Constants.PACKET_OUTGOING;
    return new CapturedPacket(
        atNs,
        sent ? CapturedPacket.Copy.SENT : CapturedPacket.Copy.RECEIVED,
        Octets.of(packet.asSlice(0, length).toArray(JAVA_BYTE)),
        told.checksumOffloaded());
  }

  /**
   * How many packets the kernel had to drop since the last time this was asked, because the buffer
   * was full.
   *
   * @throws LinuxException when the kernel refuses
   */
  long dropped() throws LinuxException {
    return HostOrder.u32(SocketOption.PACKET_STATISTICS.get(fd, 2 * Integer.BYTES), 4);
  }

  @Override
  public void close() {
    fd.close();
  }
}
