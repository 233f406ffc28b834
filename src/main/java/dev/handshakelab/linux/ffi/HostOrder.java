package dev.handshakelab.linux.ffi;

import dev.handshakelab.wire.Octets;

/**
 * Fields of the kernel's structures in octets: little-endian on every machine that the lab's
 * numbers are for, where packets are in network order.
 */
public final class HostOrder {
  private HostOrder() {}

  public static int u16(Octets in, int at) {
    return in.u8(at) | in.u8(at + 1) << 8;
  }

  public static int s32(Octets in, int at) {
    return u16(in, at) | u16(in, at + 2) << 16;
  }

  public static long u32(Octets in, int at) {
    return Integer.toUnsignedLong(s32(in, at));
  }

  public static long s64(Octets in, int at) {
    return u32(in, at) | (long) s32(in, at + 4) << 32;
  }
}
