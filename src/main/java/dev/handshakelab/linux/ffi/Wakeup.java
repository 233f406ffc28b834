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

  /**
   * Ends the wait of a thread for the last time, and waits until the thread is over; also when
   * interrupted meanwhile, since what it uses is to be closed next.
   */
  public void ringOut(Thread waiting) {
    ring();
    boolean interrupted = false;
    while (waiting.isAlive()) {
      try {
        waiting.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
