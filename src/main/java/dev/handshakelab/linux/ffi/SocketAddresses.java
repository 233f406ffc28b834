package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * {@code sockaddr_in} and {@code sockaddr_in6} (linux/in.h, linux/in6.h): family in host order at
 * 0, port in network order at 2, the address at 4 or, after a flow label, at 8.
 */
public final class SocketAddresses {
  /** Room for either. */
  public static final int LARGEST = 28;

  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int V4_LENGTH = 16;
  private static final int V4_ADDRESS_AT = 4;
  private static final int V6_ADDRESS_AT = 8;

  private SocketAddresses() {}

  public static int familyOf(IpAddress address) {
    return address.isIpv6() ? Constants.AF_INET6 : Constants.AF_INET;
  }

  public static MemorySegment write(SocketAddress socket, SegmentAllocator memory) {
    IpAddress address = socket.address();
    MemorySegment out = memory.allocate(address.isIpv6() ? LARGEST : V4_LENGTH, Long.BYTES);
    out.set(JAVA_SHORT, 0, (short) familyOf(address));
    out.set(NETWORK_SHORT, 2, (short) socket.port());
    MemorySegment.copy(
        address.octets().toArray(),
        0,
        out,
        JAVA_BYTE,
        address.isIpv6() ? V6_ADDRESS_AT : V4_ADDRESS_AT,
        address.octets().length());
    return out;
  }

  /**
   * @throws IllegalArgumentException when the family is neither of the two
   */
  public static SocketAddress read(MemorySegment in) {
    int port = Short.toUnsignedInt(in.get(NETWORK_SHORT, 2));
    short family = in.get(JAVA_SHORT, 0);
    if (family == Constants.AF_INET) {
      return new SocketAddress(address(in, V4_ADDRESS_AT, 4), port);
    }
    if (family == Constants.AF_INET6) {
      return new SocketAddress(address(in, V6_ADDRESS_AT, 16), port);
    }
    throw new IllegalArgumentException("no internet address has family " + family);
  }

  private static IpAddress address(MemorySegment in, long at, long length) {
    return new IpAddress(Octets.of(in.asSlice(at, length).toArray(JAVA_BYTE)));
  }
}
