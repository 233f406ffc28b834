package dev.handshakelab.wire;

import org.jspecify.annotations.Nullable;

/**
 * Addresses as people write them. IPv4 is four decimal numbers without leading zeros, which some
 * systems take for octal; the shorter forms of old, such as {@code 127.1}, are refused. IPv6 is
 * read in every form of RFC 4291 §2.2, without a zone, and written in the one form of RFC 5952.
 */
final class AddressLiteral {
  private static final int GROUPS = 8;

  private AddressLiteral() {}

  /** The 4 or 16 octets, or null when the text is no literal. */
  static @Nullable Octets read(String text) {
    // The longest literal is 0000:0000:0000:0000:0000:0000:255.255.255.255.
    if (text.length() > 45) {
      return null;
    }
    byte[] octets = text.indexOf(':') >= 0 ? readV6(text) : readV4(text);
    return octets == null ? null : Octets.owning(octets);
  }

  private static byte @Nullable [] readV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      int value = number(parts[i], 10, 3);
      if (value < 0 || value > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
        return null;
      }
      octets[i] = (byte) value;
    }
    return octets;
  }

  private static byte @Nullable [] readV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] whole = groups(text, true);
      return whole != null && whole.length == 16 ? whole : null;
    }
    byte[] before = groups(text.substring(0, gap), false);
    byte[] after = groups(text.substring(gap + 2), true);
    // The two colons stand for at least one group.
    if (before == null || after == null || before.length + after.length > 2 * (GROUPS - 1)) {
      return null;
    }
    byte[] octets = new byte[16];
    System.arraycopy(before, 0, octets, 0, before.length);
    System.arraycopy(after, 0, octets, 16 - after.length, after.length);
    return octets;
  }

  /**
   * Groups of one to four hexadecimal digits between single colons, perhaps none at all.
   *
   * @param last whether these are the last groups, so that the two at the end may be written as
   *     IPv4
   */
  private static byte @Nullable [] groups(String text, boolean last) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    boolean mixed = last && parts[parts.length - 1].indexOf('.') >= 0;
    byte[] octets = new byte[2 * parts.length + (mixed ? 2 : 0)];
    for (int i = 0; i < parts.length; i++) {
      if (mixed && i == parts.length - 1) {
        byte[] v4 = readV4(parts[i]);
        if (v4 == null) {
          return null;
        }
        System.arraycopy(v4, 0, octets, 2 * i, 4);
      } else {
        int value = number(parts[i], 16, 4);
        if (value < 0) {
          return null;
        }
        Fields.put16(octets, 2 * i, value);
      }
    }
    return octets;
  }

  /** The value of one to {@code most} ASCII digits, or −1. */
  private static int number(String digits, int radix, int most) {
    if (digits.isEmpty() || digits.length() > most) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  static String write(Octets address) {
    return address.length() == 4 ? writeV4(address, 0) : writeV6(address);
  }

  private static String writeV4(Octets address, int at) {
    return address.u8(at)
        + "."
        + address.u8(at + 1)
        + "."
        + address.u8(at + 2)
        + "."
        + address.u8(at + 3);
  }

  private static String writeV6(Octets address) {
    if (isMappedV4(address)) {
      return "::ffff:" + writeV4(address, 12);
    }
    int gap = 0;
    int gapLength = 1;
    for (int from = 0; from < GROUPS; from++) {
      int length = zeros(address, from);
      if (length > gapLength) {
        gap = from;
        gapLength = length;
      }
    }
    if (gapLength == 1) {
      return writeGroups(address, 0, GROUPS);
    }
    return writeGroups(address, 0, gap) + "::" + writeGroups(address, gap + gapLength, GROUPS);
  }

  /** How many groups of zero follow each other from this one on. */
  private static int zeros(Octets address, int from) {
    int to = from;
    while (to < GROUPS && address.u16(2 * to) == 0) {
      to++;
    }
    return to - from;
  }

  private static String writeGroups(Octets address, int from, int to) {
    StringBuilder out = new StringBuilder(40);
    for (int group = from; group < to; group++) {
      if (group > from) {
        out.append(':');
      }
      out.append(Integer.toHexString(address.u16(2 * group)));
    }
    return out.toString();
  }

  /** Whether it lies in ::ffff:0:0/96, whose last 32 bits are better read as IPv4 (RFC 5952 §5). */
  private static boolean isMappedV4(Octets address) {
    return zeros(address, 0) >= 5 && address.u16(10) == 0xffff;
  }
}
