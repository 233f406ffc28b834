package dev.handshakelab.wire;

import java.util.List;

/**
 * One option of a TCP header as it stood on the wire, padding included, so that a header can be
 * written back octet for octet. Values are unsigned and as carried; what they mean for a connection
 * is decided in {@code tcp}.
 */
public sealed interface TcpOption {
  NoOperation NOP = new NoOperation();
  SackPermitted SACK_PERMITTED = new SackPermitted();

  /** The kind octet. */
  int kind();

  /** Octets on the wire, kind and length octets included. */
  int length();

  /**
   * Kind 0 (RFC 9293 §3.2): ends the list; {@code padding} is what follows it up to the data
   * offset, zeros by MUST-69.
   */
  record EndOfList(Octets padding) implements TcpOption {
    @Override
    public int kind() {
      return 0;
    }

    @Override
    public int length() {
      return 1 + padding.length();
    }
  }

  /** Kind 1 (RFC 9293 §3.2): one octet between options. */
  record NoOperation() implements TcpOption {
    @Override
    public int kind() {
      return 1;
    }

    @Override
    public int length() {
      return 1;
    }
  }

  /** Kind 2 (RFC 9293 §3.7.1): the largest segment its sender can receive, in octets, 0…65535. */
  record MaximumSegmentSize(int value) implements TcpOption {
    public MaximumSegmentSize {
      Fields.check("the maximum segment size", value, 0xffff);
    }

    @Override
    public int kind() {
      return 2;
    }

    @Override
    public int length() {
      return 4;
    }
  }

  /**
   * Kind 3 (RFC 7323 §2.2): the shift as carried, 0…255; more than 14 is taken as 14 by a receiver.
   */
  record WindowScale(int shift) implements TcpOption {
    public WindowScale {
      Fields.check("the window shift", shift, 0xff);
    }

    @Override
    public int kind() {
      return 3;
    }

    @Override
    public int length() {
      return 3;
    }
  }

  /** Kind 4 (RFC 2018 §2). */
  record SackPermitted() implements TcpOption {
    @Override
    public int kind() {
      return 4;
    }

    @Override
    public int length() {
      return 2;
    }
  }

  /** Kind 5 (RFC 2018 §3): one to four blocks of octets held out of order. */
  record SelectiveAcknowledgment(List<Block> blocks) implements TcpOption {
    public SelectiveAcknowledgment {
      blocks = List.copyOf(blocks);
      if (blocks.isEmpty() || blocks.size() > 4) {
        throw new IllegalArgumentException("a SACK option has 1…4 blocks, not " + blocks.size());
      }
    }

    /** The octets from {@code left} (inclusive) to {@code right} (exclusive). */
    public record Block(SequenceNumber left, SequenceNumber right) {}

    @Override
    public int kind() {
      return 5;
    }

    @Override
    public int length() {
      return 2 + 8 * blocks.size();
    }
  }

  /** Kind 8 (RFC 7323 §3.2): TSval and TSecr, 0…2^32−1 each. */
  record Timestamps(long value, long echo) implements TcpOption {
    public Timestamps {
      Fields.check("the timestamp value", value, SequenceNumber.MAX_VALUE);
      Fields.check("the timestamp echo", echo, SequenceNumber.MAX_VALUE);
    }

    @Override
    public int kind() {
      return 8;
    }

    @Override
    public int length() {
      return 10;
    }
  }

  /** Kind 28 (RFC 5482): the sender's user timeout, 0…32767, in minutes or else in seconds. */
  record UserTimeout(boolean minutes, int value) implements TcpOption {
    public UserTimeout {
      Fields.check("the user timeout", value, 0x7fff);
    }

    @Override
    public int kind() {
      return 28;
    }

    @Override
    public int length() {
      return 4;
    }
  }

  /** Kind 34 (RFC 7413 §4.1.1): a Fast Open cookie of 4…16 octets, or none to ask for one. */
  record FastOpen(Octets cookie) implements TcpOption {
    public FastOpen {
      checkCookie(cookie);
    }

    /** RFC 7413 §4.1.1 with errata 4238 and 4239: none, or 4…16 octets and even. */
    public static boolean isCookieLength(int length) {
      return length == 0 || (length >= 4 && length <= 16 && length % 2 == 0);
    }

    private static void checkCookie(Octets cookie) {
      if (!isCookieLength(cookie.length())) {
        throw new IllegalArgumentException(
            "a Fast Open cookie is 4…16 octets and even, or none, not "
                + cookie.length()
                + " octets");
      }
    }

    @Override
    public int kind() {
      return 34;
    }

    @Override
    public int length() {
      return 2 + cookie.length();
    }
  }

  /**
   * Kind 254 with magic F989 (RFC 7413 appendix, RFC 6994): Fast Open before it had a kind of its
   * own.
   */
  record ExperimentalFastOpen(Octets cookie) implements TcpOption {
    public static final int MAGIC = 0xf989;

    public ExperimentalFastOpen {
      FastOpen.checkCookie(cookie);
    }

    @Override
    public int kind() {
      return 254;
    }

    @Override
    public int length() {
      return 4 + cookie.length();
    }
  }

  /**
   * Any other kind with a legal length; also a known kind whose length is not that kind's, which
   * receivers skip.
   */
  record Unknown(int kind, Octets data) implements TcpOption {
    public Unknown {
      Fields.check("the kind", kind, 0xff);
      Fields.check("the length of an option", 2L + data.length(), 0xff);
      if (kind < 2) {
        throw new IllegalArgumentException("kind " + kind + " has no length and no data");
      }
      if (OptionCodec.isKnown(kind, data)) {
        throw new IllegalArgumentException(
            "kind "
                + kind
                + " with "
                + data.length()
                + " octets of data is known and has a type of its own");
      }
    }

    @Override
    public int length() {
      return 2 + data.length();
    }
  }

  /**
   * An option whose length octet is missing, less than two or past the end of the header (MUST-7):
   * nothing behind it can be read, so {@code octets} holds the rest of the option space from the
   * kind octet on.
   */
  record Illegal(int kind, Octets octets) implements TcpOption {
    public Illegal {
      if (octets.isEmpty() || octets.u8(0) != kind) {
        throw new IllegalArgumentException(
            "an illegal option begins with its kind " + kind + ", not with " + octets);
      }
      boolean readable =
          octets.length() > 1 && octets.u8(1) >= 2 && octets.u8(1) <= octets.length();
      if (kind < 2 || readable) {
        throw new IllegalArgumentException(
            octets + " is no illegal option: its length can be read and is there");
      }
    }

    @Override
    public int length() {
      return octets.length();
    }
  }
}
