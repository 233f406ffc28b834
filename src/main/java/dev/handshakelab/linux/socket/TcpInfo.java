package dev.handshakelab.linux.socket;

import dev.handshakelab.linux.ffi.HostOrder;
import dev.handshakelab.wire.Octets;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells of one TCP socket: {@code struct tcp_info} (include/uapi/linux/tcp.h). The
 * structure grew with the kernel's versions, so a member beyond the length that the kernel answered
 * is null.
 *
 * @param octets the structure as the kernel gave it
 */
public record TcpInfo(Octets octets) {
  /** More than any kernel gives yet: 6.18 gives 280. */
  public static final int ROOM = 512;

  private static final int LEAST = 104;
  private static final int OPTION_TIMESTAMPS = 1;
  private static final int OPTION_SACK = 2;
  private static final int OPTION_WINDOW_SCALE = 4;

  public TcpInfo {
    if (octets.length() < LEAST) {
      throw new IllegalArgumentException(
          "tcp_info has at least " + LEAST + " octets, not " + octets.length());
    }
  }

  public KernelState state() {
    return KernelState.of(octets.u8(0));
  }

  /** Retransmissions of what is now unacknowledged. */
  public int retransmits() {
    return octets.u8(2);
  }

  public boolean timestamps() {
    return (octets.u8(5) & OPTION_TIMESTAMPS) != 0;
  }

  public boolean sackPermitted() {
    return (octets.u8(5) & OPTION_SACK) != 0;
  }

  public boolean windowScaling() {
    return (octets.u8(5) & OPTION_WINDOW_SCALE) != 0;
  }

  /** The shift of windows that the peer announces. */
  public int sendWindowScale() {
    return octets.u8(6) & 0xf;
  }

  /** The shift of windows that this socket announces. */
  public int receiveWindowScale() {
    return octets.u8(6) >> 4;
  }

  /** The retransmission timeout in microseconds. */
  public long rtoMicros() {
    return HostOrder.u32(octets, 8);
  }

  public long sendMss() {
    return HostOrder.u32(octets, 16);
  }

  /** Segments in flight; of a listener, the connections that wait to be accepted. */
  public long unacknowledged() {
    return HostOrder.u32(octets, 24);
  }

  /** The smoothed round-trip time in microseconds; 0 before it is measured. */
  public long rttMicros() {
    return HostOrder.u32(octets, 68);
  }

  /** Segments that were sent again, over the socket's life. */
  public long totalRetransmissions() {
    return HostOrder.u32(octets, 100);
  }

  /** Octets that wait to be sent for the first time. */
  public @Nullable Long notSentBytes() {
    return u32(144);
  }

  private @Nullable Long u32(int at) {
    return at + 4 <= octets.length() ? HostOrder.u32(octets, at) : null;
  }
}
