package dev.handshakelab.linux.socket;

import dev.handshakelab.linux.ffi.HostOrder;
import dev.handshakelab.linux.ffi.SocketAddresses;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What sock_diag tells of one TCP socket ({@code struct inet_diag_msg}, linux/inet_diag.h), and the
 * octets of question and answer.
 *
 * @param retransmissions of what is now unacknowledged
 */
public record DiagnosedSocket(KernelState state, ArmedTimer timer, int retransmissions) {

  /** The timer that is running, in the kernel's order. */
  public enum ArmedTimer {
    NONE,
    /** Also of a request's SYN+ACK. */
    RETRANSMIT,
    /** Keepalive, or an orphan's wait in FIN_WAIT2. */
    KEEPALIVE,
    TIME_WAIT,
    ZERO_WINDOW_PROBE
  }

  /** {@code struct nlmsghdr}: length, type, flags, sequence, port. */
  private static final int HEADER = 16;

  private static final int QUESTION = HEADER + 56;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLM_F_REQUEST = 1;
  private static final int NLMSG_ERROR = 2;
  private static final int IPPROTO_TCP = 6;

  /** Whichever socket it is. */
  private static final int NO_COOKIE = -1;

  /** {@code struct inet_diag_req_v2} for exactly one socket. */
  static Octets question(SocketAddress local, SocketAddress remote) {
    byte[] octets = new byte[QUESTION];
    ByteBuffer out = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(QUESTION).putShort(SOCK_DIAG_BY_FAMILY).putShort(NLM_F_REQUEST).putLong(0);
    out.put((byte) SocketAddresses.familyOf(local.address())).put((byte) IPPROTO_TCP);
    out.putShort((short) 0).putInt(-1); // no extension; any state
    out.order(ByteOrder.BIG_ENDIAN).putShort((short) local.port()).putShort((short) remote.port());
    local.address().octets().copyTo(octets, out.position());
    remote.address().octets().copyTo(octets, out.position() + 16);
    out.position(out.position() + 32).putInt(0).putInt(NO_COOKIE).putInt(NO_COOKIE);
    return Octets.of(octets);
  }

  /** The error that an answer bears, 0 when it bears a socket. */
  static int error(Octets answer) {
    return HostOrder.u16(answer, 4) == NLMSG_ERROR ? -HostOrder.s32(answer, HEADER) : 0;
  }

  static DiagnosedSocket read(Octets answer) {
    return new DiagnosedSocket(
        KernelState.of(answer.u8(HEADER + 1)),
        ArmedTimer.values()[answer.u8(HEADER + 2)],
        answer.u8(HEADER + 3));
  }
}
