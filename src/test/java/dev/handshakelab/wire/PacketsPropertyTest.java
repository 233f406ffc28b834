package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every packet and for any octets, over seeds; a failure names the seed. */
class PacketsPropertyTest {
  private static final int CASES = 50_000;

  @Test
  void everyPacketComesBackFromItsOctets() {
    for (long seed = 0; seed < CASES; seed++) {
      Packet packet = SeededPackets.of(seed);
      Octets octets = Packets.encode(packet);
      Segment segment = packet.segment();
      Packet expected =
          new Packet(packet.ip(), segment.withOptions(SeededPackets.padded(segment.options())));
      Decoded decoded = Packets.decode(octets);
      if (!decoded.equals(new Decoded.Intact(expected, true, true))) {
        assertEquals(expected + "", decoded + "", story(seed, octets));
        fail(story(seed, octets));
      }
      if (!octets.equals(Packets.encode(expected))) {
        assertEquals(octets, Packets.encode(expected), story(seed, octets));
      }
    }
  }

  @Test
  void octetsThatAreWrittenOnDemandAreNoOthers() {
    for (long seed = 0; seed < 500; seed++) {
      Packet packet = SeededPackets.of(seed);
      Octets octets = Packets.encode(packet);
      assertThat(Packets.encodeOnDemand(packet)).isEqualTo(octets).hasSameHashCodeAs(octets);
      assertThat(octets).isEqualTo(Packets.encodeOnDemand(packet));
      assertThat(Packets.encodeOnDemand(packet)).hasToString(octets.toString());
      assertThat(Packets.encodeOnDemand(packet).u16(2)).isEqualTo(octets.u16(2));
    }
  }

  @Test
  void whateverDecodesWithRightChecksumsIsWrittenBackOctetForOctet() {
    int intact = 0;
    int malformed = 0;
    for (long seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed * 0x9e3779b97f4a7c15L);
      byte[] bytes = mutate(Packets.encode(SeededPackets.of(seed)).toArray(), random);
      rightChecksums(bytes);
      Octets octets = Octets.of(bytes);
      switch (Packets.decode(octets)) {
        case Decoded.Intact(Packet packet, boolean ipRight, boolean tcpRight) -> {
          assertThat(ipRight && tcpRight).as(story(seed, octets)).isTrue();
          intact++;
          if (!Packets.encode(packet).equals(octets)) {
            assertEquals(octets, Packets.encode(packet), story(seed, octets));
          }
        }
        case Decoded.Malformed(String why, Octets same) -> {
          malformed++;
          assertThat(why).contains("would have to be");
          assertThat(same).isEqualTo(octets);
        }
      }
    }
    assertThat(intact).as("intact").isGreaterThan(CASES / 4);
    assertThat(malformed).as("malformed").isGreaterThan(CASES / 10);
  }

  @Test
  void anyOctetsWhateverAreAnsweredWithAValue() {
    for (long seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed * 0x9e3779b97f4a7c15L);
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextInt(4) != 0) {
        bytes[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
      }
      Octets octets = Octets.of(bytes);
      try {
        Packets.decode(octets);
        Packets.decodePadded(octets);
      } catch (RuntimeException thrown) {
        throw new AssertionError(story(seed, octets), thrown);
      }
    }
  }

  @Test
  void octetsBehindAPacketAreLinkPaddingOnlyWhenTheyMayBe() {
    for (long seed = 0; seed < 1_000; seed++) {
      Octets octets = Packets.encode(SeededPackets.of(seed));
      Octets padded = octets.plus(Octets.zeros((int) (1 + seed % 46)));
      assertThat(Packets.decodePadded(padded))
          .as(story(seed, padded))
          .isEqualTo(Packets.decode(octets));
      assertThat(Packets.decode(padded))
          .as(story(seed, padded))
          .isInstanceOf(Decoded.Malformed.class);
    }
  }

  private static String story(long seed, Octets octets) {
    return "seed " + seed + ", octets " + octets;
  }

  /** One to three octets changed, mostly in the headers; sometimes cut off or grown. */
  private static byte[] mutate(byte[] bytes, Random random) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(Math.min(bytes.length, 100))] = (byte) random.nextInt(256);
    }
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(8));
      default -> bytes;
    };
  }

  /**
   * Puts right checksums where the headers, as far as they can be believed, say that checksums are.
   */
  private static void rightChecksums(byte[] bytes) {
    boolean v4 = bytes.length >= 20 && (bytes[0] & 0xf0) == 0x40;
    boolean v6 = bytes.length >= 60 && (bytes[0] & 0xf0) == 0x60;
    int header = v4 ? 4 * (bytes[0] & 0xf) : 40;
    if (header < 20 || bytes.length < header + 20 || !(v4 || v6)) {
      return;
    }
    if (v4) {
      Fields.put16(bytes, 10, 0);
      Fields.put16(bytes, 10, Checksum.of(Octets.of(bytes, 0, header)));
    }
    Octets all = Octets.of(bytes);
    IpAddress source = new IpAddress(v4 ? all.slice(12, 16) : all.slice(8, 24));
    IpAddress destination = new IpAddress(v4 ? all.slice(16, 20) : all.slice(24, 40));
    Fields.put16(bytes, header + 16, Checksum.ofTcp(source, destination, all.from(header)));
  }
}
