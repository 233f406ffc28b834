package dev.handshakelab.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TCP options in octets (RFC 9293 §3.1 and §3.2). Two kinds, 0 and 1, are one octet; every other is
 * kind, length of the whole, data, at any alignment (MUST-64, MUST-68). What cannot be read further
 * is kept as it is, so that writing a header back gives the octets that were read.
 */
final class OptionCodec {
  /** The data offset counts at most 15 words, five of which are the header itself. */
  static final int MOST_OCTETS = 40;

  private OptionCodec() {}

  /**
   * The octets these options fill in a header, padding to a multiple of four included.
   *
   * @throws IllegalArgumentException when no header can hold them in this order
   */
  static int paddedLength(List<TcpOption> options) {
    int length = 0;
    int count = options.size();
    for (int i = 0; i < count; i++) {
      TcpOption option = options.get(i);
      length += option.length();
      if (option instanceof TcpOption.EndOfList || option instanceof TcpOption.Illegal) {
        checkEnd(option, i + 1, count, length);
      }
    }
    if (length > MOST_OCTETS) {
      throw new IllegalArgumentException(
          "options are " + length + " octets, a TCP header has room for " + MOST_OCTETS);
    }
    return (length + 3) & ~3;
  }

  private static void checkEnd(TcpOption end, int place, int count, int length) {
    if (place < count) {
      throw new IllegalArgumentException(
          "option " + place + " of " + count + " ends the list, so nothing can follow it: " + end);
    }
    if (end instanceof TcpOption.Illegal && length % 4 != 0) {
      throw new IllegalArgumentException(
          "an illegal option has to fill the header to a multiple of four octets, since padding would change what it"
              + " is, but the options are "
              + length
              + " octets");
    }
  }

  /**
   * Writes the options; octets behind them are left as they are, which in a new array is zero
   * padding (MUST-69).
   */
  static void write(List<TcpOption> options, byte[] out, int from) {
    int at = from;
    for (int i = 0; i < options.size(); i++) {
      at = write(options.get(i), out, at);
    }
  }

  /** Writes one option and answers where the next begins. */
  private static int write(TcpOption option, byte[] out, int at) {
    return switch (option) {
      case TcpOption.EndOfList(Octets padding) -> copy(padding, out, at + 1);
      case TcpOption.NoOperation _ -> {
        out[at] = 1;
        yield at + 1;
      }
      case TcpOption.MaximumSegmentSize(int value) -> {
        Fields.put16(out, head(2, 4, out, at), value);
        yield at + 4;
      }
      case TcpOption.WindowScale(int shift) -> {
        out[head(3, 3, out, at)] = (byte) shift;
        yield at + 3;
      }
      case TcpOption.SackPermitted _ -> head(4, 2, out, at);
      case TcpOption.SelectiveAcknowledgment sack -> writeBlocks(sack, out, at);
      case TcpOption.Timestamps(long value, long echo) -> {
        Fields.put32(out, head(8, 10, out, at), (int) value);
        Fields.put32(out, at + 6, (int) echo);
        yield at + 10;
      }
      case TcpOption.UserTimeout(boolean minutes, int value) -> {
        Fields.put16(out, head(28, 4, out, at), (minutes ? 0x8000 : 0) | value);
        yield at + 4;
      }
      case TcpOption.FastOpen(Octets cookie) ->
          copy(cookie, out, head(34, 2 + cookie.length(), out, at));
      case TcpOption.ExperimentalFastOpen(Octets cookie) -> {
        Fields.put16(
            out, head(254, 4 + cookie.length(), out, at), TcpOption.ExperimentalFastOpen.MAGIC);
        yield copy(cookie, out, at + 4);
      }
      case TcpOption.Unknown(int kind, Octets data) ->
          copy(data, out, head(kind, 2 + data.length(), out, at));
      case TcpOption.Illegal(int _, Octets octets) -> copy(octets, out, at);
    };
  }

  private static int writeBlocks(TcpOption.SelectiveAcknowledgment sack, byte[] out, int from) {
    int at = head(sack.kind(), sack.length(), out, from);
    for (TcpOption.SelectiveAcknowledgment.Block block : sack.blocks()) {
      Fields.put32(out, at, block.left().bits());
      Fields.put32(out, at + 4, block.right().bits());
      at += 8;
    }
    return at;
  }

  /** Writes kind and length of the whole option and answers where its data begin. */
  private static int head(int kind, int length, byte[] out, int at) {
    Fields.put16(out, at, kind << 8 | length);
    return at + 2;
  }

  private static int copy(Octets octets, byte[] out, int at) {
    octets.copyTo(out, at);
    return at + octets.length();
  }

  /** Reads the options in {@code in[from, to)}, all of them, whatever the octets are. */
  static List<TcpOption> read(byte[] in, int from, int to) {
    if (from == to) {
      return List.of();
    }
    List<TcpOption> options = new ArrayList<>(8);
    int at = from;
    while (at < to) {
      TcpOption option = readOne(in, at, to);
      options.add(option);
      at += option.length();
    }
    return options;
  }

  private static TcpOption readOne(byte[] in, int at, int to) {
    int kind = in[at] & 0xff;
    if (kind == 0) {
      return new TcpOption.EndOfList(Octets.of(in, at + 1, to));
    }
    if (kind == 1) {
      return TcpOption.NOP;
    }
    int length = at + 1 < to ? in[at + 1] & 0xff : 0;
    if (length < 2 || at + length > to) {
      return new TcpOption.Illegal(kind, Octets.of(in, at, to));
    }
    TcpOption known = readKnown(kind, in, at + 2, length - 2);
    return known != null ? known : new TcpOption.Unknown(kind, Octets.of(in, at + 2, at + length));
  }

  /** Whether these data make an option of a type of its own. */
  static boolean isKnown(int kind, Octets data) {
    return readKnown(kind, data.shared(), 0, data.length()) != null;
  }

  /**
   * The option with these {@code length} octets of data, or null when its kind or the length is
   * none we know.
   */
  private static @Nullable TcpOption readKnown(int kind, byte[] in, int at, int length) {
    return switch (kind) {
      case 2 -> length == 2 ? new TcpOption.MaximumSegmentSize(Fields.u16(in, at)) : null;
      case 3 -> length == 1 ? new TcpOption.WindowScale(Fields.u8(in, at)) : null;
      case 4 -> length == 0 ? TcpOption.SACK_PERMITTED : null;
      case 5 -> length > 0 && length % 8 == 0 ? readBlocks(in, at, length) : null;
      case 8 ->
          length == 8 ? new TcpOption.Timestamps(Fields.u32(in, at), Fields.u32(in, at + 4)) : null;
      case 28 -> length == 2 ? readUserTimeout(Fields.u16(in, at)) : null;
      case 34 ->
          TcpOption.FastOpen.isCookieLength(length)
              ? new TcpOption.FastOpen(Octets.of(in, at, at + length))
              : null;
      case 254 ->
          isExperimentalFastOpen(in, at, length)
              ? new TcpOption.ExperimentalFastOpen(Octets.of(in, at + 2, at + length))
              : null;
      default -> null;
    };
  }

  private static TcpOption readUserTimeout(int field) {
    return new TcpOption.UserTimeout((field & 0x8000) != 0, field & 0x7fff);
  }

  private static boolean isExperimentalFastOpen(byte[] in, int at, int length) {
    return length >= 2
        && Fields.u16(in, at) == TcpOption.ExperimentalFastOpen.MAGIC
        && TcpOption.FastOpen.isCookieLength(length - 2);
  }

  private static TcpOption readBlocks(byte[] in, int from, int length) {
    List<TcpOption.SelectiveAcknowledgment.Block> blocks = new ArrayList<>(4);
    for (int at = from; at < from + length; at += 8) {
      blocks.add(
          new TcpOption.SelectiveAcknowledgment.Block(
              new SequenceNumber(Fields.s32(in, at)), new SequenceNumber(Fields.s32(in, at + 4))));
    }
    return new TcpOption.SelectiveAcknowledgment(blocks);
  }
}
