package dev.handshakelab.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit
 * words, an odd last octet padded with zero. IPv4 puts it over its header, TCP over the segment
 * behind a pseudo-header that is never sent, so that a segment which arrives at the wrong address
 * is noticed (RFC 9293 §3.1, RFC 8200 §8.1).
 *
 * <p>Ones' complement sums do not care how they are grouped, so the words are added 32 bits at a
 * time and folded once.
 *
 * <p>Ones' complement has two zeros. A sender never writes 0xffff into a header that has anything
 * but zeros in it, since the complement of a sum that is not zero is never 0xffff (RFC 1624 §3); a
 * field of 0xffff therefore counts as wrong here, though receivers that only add up cannot tell it
 * from 0.
 */
public final class Checksum {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int TCP = 6;

  private Checksum() {}

  /**
   * The checksum of these octets, 0…65535; 0 when they hold their own right checksum at an even
   * place.
   */
  public static int of(Octets octets) {
    return complement(sum(octets.shared(), 0, octets.length()));
  }

  /**
   * The checksum that a TCP segment between two addresses of one version has to carry, 0…65535.
   *
   * @param segment TCP header and text; what its checksum field holds is not looked at
   */
  public static int ofTcp(IpAddress source, IpAddress destination, Octets segment) {
    byte[] bytes = segment.shared();
    long sum = pseudoHeader(source, destination, bytes.length) + sum(bytes, 0, bytes.length);
    int field = bytes.length < 18 ? 0 : segment.u16(16);
    return complement(sum + (field ^ 0xffff));
  }

  /**
   * The sum of what TCP's pseudo-header holds: both addresses, protocol 6 and the length of the
   * segment in octets.
   */
  static long pseudoHeader(IpAddress source, IpAddress destination, int length) {
    byte[] from = source.octets().shared();
    byte[] to = destination.octets().shared();
    return sum(from, 0, from.length) + sum(to, 0, to.length) + TCP + length;
  }

  /** The sum of {@code bytes[from, to)}, not yet folded; {@code from} counts as an even place. */
  static long sum(byte[] bytes, int from, int to) {
    long sum = 0;
    int at = from;
    for (; at + 4 <= to; at += 4) {
      sum += (int) INT.get(bytes, at) & 0xffff_ffffL;
    }
    if (at + 2 <= to) {
      sum += Fields.u16(bytes, at);
      at += 2;
    }
    if (at < to) {
      sum += Fields.u8(bytes, at) << 8;
    }
    return sum;
  }

  /** The 16-bit checksum that belongs to a sum. */
  static int complement(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) folded ^ 0xffff;
  }
}
