package dev.handshakelab.linux.ffi;

import java.io.IOException;
import java.io.Serial;

/** A call to the kernel failed: which one, and with what {@code errno}. */
public final class LinuxException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  /**
   * @param call what was called, e.g. {@code bind(127.0.0.1:80)}
   * @param errno the kernel's number, positive
   */
  public LinuxException(String call, int errno) {
    super(call + ": " + Errno.meaningOf(errno) + " (" + Errno.nameOf(errno) + ")");
    this.call = call;
    this.errno = errno;
  }

  public String call() {
    return call;
  }

  public int errno() {
    return errno;
  }

  /** Its name in the headers, e.g. {@code EPERM}. */
  public String name() {
    return Errno.nameOf(errno);
  }

  public boolean is(Errno other) {
    return errno == other.number();
  }

  /**
   * Passes a good answer of {@link Libc} on.
   *
   * @throws LinuxException when the answer is an error
   */
  public static int checked(String call, int answer) throws LinuxException {
    if (answer < 0) {
      throw new LinuxException(call, -answer);
    }
    return answer;
  }
}
