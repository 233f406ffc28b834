package dev.handshakelab.scenario;

import dev.handshakelab.tcp.Draws;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SYNs in the names of machines that do not exist (RFC 4987 §2): each from another address of
 * 198.18.0.0/15, which is set aside for tests (RFC 2544), with port and ISN drawn from the seed.
 * What answers them is sent, and lost.
 *
 * @param atMs when the first arrives, in milliseconds
 * @param to whose listener is flooded
 * @param perSecond how many arrive in a second, evenly
 * @param count how many there are
 */
public record Flood(double atMs, Party to, int perSecond, int count, @Nullable String note) {
  /** As many as there are addresses: two floods may not bear the same 4-tuple. */
  public static final int MOST = 1 << 17;

  private static final int FIRST_ADDRESS = 198 << 24 | 18 << 16;
  private static final int FIRST_PORT = 1024;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int TTL = 64;
  private static final int WINDOW = 64_240;

  /**
   * When one of them arrives.
   *
   * @param number from 0
   */
  public long atNs(int number) {
    return Milliseconds.toNanos(atMs) + number * SECOND_NS / perSecond;
  }

  /** What is said of it where it begins. */
  public String told() {
    return count
        + " SYNs, "
        + perSecond
        + " a second, in the names of machines that do not exist: what answers them gets nowhere";
  }

  /**
   * One of the SYNs.
   *
   * @param number from 0, counted over all floods of the session
   */
  public static Packet syn(long seed, int number, SocketAddress target) {
    if (number >= MOST) {
      throw new IllegalArgumentException("there are only " + MOST + " addresses to be spoofed");
    }
    int address = FIRST_ADDRESS + number;
    int port =
        FIRST_PORT + (int) (Draws.draw53(seed, "flood port", number, 0, 0) % (65_536 - FIRST_PORT));
    int isn = (int) Draws.draw53(seed, "flood isn", number, 0, 0);
    var source =
        new IpAddress(
            Octets.of(
                (byte) (address >> 24),
                (byte) (address >> 16),
                (byte) (address >> 8),
                (byte) address));
    return new Packet(
        new IpHeader.Ipv4(source, target.address(), 0, 0, true, TTL, Octets.EMPTY),
        new Segment(
            port,
            target.port(),
            new SequenceNumber(isn),
            SequenceNumber.ZERO,
            Flags.SYN,
            WINDOW,
            0,
            List.of(new TcpOption.MaximumSegmentSize(1460)),
            Octets.EMPTY));
  }
}
