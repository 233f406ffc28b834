package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of the C library that the lab makes. Each answers as the kernel itself does, in one
 * number: what the call returned when it is not negative, {@code −errno} when it failed; so an
 * error cannot be overlooked or overwritten by the next call. {@link LinuxException#checked} turns
 * an answer into an exception where a failure is not expected.
 *
 * <p>A call that waits keeps its carrier thread: never call these from a virtual thread. The class
 * cannot be loaded where there is no such C library; who uses it has to expect that.
 */
public final class Libc {
  private static final MethodHandle SOCKET = Calls.handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = Calls.handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = Calls.handle("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle CONNECT = Calls.handle("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle ACCEPT4 =
      Calls.handle("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      Calls.handle("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      Calls.handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      Calls.handle("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SHUTDOWN = Calls.handle("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = Calls.handle("close", JAVA_INT);
  private static final MethodHandle PPOLL =
      Calls.handle("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle CLOCK_GETTIME =
      Calls.handle("clock_gettime", JAVA_INT, ADDRESS);
  private static final MethodHandle SEND =
      Calls.sized("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      Calls.sized("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVMSG = Calls.sized("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle IF_NAMETOINDEX = Calls.handle("if_nametoindex", ADDRESS);
  private static final MethodHandle OPEN = Calls.variadic("open", 2, ADDRESS, JAVA_INT);
  private static final MethodHandle IOCTL =
      Calls.variadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle READ = Calls.sized("read", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = Calls.sized("write", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle EVENTFD = Calls.handle("eventfd", JAVA_INT, JAVA_INT);

  private Libc() {}

  public static int socket(int family, int type, int protocol) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) SOCKET.invokeExact(state, family, type, protocol));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int bind(int fd, MemorySegment address) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state, (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int listen(int fd, int backlog) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) LISTEN.invokeExact(state, fd, backlog));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int connect(int fd, MemorySegment address) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state, (int) CONNECT.invokeExact(state, fd, address, (int) address.byteSize()));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param address where the peer's address goes
   * @param length an int: the room there, then the octets used
   */
  public static int accept4(int fd, MemorySegment address, MemorySegment length, int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) ACCEPT4.invokeExact(state, fd, address, length, flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param length an int: the room in {@code address}, then the octets used
   */
  public static int getsockname(int fd, MemorySegment address, MemorySegment length) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) GETSOCKNAME.invokeExact(state, fd, address, length));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int setsockopt(int fd, int level, int option, MemorySegment value) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state,
          (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param length an int: the room in {@code value}, then the octets used
   */
  public static int getsockopt(
      int fd, int level, int option, MemorySegment value, MemorySegment length) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state, (int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int shutdown(int fd, int how) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) SHUTDOWN.invokeExact(state, fd, how));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  static int close(int fd) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) CLOSE.invokeExact(state, fd));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param fds an array of pollfd
   * @param timeout a timespec
   */
  static int ppoll(MemorySegment fds, long count, MemorySegment timeout) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state, (int) PPOLL.invokeExact(state, fds, count, timeout, MemorySegment.NULL));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param timespec where the time goes: seconds and nanoseconds, a long each
   */
  static int clockGettime(int clock, MemorySegment timespec) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) CLOCK_GETTIME.invokeExact(state, clock, timespec));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** Answers how many octets the kernel took. */
  public static int send(int fd, MemorySegment octets, int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state, (long) SEND.invokeExact(state, fd, octets, octets.byteSize(), flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** Answers how many octets were put into {@code room}; 0 at the end of a stream. */
  public static int recv(int fd, MemorySegment room, int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (long) RECV.invokeExact(state, fd, room, room.byteSize(), flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param message a msghdr
   */
  public static int recvmsg(int fd, MemorySegment message, int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (long) RECVMSG.invokeExact(state, fd, message, flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** Answers 0 where other calls answer an error: the name ends with a zero octet. */
  static int ifNametoindex(MemorySegment name) {
    MemorySegment state = Calls.state();
    try {
      int index = (int) IF_NAMETOINDEX.invokeExact(state, name);
      return index == 0 ? -Calls.errno(state) : index;
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * @param path ends with a zero octet
   */
  public static int open(MemorySegment path, int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) OPEN.invokeExact(state, path, flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int ioctl(int fd, long request, MemorySegment argument) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) IOCTL.invokeExact(state, fd, request, argument));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** Answers how many octets were put into {@code room}. */
  public static int read(int fd, MemorySegment room) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (long) READ.invokeExact(state, fd, room, room.byteSize()));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** Answers how many octets the kernel took. */
  public static int write(int fd, MemorySegment octets) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (long) WRITE.invokeExact(state, fd, octets, octets.byteSize()));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int eventfd(int initial, int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) EVENTFD.invokeExact(state, initial, flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }
}
