package dev.handshakelab.linux.tun;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace (network_namespaces(7)): interfaces, addresses, ports and settings of its
 * own. It has no name in the file system; what keeps it is this descriptor and what is open in it.
 * So it goes with the process, however that ends, and nothing has to be tidied up after it.
 *
 * <p>A thread moves into it for as long as some work takes; sockets that are made meanwhile stay
 * there and can be used from everywhere. Never from a virtual thread.
 */
public final class NetNamespace implements AutoCloseable {
  private static final String OF_THIS_THREAD = "/proc/thread-self/ns/net";

  private final Fd fd;

  private NetNamespace(Fd fd) {
    this.fd = fd;
  }

  /** Something that is done in a namespace. */
  public interface Work<T extends @Nullable Object> {
    T done() throws LinuxException;
  }

  /**
   * A new one, with nothing in it but a loopback interface that is down.
   *
   * @throws LinuxException without CAP_SYS_ADMIN: EPERM
   */
  public static NetNamespace create() throws LinuxException {
    // The thread ends with this, so nobody ever runs in the namespace by mistake.
    return OwnThread.call(
        "namespace-maker",
        () -> {
          LinuxException.checked("unshare(CLONE_NEWNET)", Libc.unshare(Constants.CLONE_NEWNET));
          return ofThisThread();
        });
  }

  /**
   * The one that this thread is in.
   *
   * @throws LinuxException when there is no /proc
   */
  public static NetNamespace ofThisThread() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int flags = Constants.O_RDONLY | Constants.O_CLOEXEC;
      return new NetNamespace(
          Fd.opened(
              "open(" + OF_THIS_THREAD + ")",
              Libc.open(arena.allocateFrom(OF_THIS_THREAD), flags)));
    }
  }

  /**
   * Does something inside and comes back.
   *
   * @throws LinuxException when the thread cannot move there, or the work fails
   */
  public <T extends @Nullable Object> T within(Work<T> work) throws LinuxException {
    try (NetNamespace home = ofThisThread()) {
      move(fd);
      try {
        return work.done();
      } finally {
        returnTo(home);
      }
    }
  }

  private static void move(Fd to) throws LinuxException {
    LinuxException.checked("setns", Libc.setns(to.number(), Constants.CLONE_NEWNET));
  }

  /** A thread that is lost in a namespace must not go on. */
  private static void returnTo(NetNamespace home) {
    try {
      move(home.fd);
    } catch (LinuxException lost) {
      throw new IllegalStateException("a thread cannot leave a network namespace", lost);
    }
  }

  /** A file that stands for it to other programs, for as long as it is open here. */
  public Path file() {
    return Path.of(
        "/proc", String.valueOf(ProcessHandle.current().pid()), "fd", String.valueOf(fd.number()));
  }

  @Override
  public void close() {
    fd.close();
  }
}
