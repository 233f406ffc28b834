package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * How a connection began. SYN-RECEIVED has to remember whether it came from a passive OPEN
 * (MUST-11): a reset sends it back to LISTEN then, else the user is told "connection refused".
 *
 * @param fastOpened text on the SYN was delivered by Fast Open (RFC 7413): the user has the
 *     connection before the third segment
 * @param acknowledged the third segment came, but the listener could not or would not take the
 *     connection yet
 * @param repeats how often its SYN+ACK was sent again, by the timer and for a SYN that came again;
 *     counted to {@value #SEVERAL}
 * @param cookieMss the MSS in octets that a SYN cookie kept, {@value #NO_COOKIE} where none came
 *     back
 */
public record Opening(
    boolean passive,
    SequenceNumber iss,
    SequenceNumber irs,
    boolean fastOpened,
    boolean acknowledged,
    int repeats,
    int cookieMss) {
  static final int NO_COOKIE = 0;

  /** More makes no difference. */
  static final int SEVERAL = 2;

  /** Both ISNs have just become known. */
  static Opening begun(
      boolean passive, SequenceNumber iss, SequenceNumber irs, boolean fastOpened) {
    return new Opening(passive, iss, irs, fastOpened, false, 0, NO_COOKIE);
  }

  /**
   * Where Linux begins to count what was acknowledged (bytes_acked): a request's SYN+ACK is not
   * among it, since the socket comes after it.
   */
  SequenceNumber firstCounted() {
    return passive && !fastOpened ? iss.plus(1) : iss;
  }

  Opening acknowledgedInVain() {
    return new Opening(passive, iss, irs, fastOpened, true, repeats, cookieMss);
  }

  Opening rebuilt(int mss) {
    return new Opening(passive, iss, irs, fastOpened, acknowledged, repeats, mss);
  }

  Opening repeated() {
    return new Opening(
        passive, iss, irs, fastOpened, acknowledged, Math.min(repeats + 1, SEVERAL), cookieMss);
  }
}
