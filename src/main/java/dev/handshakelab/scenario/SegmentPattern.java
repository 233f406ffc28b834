package dev.handshakelab.scenario;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.Segment;

/**
 * Which segments a fault means. Of the flags SYN, ACK, FIN and RST exactly those that are named are
 * set; PSH, URG, ECE and CWR are ignored.
 */
public enum SegmentPattern {
  SYN("SYN", Flags.SYN),
  SYN_ACK("SYN+ACK", Flags.SYN_ACK),
  /** Without text. */
  ACK("ACK", Flags.ACK),
  FIN_ACK("FIN+ACK", Flags.FIN_ACK),
  RST("RST", Flags.RST),
  RST_ACK("RST+ACK", Flags.RST_ACK),
  /** Anything with text, whatever its flags. */
  DATA("DATA", Flags.NONE),
  ANY("ANY", Flags.NONE);

  private static final int NAMED = Flags.of(Flag.SYN, Flag.ACK, Flag.FIN, Flag.RST).bits();

  private final String label;

  /** Those of the four that are set, as bits of the header. */
  private final int bits;

  SegmentPattern(String label, Flags flags) {
    this.label = label;
    this.bits = flags.bits();
  }

  /** Its name in requests, e.g. {@code SYN+ACK}. */
  public String label() {
    return label;
  }

  public boolean matches(Segment segment) {
    boolean exactly = (segment.flags().bits() & NAMED) == bits;
    return switch (this) {
      case SYN, SYN_ACK, FIN_ACK, RST, RST_ACK -> exactly;
      case ACK -> exactly && segment.payload().isEmpty();
      case DATA -> !segment.payload().isEmpty();
      case ANY -> true;
    };
  }

  /**
   * @throws IllegalArgumentException when no pattern has this label
   */
  public static SegmentPattern labelled(String label) {
    for (SegmentPattern pattern : values()) {
      if (pattern.label.equals(label)) {
        return pattern;
      }
    }
    throw new IllegalArgumentException("no segment pattern is called " + label);
  }
}
