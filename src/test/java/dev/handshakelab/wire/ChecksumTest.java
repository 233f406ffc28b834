package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                   | ffff | nothing to sum
          0001f203f4f5f6f7     | 220d | RFC 1071 section 3, whose sum is ddf2
          0001f203f4f5f6       | 2304 | an odd last octet counts as f600
          00                   | ffff |
          01                   | feff |
          ffff                 | 0000 | minus zero is zero
          ffffffffffff0001     | fffe | carries come back in
          8000800080008000     | fffd |
          4500003c0000400040060000 0a0000020a000001 | 26ba | an IPv4 header without its checksum
          4500003c00004000400626ba 0a0000020a000001 | 0000 | and with it
          """)
  void isTheComplementOfTheOnesComplementSum(String octets, String checksum, String why) {
    Octets input = Octets.ofHex(octets.replace(" ", ""));
    assertThat(Checksum.of(input)).as(why).isEqualTo(Integer.parseInt(checksum, 16));
  }

  @Test
  void agreesWithASumOfOneWordAtATime() {
    Random random = new Random(1071);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(70)];
      random.nextBytes(bytes);
      if (i % 5 == 0) {
        Arrays.fill(bytes, (byte) 0xff);
      }
      Octets octets = Octets.of(bytes);
      assertThat(Checksum.of(octets)).as("%s", octets).isEqualTo(wordByWord(octets));
    }
  }

  @Test
  void doesNotOverflowOverTheLongestPacket() {
    byte[] bytes = new byte[65575];
    Arrays.fill(bytes, (byte) 0xff);
    Octets octets = Octets.of(bytes);
    assertThat(Checksum.of(octets)).isEqualTo(wordByWord(octets));
  }

  @ParameterizedTest
  @Tag("MUST-2")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.2    | 10.0.0.1    | 5439
          10.0.0.1    | 10.0.0.2    | 5439
          10.0.0.3    | 10.0.0.1    | 5438
          2001:db8::2 | 2001:db8::1 | 0cc7
          2001:db8::2 | 2001:db8::3 | 0cc5
          """)
  void coversTheAddressesByThePseudoHeader(String source, String destination, String checksum) {
    // The window of 65160 with these options; the checksum field holds what must not count.
    Octets segment =
        Octets.ofHex(
            "1f90c0000000012c00000065a012fe88eeee0000020405b40402080a000000070000000301030307");
    assertThat(Checksum.ofTcp(IpAddress.parse(source), IpAddress.parse(destination), segment))
        .isEqualTo(Integer.parseInt(checksum, 16));
  }

  private static int wordByWord(Octets octets) {
    int sum = 0;
    for (int i = 0; i < octets.length(); i += 2) {
      sum += octets.u8(i) << 8;
      sum += i + 1 < octets.length() ? octets.u8(i + 1) : 0;
      if (sum > 0xffff) {
        sum -= 0xffff;
      }
    }
    return 0xffff - sum;
  }
}
