package dev.handshakelab.wire;

import java.util.ArrayList;
import java.util.List;

/** Reads the options of the one notation, between {@code <} and {@code >}. */
final class OptionReader {
  private static final String NAMES =
      "an option: mss, nop, eol, wscale, sackOK, sack, TS, uto, FO, FOEXP, unknown-<kind> or illegal";

  private final NotationScanner in;

  OptionReader(NotationScanner in) {
    this.in = in;
  }

  /** The list behind the {@code <} that was just taken, which a TCP header has to have room for. */
  List<TcpOption> readList() {
    int first = in.here();
    List<TcpOption> options = new ArrayList<>(8);
    do {
      options.add(readOne());
    } while (in.accept(','));
    in.require('>', "or ',' after an option");
    try {
      OptionCodec.paddedLength(options);
    } catch (IllegalArgumentException noRoom) {
      throw in.error(first, "options that a header can hold: " + noRoom.getMessage());
    }
    return options;
  }

  private TcpOption readOne() {
    int at = in.here();
    String name = in.letters();
    try {
      return switch (name) {
        case "mss" ->
            new TcpOption.MaximumSegmentSize((int) in.number("the maximum segment size", 0xffff));
        case "nop" -> TcpOption.NOP;
        case "eol" -> new TcpOption.EndOfList(in.hex("padding"));
        case "wscale" -> new TcpOption.WindowScale((int) in.number("the window shift", 0xff));
        case "sackOK" -> TcpOption.SACK_PERMITTED;
        case "sack" -> new TcpOption.SelectiveAcknowledgment(readBlocks());
        case "TS" -> readTimestamps();
        case "uto" -> readUserTimeout();
        case "FO" -> new TcpOption.FastOpen(in.hex("the cookie"));
        case "FOEXP" -> new TcpOption.ExperimentalFastOpen(in.hex("the cookie"));
        case "unknown" -> readUnknown();
        case "illegal" -> readIllegal();
        default -> throw in.error(at, NAMES);
      };
    } catch (NotationException misread) {
      throw misread;
    } catch (IllegalArgumentException impossible) {
      throw in.error(at, "an option that can be: " + impossible.getMessage());
    }
  }

  private List<TcpOption.SelectiveAcknowledgment.Block> readBlocks() {
    List<TcpOption.SelectiveAcknowledgment.Block> blocks = new ArrayList<>(4);
    do {
      long left = in.number("the left edge of a block", SequenceNumber.MAX_VALUE);
      in.require(':', "between the edges of a block");
      long right = in.number("the right edge of a block", SequenceNumber.MAX_VALUE);
      blocks.add(
          new TcpOption.SelectiveAcknowledgment.Block(
              SequenceNumber.of(left), SequenceNumber.of(right)));
    } while (in.digitComes());
    return blocks;
  }

  private TcpOption readTimestamps() {
    in.require("val");
    long value = in.number("the timestamp value", SequenceNumber.MAX_VALUE);
    in.require("ecr");
    return new TcpOption.Timestamps(
        value, in.number("the timestamp echo", SequenceNumber.MAX_VALUE));
  }

  private TcpOption readUserTimeout() {
    int value = (int) in.number("the user timeout", 0x7fff);
    int at = in.here();
    return switch (in.letters()) {
      case "s" -> new TcpOption.UserTimeout(false, value);
      case "m" -> new TcpOption.UserTimeout(true, value);
      default -> throw in.error(at, "s for seconds or m for minutes");
    };
  }

  private TcpOption readUnknown() {
    in.require('-', "and the kind after unknown");
    int kind = (int) in.number("the kind of the option", 0xff);
    return new TcpOption.Unknown(kind, in.hex("data"));
  }

  private TcpOption readIllegal() {
    int at = in.here();
    Octets octets = in.hex("the option");
    if (octets.isEmpty()) {
      throw in.error(at, "the octets of the option from its kind to the end of the header, in hex");
    }
    return new TcpOption.Illegal(octets.u8(0), octets);
  }
}
