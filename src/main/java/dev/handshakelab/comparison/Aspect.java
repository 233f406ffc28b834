package dev.handshakelab.comparison;

import java.util.Locale;

/** What of a place in two traces can differ. */
public enum Aspect {
  /** Whether the conversation is there at all. */
  CONNECTION,
  /** Whether the segment is there at all. */
  SEGMENT,
  /** The control bits; PSH not when data was cut into other segments. */
  FLAGS,
  /** The acknowledgment number. */
  ACK,
  /** Of a SYN the field itself, later the window in octets. */
  WINDOW,
  URGENT,
  /** Which options in which order, and their values but timestamps. */
  OPTIONS,
  /** TSval, by how far it is from the first of that side. */
  TIMESTAMP,
  /** TSecr, by the segment whose TSval it repeats. */
  ECHO,
  /** Time to live or hop limit. */
  TTL,
  /** The ECN codepoint of the IP header. */
  ECN,
  /** The IPv4 identification, where the simulated one is 0. */
  IDENTIFICATION,
  /** How long after its cause a segment was sent. */
  LATENCY,
  /** Whether a segment came after what caused it. */
  CAUSE,
  /** The states that an end went through. */
  STATES,
  /** What the user that opened was told. */
  ANSWER,
  /** How the conversation ended. */
  OUTCOME;

  /** Its name in a place and in the catalogue. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
