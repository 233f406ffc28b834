package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A wait for any of a few descriptors, never longer than it is told. Belongs to the thread that
 * made it.
 *
 * <p>Closing a descriptor does not wake who polls it, so a wait is always bounded.
 */
public final class Poll implements AutoCloseable {
  /** struct pollfd: int fd, short events, short revents. */
  private static final int POLLFD_LENGTH = 8;

  private static final int EVENTS_AT = 4;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment fds;
  private final MemorySegment timespec;
  private final int most;
  private int count;

  /**
   * @param most descriptors that one wait can be for
   */
  public Poll(int most) {
    this.most = most;
    fds = arena.allocate((long) most * POLLFD_LENGTH, Long.BYTES);
    timespec = arena.allocate(JAVA_LONG, 2);
  }

  /**
   * Adds a descriptor to the next wait.
   *
   * @param events {@link Constants#POLLIN}, {@link Constants#POLLOUT} or both; errors and hang-ups
   *     wake in any case
   */
  public void add(Fd fd, int events) {
    if (count == most) {
      throw new IllegalStateException("a wait for more than " + most + " descriptors");
    }
    long at = (long) count++ * POLLFD_LENGTH;
    fds.set(JAVA_INT, at, fd.number());
    fds.set(JAVA_SHORT, at + EVENTS_AT, (short) events);
  }

  /**
   * Waits until something is to be done at one of the descriptors, or the time is over, and forgets
   * the descriptors. A signal may end it early, so who waits looks again.
   *
   * @param nanos at most; 0 or less does not wait
   * @throws LinuxException when the kernel refuses
   */
  public void await(long nanos) throws LinuxException {
    long bounded = Math.max(0, nanos);
    timespec.setAtIndex(JAVA_LONG, 0, bounded / 1_000_000_000);
    timespec.setAtIndex(JAVA_LONG, 1, bounded % 1_000_000_000);
    int answer = Libc.ppoll(fds, count, timespec);
    count = 0;
    if (answer != Errno.EINTR.answer()) {
      LinuxException.checked("ppoll", answer);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
