package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.tcp.Timer;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a session. A trace is these in order; segments with their deliveries,
 * transitions and the timeline are projections of it.
 *
 * <p>Times are nanoseconds from time zero, the first active OPEN; negative before it; null when
 * nobody measured. {@code connection} is the number of the conversation in its session, from 1;
 * {@code rule} names what made it so: {@code RFC 9293 <section>#<check>}, or {@code Linux 6.18
 * <name>} where Linux deviates, null when unknown.
 */
public sealed interface Entry {
  @Nullable Long atNs();

  /**
   * A segment was sent. A retransmission is a new segment.
   *
   * @param ordinal from 1 by time of sending
   * @param from who sent it, or who an injected one claims to be from
   * @param injectedBy null unless the scenario wrote it into the network
   * @param packet the octets' meaning
   * @param octets the IP packet as sent
   * @param checksumOffloaded the TCP checksum of {@code octets} was left to hardware, so it is not
   *     evidence
   * @param retransmissionOf ordinal of the first segment that carried the same sequence numbers
   */
  record Sent(
      int ordinal,
      int connection,
      Party from,
      @Nullable Injector injectedBy,
      SegmentKind kind,
      Packet packet,
      Octets octets,
      boolean checksumOffloaded,
      @Nullable Long atNs,
      @Nullable Integer retransmissionOf,
      @Nullable Cause cause,
      @Nullable String rule,
      Provenance provenance)
      implements Entry {}

  /** Who wrote an injected segment: the network (an old duplicate) or an attacker. */
  enum Injector {
    NETWORK,
    ATTACKER
  }

  /**
   * A copy of a segment arrived.
   *
   * @param segment its ordinal
   * @param copy 1, or more when the network made copies
   * @param corrupted the octets were damaged on the way; such a copy causes nothing but a note
   * @param reason why it was not accepted, null when it was
   */
  record Arrived(
      int segment,
      int copy,
      @Nullable Long atNs,
      boolean corrupted,
      Disposition disposition,
      @Nullable String reason,
      @Nullable String rule)
      implements Entry {}

  /**
   * An endpoint left a state.
   *
   * @param ordinal from 1 in order of the trace
   * @param kernelState the kernel's own name of {@code to} where it differs
   */
  record Transition(
      int ordinal,
      int connection,
      Party endpoint,
      Subject subject,
      StateName from,
      StateName to,
      @Nullable Long atNs,
      @Nullable Cause cause,
      @Nullable String rule,
      Provenance provenance,
      @Nullable String kernelState)
      implements Entry {}

  /** Whose state it is: the listening socket's or a connection's. */
  enum Subject {
    LISTENER,
    CONNECTION
  }

  /**
   * A timer of an endpoint was started, stopped or ran out.
   *
   * @param deadlineNs when it is due, for STARTED
   */
  record TimerChange(
      int connection,
      Party endpoint,
      Timer timer,
      TimerAction action,
      @Nullable Long deadlineNs,
      @Nullable Long atNs,
      @Nullable String rule)
      implements Entry {}

  enum TimerAction {
    STARTED,
    STOPPED,
    EXPIRED
  }

  /**
   * A user call, or what the user was told of it later.
   *
   * @param id which call of this endpoint, from 1; an answer bears the id of its call
   * @param op e.g. {@code OPEN}
   * @param detail what was asked, e.g. {@code 10 octets}; null when the name says it all
   * @param result what the user was told, e.g. {@code ok} or {@code error: connection refused};
   *     null while pending
   */
  record UserCall(
      int connection,
      Party endpoint,
      int id,
      String op,
      @Nullable String detail,
      @Nullable String result,
      @Nullable Long atNs,
      @Nullable String rule)
      implements Entry {}

  /** Lengths of a listener's queues, in requests and connections. */
  record Sample(Party endpoint, int synQueue, int acceptQueue, @Nullable Long atNs)
      implements Entry {}

  /**
   * An ICMP error that arrived at {@code to}.
   *
   * @param about the ordinal of the segment it quotes, null when unknown
   */
  record Icmp(
      int connection,
      Party to,
      int type,
      int code,
      @Nullable Integer about,
      @Nullable Long atNs,
      @Nullable String rule)
      implements Entry {}

  /**
   * Something worth reading that is none of the above; {@code connection} 0 when it concerns the
   * whole session.
   */
  record Note(int connection, @Nullable Party endpoint, String text, @Nullable Long atNs)
      implements Entry {}
}
