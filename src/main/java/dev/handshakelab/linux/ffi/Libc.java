package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

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
  private static final Linker LINKER = Linker.nativeLinker();

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  /** Where a call of this thread leaves its errno. */
  private static final ThreadLocal<MemorySegment> STATE_OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = handle("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle CONNECT = handle("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle ACCEPT4 =
      handle("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME = handle("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      handle("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SHUTDOWN = handle("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT);
  private static final MethodHandle PPOLL = handle("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle CLOCK_GETTIME = handle("clock_gettime", JAVA_INT, ADDRESS);
  private static final MethodHandle SEND = sized("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV = sized("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVMSG = sized("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle IF_NAMETOINDEX = handle("if_nametoindex", ADDRESS);
  private static final MethodHandle UNSHARE = handle("unshare", JAVA_INT);
  private static final MethodHandle SETNS = handle("setns", JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN = variadic("open", 2, ADDRESS, JAVA_INT);
  private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle READ = sized("read", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = sized("write", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle EVENTFD = handle("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle MOUNT =
      handle("mount", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle PRCTL = variadic("prctl", 1, JAVA_INT, JAVA_LONG);
  private static final MethodHandle GETTID = handle("gettid");

  private Libc() {}

  /** A function that returns an int. */
  private static MethodHandle handle(String name, MemoryLayout... arguments) {
    return downcall(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** A function that returns a count of octets as an ssize_t. */
  private static MethodHandle sized(String name, MemoryLayout... arguments) {
    return downcall(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static MethodHandle downcall(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
  }

  /**
   * @param named how many arguments come before those that the C function has no names for
   */
  private static MethodHandle variadic(String name, int named, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(named));
  }

  private static int answer(MemorySegment state, long returned) {
    return returned >= 0 ? (int) returned : -(int) ERRNO.get(state, 0L);
  }

  /** Handles do not throw unless they are called with other types than they were made for. */
  private static AssertionError impossible(Throwable thrown) {
    return new AssertionError(thrown);
  }

  public static int socket(int family, int type, int protocol) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) SOCKET.invokeExact(state, family, type, protocol));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int bind(int fd, MemorySegment address) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int listen(int fd, int backlog) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) LISTEN.invokeExact(state, fd, backlog));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int connect(int fd, MemorySegment address) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) CONNECT.invokeExact(state, fd, address, (int) address.byteSize()));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param address where the peer's address goes
   * @param length an int: the room there, then the octets used
   */
  public static int accept4(int fd, MemorySegment address, MemorySegment length, int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) ACCEPT4.invokeExact(state, fd, address, length, flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param length an int: the room in {@code address}, then the octets used
   */
  public static int getsockname(int fd, MemorySegment address, MemorySegment length) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) GETSOCKNAME.invokeExact(state, fd, address, length));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int setsockopt(int fd, int level, int option, MemorySegment value) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(
          state,
          (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param length an int: the room in {@code value}, then the octets used
   */
  public static int getsockopt(
      int fd, int level, int option, MemorySegment value, MemorySegment length) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int shutdown(int fd, int how) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) SHUTDOWN.invokeExact(state, fd, how));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static int close(int fd) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) CLOSE.invokeExact(state, fd));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param fds an array of pollfd
   * @param timeout a timespec
   */
  static int ppoll(MemorySegment fds, long count, MemorySegment timeout) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) PPOLL.invokeExact(state, fds, count, timeout, MemorySegment.NULL));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param timespec where the time goes: seconds and nanoseconds, a long each
   */
  static int clockGettime(int clock, MemorySegment timespec) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) CLOCK_GETTIME.invokeExact(state, clock, timespec));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Answers how many octets the kernel took. */
  public static int send(int fd, MemorySegment octets, int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (long) SEND.invokeExact(state, fd, octets, octets.byteSize(), flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Answers how many octets were put into {@code room}; 0 at the end of a stream. */
  public static int recv(int fd, MemorySegment room, int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (long) RECV.invokeExact(state, fd, room, room.byteSize(), flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param message a msghdr
   */
  public static int recvmsg(int fd, MemorySegment message, int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (long) RECVMSG.invokeExact(state, fd, message, flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Answers 0 where other calls answer an error: the name ends with a zero octet. */
  static int ifNametoindex(MemorySegment name) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      int index = (int) IF_NAMETOINDEX.invokeExact(state, name);
      return index == 0 ? -(int) ERRNO.get(state, 0L) : index;
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Gives this thread namespaces of its own; it keeps them until it ends or moves. */
  public static int unshare(int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) UNSHARE.invokeExact(state, flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Moves this thread, and no other, into a namespace. */
  public static int setns(int fd, int kind) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) SETNS.invokeExact(state, fd, kind));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * @param path ends with a zero octet
   */
  public static int open(MemorySegment path, int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) OPEN.invokeExact(state, path, flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int ioctl(int fd, long request, MemorySegment argument) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) IOCTL.invokeExact(state, fd, request, argument));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Answers how many octets were put into {@code room}. */
  public static int read(int fd, MemorySegment room) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (long) READ.invokeExact(state, fd, room, room.byteSize()));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Answers how many octets the kernel took. */
  public static int write(int fd, MemorySegment octets) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (long) WRITE.invokeExact(state, fd, octets, octets.byteSize()));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int eventfd(int initial, int flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) EVENTFD.invokeExact(state, initial, flags));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** All names end with a zero octet or are NULL. */
  public static int mount(
      MemorySegment source, MemorySegment target, MemorySegment type, long flags) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(
          state, (int) MOUNT.invokeExact(state, source, target, type, flags, MemorySegment.NULL));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  public static int prctl(int option, long value) {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) PRCTL.invokeExact(state, option, value));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** The kernel's number of this thread. */
  public static int gettid() {
    MemorySegment state = STATE_OF_THREAD.get();
    try {
      return answer(state, (int) GETTID.invokeExact(state));
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }
}
