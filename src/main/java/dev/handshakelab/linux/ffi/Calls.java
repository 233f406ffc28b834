package dev.handshakelab.linux.ffi;

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
 * How functions of the C library are called: by a handle whose first argument is where the call
 * leaves errno, since a later call of the JVM's own could overwrite it.
 */
final class Calls {
  private static final Linker LINKER = Linker.nativeLinker();

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final ThreadLocal<MemorySegment> STATE_OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private Calls() {}

  /** Where a call of this thread leaves its errno. */
  static MemorySegment state() {
    return STATE_OF_THREAD.get();
  }

  /** A function that returns an int. */
  static MethodHandle handle(String name, MemoryLayout... arguments) {
    return downcall(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** A function that returns a count of octets as an ssize_t. */
  static MethodHandle sized(String name, MemoryLayout... arguments) {
    return downcall(name, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static MethodHandle downcall(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
  }

  /**
   * @param named how many arguments come before those that the C function has no names for
   */
  static MethodHandle variadic(String name, int named, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(named));
  }

  /** What was returned, or the error that the call left. */
  static int answer(MemorySegment state, long returned) {
    return returned >= 0 ? (int) returned : -errno(state);
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** Handles do not throw unless they are called with other types than they were made for. */
  static AssertionError impossible(Throwable thrown) {
    return new AssertionError(thrown);
  }
}
