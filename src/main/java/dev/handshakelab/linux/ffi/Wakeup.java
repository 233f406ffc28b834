package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Something that another thread can end a wait with (eventfd(2)). */
public final class Wakeup implements AutoCloseable {
  private final Fd fd;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
  private final MemorySegment count = arena.allocate(JAVA_LONG);

  private Wakeup(Fd fd) {
    this.fd = fd;
  }

  /**
   * @throws LinuxException when there is no descriptor left
   */
  public static Wakeup open() throws LinuxException {
    int flags = Constants.EFD_NONBLOCK | Constants.EFD_CLOEXEC;
    return new Wakeup(Fd.opened("eventfd", Libc.eventfd(0, flags)));
  }

  /** For a wait. */
  public Fd fd() {
    return fd;
  }

  /** Ends the wait that is, or else the next. */
  public synchronized void ring() {
    if (fd.isOpen()) {
      int _ = Libc.write(fd.number(), one);
    }
  }

  /** Lets the next wait be one again. */
  public void heard() {
    int _ = Libc.read(fd.number(), count);
  }

  @Override
  public synchronized void close() {
    fd.close();
  }
}
