package dev.handshakelab.linux.capture;

import dev.handshakelab.linux.ffi.Fd;
import dev.handshakelab.linux.ffi.LinuxException;
import java.util.List;

/** A tap while it sees something; closing gives it back. */
public final class ArmedTap implements AutoCloseable {
  private final PacketTap tap;
  private final Taps home;

  ArmedTap(PacketTap tap, Taps home) {
    this.tap = tap;
    this.home = home;
  }

  /** For a wait. */
  public Fd fd() {
    return tap.fd();
  }

  /**
   * Takes what has been seen since the last time, in the order of the kernel's queue.
   *
   * @param most packets to take, so that a drain ends under any traffic
   * @return how many were taken
   * @throws LinuxException when the kernel refuses
   */
  public int drain(List<? super CapturedPacket> into, int most) throws LinuxException {
    return tap.drain(into, most);
  }

  /**
   * How many packets the kernel had to drop since this was last asked, because the buffer was full.
   *
   * @throws LinuxException when the kernel refuses
   */
  public long dropped() throws LinuxException {
    return tap.dropped();
  }

  @Override
  public void close() {
    try {
      tap.disarm();
      home.giveBack(tap);
    } catch (LinuxException unusable) {
      tap.close();
    }
  }
}
