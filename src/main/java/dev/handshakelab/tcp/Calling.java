package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * What exists while a SYN is out.
 *
 * @param nxt SND.NXT: ISS + 1, and more when the SYN carried text
 * @param ecnRequested whether the SYN asks for ECN
 * @param fastOpen what the SYN says about Fast Open
 * @param queue what the user has SENT meanwhile: it waits for ESTABLISHED, but for what is on the
 *     SYN
 * @param window RCV.WND, as the SYN offers it
 * @param mtu the largest packet that the path is known to carry, in octets: ICMP has told
 * @param datagrams how many IP packets this connection has sent, for their identification
 */
public record Calling(
    SequenceNumber iss,
    SequenceNumber nxt,
    boolean ecnRequested,
    FastOpenAttempt fastOpen,
    SendQueue queue,
    User user,
    int window,
    int mtu,
    int datagrams,
    Clocks clocks) {

  /** Whether the SYN carries text. */
  boolean carriesText() {
    return fastOpen.kind() == FastOpenAttempt.Kind.COOKIE && nxt.isAfter(iss.plus(1));
  }

  Calling with(Clocks others) {
    return new Calling(
        iss, nxt, ecnRequested, fastOpen, queue, user, window, mtu, datagrams, others);
  }

  Calling with(User other) {
    return new Calling(
        iss, nxt, ecnRequested, fastOpen, queue, other, window, mtu, datagrams, clocks);
  }

  Calling with(SendQueue other) {
    return new Calling(
        iss, nxt, ecnRequested, fastOpen, other, user, window, mtu, datagrams, clocks);
  }

  Calling sentOne() {
    return new Calling(
        iss, nxt, ecnRequested, fastOpen, queue, user, window, mtu, datagrams + 1, clocks);
  }

  /** The path turned out to be narrower. */
  Calling within(int octets) {
    return new Calling(
        iss,
        nxt,
        ecnRequested,
        fastOpen,
        queue,
        user,
        window,
        Math.min(mtu, octets),
        datagrams,
        clocks);
  }

  /**
   * A SYN that is sent again asks for nothing that may have been its undoing: neither ECN (RFC 3168
   * §6.1.1.1) nor Fast Open (RFC 7413 §4.1.3).
   */
  Calling plain() {
    return new Calling(
        iss, nxt, false, fastOpen.abandoned(), queue, user, window, mtu, datagrams, clocks);
  }
}
