package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The kernel's clocks, read as it reads them itself: without a system call, in about 0.1 µs. */
public final class Clocks {
  private static final ThreadLocal<MemorySegment> TIMESPEC_OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_LONG, 2));

  private Clocks() {}

  /**
   * Nanoseconds since the clock's own zero; for {@link Constants#CLOCK_REALTIME} that is 1970, the
   * clock of packet timestamps.
   *
   * @throws IllegalArgumentException when there is no such clock
   */
  public static long nanos(int clock) {
    MemorySegment timespec = TIMESPEC_OF_THREAD.get();
    if (Libc.clockGettime(clock, timespec) < 0) {
      throw new IllegalArgumentException("no clock has number " + clock);
    }
    return timespec.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + timespec.getAtIndex(JAVA_LONG, 1);
  }
}
