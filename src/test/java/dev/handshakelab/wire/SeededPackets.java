package dev.handshakelab.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Packets for properties: one seed, one packet, everything in it anywhere in its range and often at
 * its edges.
 */
final class SeededPackets {
  private final RandomGenerator random;

  private SeededPackets(long seed) {
    // Neighbouring seeds of this generator begin alike, so they are spread first.
    this.random = new Random(seed * 0x9e3779b97f4a7c15L);
  }

  static Packet of(long seed) {
    SeededPackets dice = new SeededPackets(seed);
    return new Packet(dice.header(), dice.segment());
  }

  /** The options as they come back from the wire, where padding is an option of its own. */
  static List<TcpOption> padded(List<TcpOption> options) {
    int length = options.stream().mapToInt(TcpOption::length).sum();
    int missing = -length & 3;
    if (missing == 0) {
      return options;
    }
    List<TcpOption> all = new ArrayList<>(options);
    if (all.getLast() instanceof TcpOption.EndOfList(Octets padding)) {
      all.removeLast();
      all.add(new TcpOption.EndOfList(padding.plus(Octets.zeros(missing))));
    } else {
      all.add(new TcpOption.EndOfList(Octets.zeros(missing - 1)));
    }
    return all;
  }

  private IpHeader header() {
    if (random.nextBoolean()) {
      return new IpHeader.Ipv6(
          new IpAddress(octets(16)),
          new IpAddress(octets(16)),
          upTo(0xff),
          upTo(0xfffff),
          upTo(0xff));
    }
    Octets options =
        switch (random.nextInt(4)) {
          case 0 -> Octets.ofHex("94040000");
          case 1 -> Octets.ofHex("0101010000000000");
          default -> Octets.EMPTY;
        };
    return new IpHeader.Ipv4(
        new IpAddress(octets(4)),
        new IpAddress(octets(4)),
        upTo(0xff),
        upTo(0xffff),
        random.nextBoolean(),
        upTo(0xff),
        options);
  }

  private Segment segment() {
    return new Segment(
        upTo(0xffff),
        upTo(0xffff),
        position(),
        position(),
        new Flags(random.nextInt(4) == 0 ? random.nextInt(0x1000) : random.nextInt(0x40)),
        upTo(0xffff),
        upTo(0xffff),
        options(),
        octets(random.nextInt(8) == 0 ? random.nextInt(1500) : random.nextInt(4)));
  }

  private List<TcpOption> options() {
    List<TcpOption> options = new ArrayList<>();
    int room = random.nextInt(11) * 4;
    while (room > 0) {
      TcpOption option = option(room);
      options.add(option);
      room -= option.length();
      if (option instanceof TcpOption.EndOfList || random.nextInt(12) == 0) {
        return options;
      }
      if (room > 0 && room < 12 && random.nextInt(6) == 0) {
        options.add(illegal(room));
        return options;
      }
    }
    return options;
  }

  private TcpOption option(int room) {
    TcpOption option =
        switch (random.nextInt(11)) {
          case 0 -> new TcpOption.MaximumSegmentSize(upTo(0xffff));
          case 1 -> new TcpOption.WindowScale(upTo(0xff));
          case 2 -> TcpOption.SACK_PERMITTED;
          case 3 -> blocks(1 + random.nextInt(4));
          case 4 -> new TcpOption.Timestamps(position().value(), position().value());
          case 5 -> new TcpOption.UserTimeout(random.nextBoolean(), upTo(0x7fff));
          case 6 -> new TcpOption.FastOpen(cookie());
          case 7 -> new TcpOption.ExperimentalFastOpen(cookie());
          case 8 -> new TcpOption.Unknown(99 + random.nextInt(100), octets(random.nextInt(12)));
          // A kind that is known with a length that is not its own: 20 octets are none of theirs.
          case 9 ->
              new TcpOption.Unknown(
                  List.of(2, 3, 4, 5, 8, 28, 34).get(random.nextInt(7)), octets(20));
          default -> new TcpOption.EndOfList(octets(random.nextInt(4)));
        };
    return option.length() <= room ? option : TcpOption.NOP;
  }

  private TcpOption.Illegal illegal(int length) {
    byte[] octets = octets(length).toArray();
    octets[0] = (byte) (2 + random.nextInt(250));
    if (length > 1) {
      octets[1] =
          (byte)
              (random.nextBoolean()
                  ? random.nextInt(2)
                  : length + 1 + random.nextInt(255 - length));
    }
    return new TcpOption.Illegal(octets[0] & 0xff, Octets.of(octets));
  }

  private TcpOption blocks(int count) {
    List<TcpOption.SelectiveAcknowledgment.Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(new TcpOption.SelectiveAcknowledgment.Block(position(), position()));
    }
    return new TcpOption.SelectiveAcknowledgment(blocks);
  }

  private Octets cookie() {
    return octets(random.nextBoolean() ? 0 : 4 + 2 * random.nextInt(7));
  }

  private SequenceNumber position() {
    return switch (random.nextInt(4)) {
      case 0 -> new SequenceNumber(random.nextInt(-3, 3));
      case 1 -> new SequenceNumber(Integer.MIN_VALUE + random.nextInt(-3, 3));
      default -> new SequenceNumber(random.nextInt());
    };
  }

  /** Anything from 0 to {@code most}, the edges more often. */
  private int upTo(int most) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> most;
      default -> random.nextInt(most + 1);
    };
  }

  private Octets octets(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Octets.of(bytes);
  }
}
