package dev.handshakelab.linux.ffi;

/**
 * A file descriptor that this process owns. It is closed once: a second close could close what
 * somebody else has opened under the same number since.
 */
public final class Fd implements AutoCloseable {
  private final int number;
  private boolean open = true;

  private Fd(int number) {
    this.number = number;
  }

  /**
   * Takes what a call opened.
   *
   * @param call for the exception's message
   * @param answer of the call: a new descriptor or {@code −errno}
   */
  public static Fd opened(String call, int answer) throws LinuxException {
    return new Fd(LinuxException.checked(call, answer));
  }

  /**
   * @throws IllegalStateException once it is closed
   */
  public int number() {
    if (!open) {
      throw new IllegalStateException("file descriptor " + number + " is closed");
    }
    return number;
  }

  public boolean isOpen() {
    return open;
  }

  /**
   * On Linux the descriptor is gone whatever close() answers, so its answer tells nothing that
   * could be done.
   */
  @Override
  public void close() {
    if (open) {
      open = false;
      int _ = Libc.close(number);
    }
  }

  @Override
  public String toString() {
    return "fd " + number + (open ? "" : " (closed)");
  }
}
