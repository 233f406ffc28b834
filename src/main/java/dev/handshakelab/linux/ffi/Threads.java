package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What a thread asks of the kernel for itself and no other: the namespaces that it is in, what it
 * sees mounted, how soon it runs. Answers are those of {@link Libc}. Never from a virtual thread.
 */
public final class Threads {
  private static final MethodHandle UNSHARE = Calls.handle("unshare", JAVA_INT);
  private static final MethodHandle SETNS = Calls.handle("setns", JAVA_INT, JAVA_INT);
  private static final MethodHandle MOUNT =
      Calls.handle("mount", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle PRCTL = Calls.variadic("prctl", 1, JAVA_INT, JAVA_LONG);
  private static final MethodHandle GETTID = Calls.handle("gettid");
  private static final MethodHandle SCHED_SETSCHEDULER =
      Calls.handle("sched_setscheduler", JAVA_INT, JAVA_INT, ADDRESS);

  private Threads() {}

  /** Gives this thread namespaces of its own; it keeps them until it ends or moves. */
  public static int unshare(int flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) UNSHARE.invokeExact(state, flags));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** Moves this thread, and no other, into a namespace. */
  public static int setns(int fd, int kind) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) SETNS.invokeExact(state, fd, kind));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** All names end with a zero octet or are NULL. */
  public static int mount(
      MemorySegment source, MemorySegment target, MemorySegment type, long flags) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(
          state, (int) MOUNT.invokeExact(state, source, target, type, flags, MemorySegment.NULL));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  public static int prctl(int option, long value) {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) PRCTL.invokeExact(state, option, value));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /** The kernel's number of this thread. */
  public static int gettid() {
    MemorySegment state = Calls.state();
    try {
      return Calls.answer(state, (int) GETTID.invokeExact(state));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }

  /**
   * Lets this thread run at once whenever it has something to do, before all that are scheduled as
   * usual (SCHED_FIFO, sched(7)). For one that mostly waits.
   *
   * @return −EPERM without CAP_SYS_NICE
   */
  public static int runFirst() {
    return schedule(
        Constants.SCHED_FIFO | Constants.SCHED_RESET_ON_FORK, Constants.LEAST_REAL_TIME_PRIORITY);
  }

  /** Lets this thread take turns with the others again. */
  public static int runInTurn() {
    return schedule(Constants.SCHED_OTHER | Constants.SCHED_RESET_ON_FORK, 0);
  }

  private static int schedule(int policy, int priority) {
    MemorySegment state = Calls.state();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment asked = arena.allocateFrom(JAVA_INT, priority);
      return Calls.answer(state, (int) SCHED_SETSCHEDULER.invokeExact(state, 0, policy, asked));
    } catch (Throwable thrown) {
      throw Calls.impossible(thrown);
    }
  }
}
