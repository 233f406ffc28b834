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
  static final int ROOM = 512;

  /** What Linux gave at first, up to total_retrans. */
  private static final int LEAST = 104;

  private static final int STATE_AT = 0;
  private static final int UNACKED_AT = 24;
  private static final int NOT_SENT_BYTES_AT = 144;

  public TcpInfo {
    if (octets.length() < LEAST) {
      throw new IllegalArgumentException(
          "tcp_info has at least " + LEAST + " octets, not " + octets.length());
    }
  }

  public KernelState state() {
    return KernelState.of(octets.u8(STATE_AT));
  }

  /** Segments in flight; of a listener, the connections that wait to be accepted. */
  public long unacknowledged() {
    return HostOrder.u32(octets, UNACKED_AT);
  }

  /** Octets that wait to be sent for the first time. */
  public @Nullable Long notSentBytes() {
    return NOT_SENT_BYTES_AT + Integer.BYTES <= octets.length()
        ? HostOrder.u32(octets, NOT_SENT_BYTES_AT)
        : null;
  }
}
