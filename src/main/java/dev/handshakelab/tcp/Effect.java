package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;

/**
 * What follows from an event. The machine performs none of these: whoever drives it does, and
 * whoever records it writes them down. Each bears the rule that produced it.
 */
public sealed interface Effect {
  Rule rule();

  /** A packet is to be sent now; TTL, ECN, DF and identification are in its header. */
  record Send(Packet packet, Kind kind, Rule rule) implements Effect {}

  /** Why a segment is sent. */
  enum Kind {
    ORIGINAL,
    RETRANSMISSION,
    /** A tail-loss, zero-window or keepalive probe. */
    PROBE,
    CHALLENGE_ACK,
    DELAYED_ACK
  }

  /**
   * A timer is armed, or armed again.
   *
   * @param deadlineNs absolute
   */
  record Start(Timer timer, long deadlineNs, Rule rule) implements Effect {}

  record Stop(Timer timer, Rule rule) implements Effect {}

  /** Octets reach the user, in order. */
  record Deliver(Octets text, Rule rule) implements Effect {}

  /**
   * The user is told something.
   *
   * @param call the id of the call that this answers; 0 when nobody asked
   * @param told {@code ok}, or what went wrong, in the RFC's words
   */
  record Returned(int call, String op, String told, boolean error, Rule rule) implements Effect {}

  /** One unit of a budget that connections of a host share is used up. */
  record Spend(Budget budget, Rule rule) implements Effect {}

  /** What connections of one host share. */
  enum Budget {
    /** RFC 5961 §7. */
    CHALLENGE_ACK
  }

  /** The host keeps this about the peer. */
  record Remember(FastOpenMemory memory, Rule rule) implements Effect {}

  /** IP is warned that the way to the peer may be dead (§3.8.3 b). */
  record NegativeAdvice(Rule rule) implements Effect {}

  /** A state was left. One segment can make two moves, so this is told and not derived. */
  record Moved(StateName from, StateName to, Rule rule) implements Effect {}

  /** The arriving segment was taken as it should be. */
  record Accepted(Rule rule) implements Effect {}

  /** The arriving segment was dropped, answered or not. */
  record Dropped(String reason, Rule rule) implements Effect {}
}
