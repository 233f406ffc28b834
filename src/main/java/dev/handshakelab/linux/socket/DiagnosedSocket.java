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
  private static final short NLM_F_DUMP = 0x300;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int IPPROTO_TCP = 6;

  private static final int ANY_STATE = -1;

  /** The bits of TCP_SYN_RECV and TCP_NEW_SYN_RECV (net/tcp_states.h). */
  private static final int HALF_OPEN = 1 << 3 | 1 << 12;

  /** Whichever socket it is. */
  private static final int NO_COOKIE = -1;

  /** {@code struct inet_diag_req_v2} for exactly one socket. */
  static Octets question(SocketAddress local, SocketAddress remote) {
    return question(local, remote, NLM_F_REQUEST, ANY_STATE);
  }

  /** For all that are half open at a listener; of the peers neither address nor port is asked. */
  static Octets questionOfHalfOpen(SocketAddress listener) {
    return question(
        listener,
        new SocketAddress(listener.address(), 0),
        (short) (NLM_F_REQUEST | NLM_F_DUMP),
        HALF_OPEN);
  }

  private static Octets question(
      SocketAddress local, SocketAddress remote, short flags, int states) {
    byte[] octets = new byte[QUESTION];
    ByteBuffer out = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(QUESTION).putShort(SOCK_DIAG_BY_FAMILY).putShort(flags).putLong(0);
    out.put((byte) SocketAddresses.familyOf(local.address())).put((byte) IPPROTO_TCP);
    out.putShort((short) 0).putInt(states); // no extension
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

  /** Whether an answer, which may be of several messages, is the last one. */
  static boolean isLast(Octets answer) {
    int at = 0;
    while (at + HEADER <= answer.length()) {
      int length = HostOrder.s32(answer, at);
      if (length < HEADER || HostOrder.u16(answer, at + 4) == NLMSG_DONE) {
        return true;
      }
      at += length + 3 & ~3;
    }
    return false;
  }

  /** Whether the first message of an answer is of a socket. */
  static boolean isOfSocket(Octets answer) {
    return answer.length() >= HEADER && HostOrder.u16(answer, 4) == SOCK_DIAG_BY_FAMILY;
  }

  static DiagnosedSocket read(Octets answer) {
    return new DiagnosedSocket(
        KernelState.of(answer.u8(HEADER + 1)),
        ArmedTimer.values()[answer.u8(HEADER + 2)],
        answer.u8(HEADER + 3));
  }
}
