package dev.handshakelab.linux.capture;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.Libc;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.SocketOption;

/**
 * Keeps the kernel stamping packets as they pass. It does so only while some socket wants it, and
 * begins a little later than it is asked to; a packet that passes before is stamped when it is
 * read. So one socket that is never used wants it for as long as there may be sessions. While it
 * does, every packet of the host costs one reading of the clock.
 */
final class TimestampKeeper implements AutoCloseable {
  private final Fd fd;

  private TimestampKeeper(Fd fd) {
    this.fd = fd;
  }

  /**
   * Takes no privilege.
   *
   * @throws LinuxException when the kernel refuses
   */
  static TimestampKeeper open() throws LinuxException {
    int type = Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC;
    Fd fd = Fd.opened("socket(SOCK_DGRAM)", Libc.socket(Constants.AF_INET, type, 0));
    try {
      SocketOption.TIMESTAMPS.set(fd, 1);
      return new TimestampKeeper(fd);
    } catch (LinuxException failed) {
      fd.close();
      throw failed;
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
