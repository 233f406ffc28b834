package dev.handshakelab.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TCP header in octets (RFC 9293 §3.1). Its checksum needs the addresses, so {@link Packets}
 * sees to that.
 */
final class TcpCodec {
  static final int FIXED_LENGTH = 20;
  static final int CHECKSUM_AT = 16;

  private TcpCodec() {}

  /** Writes header and text at {@code at} and leaves the checksum zero. */
  static void write(Segment segment, int headerLength, byte[] out, int at) {
    Fields.put16(out, at, segment.sourcePort());
    Fields.put16(out, at + 2, segment.destinationPort());
    Fields.put32(out, at + 4, segment.sequence().bits());
    Fields.put32(out, at + 8, segment.acknowledgment().bits());
    Fields.put16(out, at + 12, (headerLength / 4) << 12 | segment.flags().bits());
    Fields.put16(out, at + 14, segment.window());
    Fields.put16(out, at + 18, segment.urgentPointer());
    OptionCodec.write(segment.options(), out, at + FIXED_LENGTH);
    segment.payload().copyTo(out, at + headerLength);
  }

  /** What keeps {@code in[from, to)} from being read as a segment, or null when nothing does. */
  static @Nullable String fault(byte[] in, int from, int to) {
    int present = to - from;
    if (present < FIXED_LENGTH) {
      return "TCP segment is " + present + " octets, it would have to be at least " + FIXED_LENGTH;
    }
    int words = Fields.u8(in, from + 12) >> 4;
    if (words < 5) {
      return "TCP data offset is " + words + " words, it would have to be at least 5";
    }
    if (4 * words > present) {
      return "TCP data offset is "
          + words
          + " words, it would have to be at most "
          + present / 4
          + ", the segment being "
          + present
          + " octets";
    }
    return null;
  }

  /** Reads octets in which {@link #fault} found none. */
  static Segment read(byte[] in, int from, int to) {
    int text = from + 4 * (Fields.u8(in, from + 12) >> 4);
    List<TcpOption> options = OptionCodec.read(in, from + FIXED_LENGTH, text);
    return new Segment(
        Fields.u16(in, from),
        Fields.u16(in, from + 2),
        new SequenceNumber(Fields.s32(in, from + 4)),
        new SequenceNumber(Fields.s32(in, from + 8)),
        new Flags(Fields.u16(in, from + 12) & 0xfff),
        Fields.u16(in, from + 14),
        Fields.u16(in, from + 18),
        options,
        Octets.of(in, text, to));
  }
}
