package dev.handshakelab.wire;

/**
 * Header fields in an array of octets: network byte order, unsigned unless the name says otherwise.
 */
final class Fields {
  private Fields() {}

  /** Refuses a value that its field cannot hold, naming the field; fields are unsigned. */
  static void check(String name, long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + " is 0…" + most + ", not " + value);
    }
  }

  static int u8(byte[] in, int at) {
    return in[at] & 0xff;
  }

  static int u16(byte[] in, int at) {
    return (in[at] & 0xff) << 8 | (in[at + 1] & 0xff);
  }

  static int s32(byte[] in, int at) {
    return u16(in, at) << 16 | u16(in, at + 2);
  }

  static long u32(byte[] in, int at) {
    return s32(in, at) & 0xffff_ffffL;
  }

  /** Writes the lower 16 bits. */
  static void put16(byte[] out, int at, int value) {
    out[at] = (byte) (value >>> 8);
    out[at + 1] = (byte) value;
  }

  static void put32(byte[] out, int at, int value) {
    put16(out, at, value >>> 16);
    put16(out, at + 2, value);
  }
}
