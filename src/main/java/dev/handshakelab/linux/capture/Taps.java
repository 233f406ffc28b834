package dev.handshakelab.linux.capture;

import dev.handshakelab.linux.ffi.Interfaces;
import dev.handshakelab.linux.ffi.LinuxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The taps of one interface, kept open between sessions: to close one, the kernel waits until no
 * processor can be using it, which takes ten milliseconds and more, and opening one is no cheaper
 * under load. A tap that is not armed costs each packet of the interface one look.
 *
 * <p>May be used by many threads, each with a tap of its own.
 */
public final class Taps implements AutoCloseable {
  private final int interfaceIndex;
  private final int bufferBytes;
  private final TimestampKeeper timestamps;
  private final Deque<PacketTap> idle = new ArrayDeque<>();
  private boolean closed;

  private Taps(int interfaceIndex, int bufferBytes, TimestampKeeper timestamps) {
    this.interfaceIndex = interfaceIndex;
    this.bufferBytes = bufferBytes;
    this.timestamps = timestamps;
  }

  /**
   * Has the kernel stamp packets from now on; opens no tap yet.
   *
   * @param interfaceName in this thread's network namespace
   * @param bufferBytes of kernel memory for each tap
   * @throws LinuxException when there is no such interface
   */
  public static Taps open(String interfaceName, int bufferBytes) throws LinuxException {
    return new Taps(Interfaces.index(interfaceName), bufferBytes, TimestampKeeper.open());
  }

  /**
   * A tap that sees every TCP segment from or to a port from now on.
   *
   * @throws LinuxException without CAP_NET_RAW: EPERM
   */
  public ArmedTap arm(int port) throws LinuxException {
    PacketTap tap = takeIdle();
    if (tap == null) {
      tap = PacketTap.open(interfaceIndex, bufferBytes);
    }
    try {
      tap.arm(port);
      return new ArmedTap(tap, this);
    } catch (LinuxException failed) {
      tap.close();
      throw failed;
    }
  }

  private synchronized @Nullable PacketTap takeIdle() {
    return idle.poll();
  }

  /** Keeps a tap for the next who asks. */
  synchronized void giveBack(PacketTap disarmed) {
    if (closed) {
      disarmed.close();
    } else {
      idle.push(disarmed);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(PacketTap::close);
    idle.clear();
    timestamps.close();
  }
}
