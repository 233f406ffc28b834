package dev.handshakelab.linux.capture;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.HostOrder;
import dev.handshakelab.wire.Octets;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells beside a packet: a row of {@code cmsghdr}, each a long with its whole
 * length, an int level, an int type and data, filled up to eight octets (linux/socket.h).
 *
 * @param timestampNs when the packet was stamped, null when no stamp came
 * @param status of {@code struct tpacket_auxdata}; 0 when none came
 */
record ControlMessages(@Nullable Long timestampNs, int status) {
  private static final int HEADER = 16;
  private static final int LEVEL_AT = 8;
  private static final int TYPE_AT = 12;

  boolean checksumOffloaded() {
    return (status & Constants.TP_STATUS_CSUMNOTREADY) != 0;
  }

  /**
   * Reads what recvmsg left in the room for control messages; messages of other kinds are skipped.
   */
  static ControlMessages parse(Octets octets) {
    Long timestampNs = null;
    int status = 0;
    int at = 0;
    while (at + HEADER <= octets.length()) {
      long length = HostOrder.s64(octets, at);
      if (length < HEADER || length > octets.length() - at) {
        break;
      }
      int level = HostOrder.s32(octets, at + LEVEL_AT);
      int type = HostOrder.s32(octets, at + TYPE_AT);
      int data = at + HEADER;
      if (level == Constants.SOL_SOCKET
          && type == Constants.SO_TIMESTAMPNS
          && length >= HEADER + 16) {
        timestampNs = HostOrder.s64(octets, data) * 1_000_000_000 + HostOrder.s64(octets, data + 8);
      } else if (level == Constants.SOL_PACKET
          && type == Constants.PACKET_AUXDATA
          && length >= HEADER + 4) {
        status = HostOrder.s32(octets, data);
      }
      at += (int) ((length + 7) & ~7);
    }
    return new ControlMessages(timestampNs, status);
  }
}
