package dev.handshakelab.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The control bits of one segment: the eight flags in the low octet, and in bits 8–11 the four bits
 * that RFC 9293 §3.1 reserves, kept as they were on the wire.
 */
public record Flags(int bits) {
  public static final Flags NONE = new Flags(0);
  public static final Flags SYN = of(Flag.SYN);
  public static final Flags SYN_ACK = of(Flag.SYN, Flag.ACK);
  public static final Flags ACK = of(Flag.ACK);
  public static final Flags PSH_ACK = of(Flag.PSH, Flag.ACK);
  public static final Flags FIN_ACK = of(Flag.FIN, Flag.ACK);
  public static final Flags RST = of(Flag.RST);
  public static final Flags RST_ACK = of(Flag.RST, Flag.ACK);

  /** One letter per bit, from the lowest to the highest. */
  static final String ALL_LETTERS =
      Arrays.stream(Flag.values()).map(flag -> "" + flag.letter()).collect(Collectors.joining())
          + "Axyz";

  public Flags {
    if (bits < 0 || bits > 0xfff) {
      throw new IllegalArgumentException("control bits are 12 bits, not " + bits);
    }
  }

  public static Flags of(Flag... flags) {
    int bits = 0;
    for (Flag flag : flags) {
      bits |= flag.bit();
    }
    return new Flags(bits);
  }

  public boolean has(Flag flag) {
    return (bits & flag.bit()) != 0;
  }

  public Flags plus(Flag flag) {
    return new Flags(bits | flag.bit());
  }

  public Flags minus(Flag flag) {
    return new Flags(bits & ~flag.bit());
  }

  /** The flags that are set, in the order FIN SYN RST PSH ACK URG ECE CWR. */
  public List<Flag> set() {
    List<Flag> set = new ArrayList<>(4);
    for (Flag flag : Flag.values()) {
      if (has(flag)) {
        set.add(flag);
      }
    }
    return List.copyOf(set);
  }

  /** The reserved bits, 0…15. */
  public int reserved() {
    return bits >> 8;
  }

  /**
   * The letters of the one notation, e.g. {@code S.}; {@code -} when no bit is set. Each bit has a
   * letter, so none is lost: behind those of {@link Flag} come, for the reserved bits from the
   * lowest, {@code A} (which Accurate ECN, RFC 9768, calls AE) and {@code x y z}.
   */
  public String letters() {
    if (bits == 0) {
      return "-";
    }
    StringBuilder letters = new StringBuilder(4);
    for (int i = 0; i < ALL_LETTERS.length(); i++) {
      if ((bits & (1 << i)) != 0) {
        letters.append(ALL_LETTERS.charAt(i));
      }
    }
    return letters.toString();
  }

  /** The bit that a letter of the one notation stands for, or 0 when it stands for none. */
  static int bitOf(char letter) {
    int index = ALL_LETTERS.indexOf(letter);
    return index < 0 ? 0 : 1 << index;
  }

  @Override
  public String toString() {
    return letters();
  }
}
