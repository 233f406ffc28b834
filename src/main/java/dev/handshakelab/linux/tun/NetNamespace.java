package dev.handshakelab.linux.tun;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Threads;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
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

  /** Of the process's first thread, in which every other begins. */
  private static final String OF_PROCESS = "/proc/self/ns/net";

  private final Fd fd;
  private final boolean ofProcess;

  private NetNamespace(Fd fd, boolean ofProcess) {
    this.fd = fd;
    this.ofProcess = ofProcess;
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
          LinuxException.checked("unshare(CLONE_NEWNET)", Threads.unshare(Constants.CLONE_NEWNET));
          return new NetNamespace(openOfThisThread(), false);
        });
  }

  /**
   * The one that this thread is in.
   *
   * @throws LinuxException when there is no /proc
   */
  public static NetNamespace ofThisThread() throws LinuxException {
    return new NetNamespace(openOfThisThread(), isOfProcess());
  }

  private static Fd openOfThisThread() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int flags = Constants.O_RDONLY | Constants.O_CLOEXEC;
      return Fd.opened(
          "open(" + OF_THIS_THREAD + ")", Libc.open(arena.allocateFrom(OF_THIS_THREAD), flags));
    }
  }

  /** What such links lead to is named by the number of the namespace. */
  private static boolean isOfProcess() {
    try {
      return Files.readSymbolicLink(Path.of(OF_THIS_THREAD))
          .equals(Files.readSymbolicLink(Path.of(OF_PROCESS)));
    } catch (IOException unknown) {
      return false;
    }
  }

  /**
   * Does something inside and comes back. In the process's own namespace a thread that is not
   * within another is already: moving there would take CAP_SYS_ADMIN for nothing.
   *
   * @throws LinuxException when the thread cannot move there, or the work fails
   */
  public <T extends @Nullable Object> T within(Work<T> work) throws LinuxException {
    if (ofProcess) {
      return work.done();
    }
    try (Fd home = openOfThisThread()) {
      move(fd);
      try {
        return work.done();
      } finally {
        returnTo(home);
      }
    }
  }

  private static void move(Fd to) throws LinuxException {
    LinuxException.checked("setns", Threads.setns(to.number(), Constants.CLONE_NEWNET));
  }

  /** A thread that is lost in a namespace must not go on. */
  private static void returnTo(Fd home) {
    try {
      move(home);
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
