package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.handshakelab.wire.Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An option of a socket: {@code setsockopt} and {@code getsockopt} by name.
 *
 * @param name as in the headers, for the message when the kernel refuses
 */
public record SocketOption(String name, int level, int number) {
  public static final SocketOption ERROR =
      new SocketOption("SO_ERROR", Constants.SOL_SOCKET, Constants.SO_ERROR);
  public static final SocketOption LINGER =
      new SocketOption("SO_LINGER", Constants.SOL_SOCKET, Constants.SO_LINGER);
  public static final SocketOption RECEIVE_BUFFER =
      new SocketOption("SO_RCVBUF", Constants.SOL_SOCKET, Constants.SO_RCVBUF);

  /** Beyond {@code rmem_max}; takes CAP_NET_ADMIN. */
  public static final SocketOption RECEIVE_BUFFER_FORCE =
      new SocketOption("SO_RCVBUFFORCE", Constants.SOL_SOCKET, Constants.SO_RCVBUFFORCE);

  public static final SocketOption TIMESTAMPS =
      new SocketOption("SO_TIMESTAMPNS", Constants.SOL_SOCKET, Constants.SO_TIMESTAMPNS);
  public static final SocketOption ATTACH_FILTER =
      new SocketOption("SO_ATTACH_FILTER", Constants.SOL_SOCKET, Constants.SO_ATTACH_FILTER);
  public static final SocketOption AUXILIARY_DATA =
      new SocketOption("PACKET_AUXDATA", Constants.SOL_PACKET, Constants.PACKET_AUXDATA);
  public static final SocketOption PACKET_STATISTICS =
      new SocketOption("PACKET_STATISTICS", Constants.SOL_PACKET, Constants.PACKET_STATISTICS);
  public static final SocketOption MAXIMUM_SEGMENT = tcp("TCP_MAXSEG", Constants.TCP_MAXSEG);
  public static final SocketOption KEEPALIVE =
      new SocketOption("SO_KEEPALIVE", Constants.SOL_SOCKET, Constants.SO_KEEPALIVE);
  public static final SocketOption KEEPALIVE_IDLE = tcp("TCP_KEEPIDLE", Constants.TCP_KEEPIDLE);
  public static final SocketOption KEEPALIVE_INTERVAL =
      tcp("TCP_KEEPINTVL", Constants.TCP_KEEPINTVL);
  public static final SocketOption KEEPALIVE_COUNT = tcp("TCP_KEEPCNT", Constants.TCP_KEEPCNT);
  public static final SocketOption USER_TIMEOUT =
      tcp("TCP_USER_TIMEOUT", Constants.TCP_USER_TIMEOUT);
  public static final SocketOption SYN_COUNT = tcp("TCP_SYNCNT", Constants.TCP_SYNCNT);
  public static final SocketOption DEFER_ACCEPT =
      tcp("TCP_DEFER_ACCEPT", Constants.TCP_DEFER_ACCEPT);
  public static final SocketOption WINDOW_CLAMP =
      tcp("TCP_WINDOW_CLAMP", Constants.TCP_WINDOW_CLAMP);
  public static final SocketOption FAST_OPEN = tcp("TCP_FASTOPEN", Constants.TCP_FASTOPEN);
  public static final SocketOption FAST_OPEN_CONNECT =
      tcp("TCP_FASTOPEN_CONNECT", Constants.TCP_FASTOPEN_CONNECT);
  public static final SocketOption INFO = tcp("TCP_INFO", Constants.TCP_INFO);
  public static final SocketOption REPAIR = tcp("TCP_REPAIR", Constants.TCP_REPAIR);
  public static final SocketOption REPAIR_QUEUE =
      tcp("TCP_REPAIR_QUEUE", Constants.TCP_REPAIR_QUEUE);
  public static final SocketOption QUEUE_SEQUENCE = tcp("TCP_QUEUE_SEQ", Constants.TCP_QUEUE_SEQ);
  public static final SocketOption SAVE_SYN = tcp("TCP_SAVE_SYN", Constants.TCP_SAVE_SYN);
  public static final SocketOption SAVED_SYN = tcp("TCP_SAVED_SYN", Constants.TCP_SAVED_SYN);

  private static SocketOption tcp(String name, int number) {
    return new SocketOption(name, Constants.IPPROTO_TCP, number);
  }

  /**
   * Sets it to an int, or to a structure of ints.
   *
   * @throws LinuxException when the kernel refuses
   */
  public void set(Fd socket, int... words) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      set(socket, arena.allocateFrom(JAVA_INT, words));
    }
  }

  /**
   * Sets it to a structure.
   *
   * @throws LinuxException when the kernel refuses
   */
  public void set(Fd socket, MemorySegment value) throws LinuxException {
    int answer = Libc.setsockopt(socket.number(), level, number, value);
    LinuxException.checked("setsockopt(" + name + ")", answer);
  }

  /**
   * Its value as it lies in memory.
   *
   * @param room the most octets to read; the kernel may give fewer
   * @throws LinuxException when the kernel refuses
   */
  public Octets get(Fd socket, int room) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(room, Long.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, room);
      int answer = Libc.getsockopt(socket.number(), level, number, value, length);
      LinuxException.checked("getsockopt(" + name + ")", answer);
      return Octets.of(value.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE));
    }
  }

  /**
   * Its value as an int.
   *
   * @throws LinuxException when the kernel refuses
   */
  public int getInt(Fd socket) throws LinuxException {
    return HostOrder.s32(get(socket, Integer.BYTES), 0);
  }
}
