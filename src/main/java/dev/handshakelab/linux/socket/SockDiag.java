package dev.handshakelab.linux.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for a connection by its two sockets (sock_diag(7)). This sees what no descriptor
 * shows: a half-open connection, which is a request of its listener, and one in TIME_WAIT, which
 * has left its socket behind. Needs no privilege. Speaks of the network namespace it was opened in.
 */
public final class SockDiag implements AutoCloseable {
  private static final int ROOM = 8 * 1024;

  private final Fd fd;

  private SockDiag(Fd fd) {
    this.fd = fd;
  }

  /**
   * @throws LinuxException when this kernel has no sock_diag
   */
  public static SockDiag open() throws LinuxException {
    int type = Constants.SOCK_RAW | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
    return new SockDiag(
        Fd.opened(
            "socket(NETLINK_SOCK_DIAG)",
            Libc.socket(Constants.AF_NETLINK, type, Constants.NETLINK_SOCK_DIAG)));
  }

  /**
   * The connection between two sockets as the end at {@code local} has it, or null when it has
   * none.
   *
   * @throws LinuxException when the kernel refuses
   */
  public @Nullable DiagnosedSocket find(SocketAddress local, SocketAddress remote)
      throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      ask(DiagnosedSocket.question(local, remote), arena);
      Octets answer = answer(arena.allocate(ROOM, Long.BYTES));
      int error = DiagnosedSocket.error(answer);
      if (error == Errno.ENOENT.number()) {
        return null;
      }
      LinuxException.checked("sock_diag(" + local + ", " + remote + ")", -error);
      DiagnosedSocket found = DiagnosedSocket.read(answer);
      // Where there is no such connection, the kernel answers with the listener that would take it.
      return found.state() == KernelState.LISTEN ? null : found;
    }
  }

  /**
   * Whether anybody is half open at a listener. The kernel goes through its whole table for that,
   * which takes a millisecond or two.
   *
   * @throws LinuxException when the kernel refuses
   */
  public boolean hasHalfOpen(SocketAddress listener) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      ask(DiagnosedSocket.questionOfHalfOpen(listener), arena);
      MemorySegment room = arena.allocate(ROOM, Long.BYTES);
      boolean found = false;
      Octets answer;
      do {
        answer = answer(room);
        LinuxException.checked("sock_diag(" + listener + ")", -DiagnosedSocket.error(answer));
        found |= DiagnosedSocket.isOfSocket(answer);
      } while (!DiagnosedSocket.isLast(answer));
      return found;
    }
  }

  private void ask(Octets question, Arena arena) throws LinuxException {
    MemorySegment octets = arena.allocateFrom(JAVA_BYTE, question.toArray());
    LinuxException.checked("send(NETLINK_SOCK_DIAG)", Libc.send(fd.number(), octets, 0));
  }

  private Octets answer(MemorySegment room) throws LinuxException {
    int answered = Libc.recv(fd.number(), room, 0);
    LinuxException.checked("recv(NETLINK_SOCK_DIAG)", answered);
    return Octets.of(room.asSlice(0, answered).toArray(JAVA_BYTE));
  }

  @Override
  public void close() {
    fd.close();
  }
}
