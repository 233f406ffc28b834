package dev.handshakelab.wire;

import java.util.List;

/**
 * Reads the one notation, from left to right: flags, positions, {@code ack}, {@code win}, {@code
 * urg}, options. Blanks may stand between any two words and need not, except behind the flags.
 */
final class NotationReader {
  /** No length field of an IP header holds more. */
  private static final int MOST_TEXT = 0xffff;

  private final NotationScanner in;

  NotationReader(String text) {
    this.in = new NotationScanner(text);
  }

  Segment read() {
    Flags flags = readFlags();
    long sequence = in.number("the sequence number", SequenceNumber.MAX_VALUE);
    in.require(':', "after the sequence number");
    int endAt = in.here();
    long end = in.number("the position after the text", SequenceNumber.MAX_VALUE);
    in.require('(', "before the length of the text");
    int length = (int) in.number("the length of the text", MOST_TEXT);
    in.require(')', "after the length of the text");
    SequenceNumber first = SequenceNumber.of(sequence);
    long follows = first.plus(length).value();
    if (end != follows) {
      throw in.error(
          endAt, follows + ", which is " + sequence + " and " + length + " octets of text");
    }
    long acknowledgment = readAcknowledgment(flags);
    int window = in.accept("win") ? (int) in.number("the window", 0xffff) : 0;
    int urgent = readUrgentPointer(flags);
    List<TcpOption> options = in.accept('<') ? new OptionReader(in).readList() : List.of();
    in.requireEnd();
    return new Segment(
        0,
        0,
        first,
        SequenceNumber.of(acknowledgment),
        flags,
        window,
        urgent,
        options,
        Octets.zeros(length));
  }

  private Flags readFlags() {
    int at = in.here();
    String letters = in.untilBlank();
    if (letters.isEmpty()) {
      throw in.error(at, "flags, of " + Flags.ALL_LETTERS + ", or - for none");
    }
    if (letters.equals("-")) {
      return Flags.NONE;
    }
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      int bit = Flags.bitOf(letters.charAt(i));
      if (bit == 0) {
        throw in.error(at + i, "a flag, of " + Flags.ALL_LETTERS + ", or a blank after the flags");
      }
      if ((bits & bit) != 0) {
        throw in.error(at + i, "each flag once");
      }
      bits |= bit;
    }
    return new Flags(bits);
  }

  private long readAcknowledgment(Flags flags) {
    int at = in.here();
    boolean given = in.accept("ack");
    if (given && !flags.has(Flag.ACK)) {
      throw in.error(at, "no ack, since the flags have no '.' (ACK)");
    }
    if (!given && flags.has(Flag.ACK)) {
      throw in.error(at, "ack and a number, since the flags have '.' (ACK)");
    }
    return given ? in.number("the acknowledgment number", SequenceNumber.MAX_VALUE) : 0;
  }

  private int readUrgentPointer(Flags flags) {
    int at = in.here();
    boolean given = in.accept("urg");
    if (given && !flags.has(Flag.URG)) {
      throw in.error(at, "no urg, since the flags have no 'U' (URG)");
    }
    if (!given && flags.has(Flag.URG)) {
      throw in.error(at, "urg and a number, since the flags have 'U' (URG)");
    }
    return given ? (int) in.number("the urgent pointer", 0xffff) : 0;
  }
}
