package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options as octets and in the one notation, row by row; each row is read, written and printed. */
class OptionsTest {
  @ParameterizedTest
  @Tag("MUST-4")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          020405b4 | mss 1460
          02040000 | mss 0
          0204ffff | mss 65535
          01010101 | nop,nop,nop,nop
          01010100 | nop,nop,nop,eol
          00000000 | eol 000000
          020405b400000000 | mss 1460,eol 000000
          """)
  void theThreeThatEveryEndpointKnows(String octets, String notation) {
    isReadAndWritten(octets, notation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          01030300 | nop,wscale 0
          0103030e | nop,wscale 14
          010303ff | nop,wscale 255
          01010402 | nop,nop,sackOK
          0101080affffffff00000000 | nop,nop,TS val 4294967295 ecr 0
          0101050a0000001200000023 | nop,nop,sack 18:35
          01010512fffffffe000000030000000500000007 | nop,nop,sack 4294967294:3 5:7
          1c04001e | uto 30s
          1c048005 | uto 5m
          1c047fff | uto 32767s
          01012202 | nop,nop,FO
          22063021b9d80101 | FO 3021b9d8,nop,nop
          01012212000102030405060708090a0b0c0d0e0f | nop,nop,FO 000102030405060708090a0b0c0d0e0f
          fe04f989 | FOEXP
          fe08f9893021b9d8 | FOEXP 3021b9d8
          """)
  void thoseThatAHandshakeNegotiates(String octets, String notation) {
    isReadAndWritten(octets, notation);
  }

  @ParameterizedTest
  @Tag("MUST-6")
  @Tag("MUST-68")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1e04006b01030307         | unknown-30 006b,nop,wscale 7
          6302020405b40101         | unknown-99,mss 1460,nop,nop
          fd06abcd1234010103030700 | unknown-253 abcd1234,nop,nop,wscale 7,eol
          fe06e2d4c3d90101         | unknown-254 e2d4c3d9,nop,nop
          13120102030405060708090a0b0c0d0e0f100402 | unknown-19 0102030405060708090a0b0c0d0e0f10,sackOK
          """)
  void thoseThatNobodyKnowsAreSkippedByTheirLength(String octets, String notation) {
    isReadAndWritten(octets, notation);
  }

  @ParameterizedTest
  @Tag("MUST-6")
  @Tag("MUST-68")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0203050101030307   | unknown-2 05,nop,nop,wscale 7
          020600000005010303070000 | unknown-2 00000005,nop,wscale 7,eol 00
          03020101           | unknown-3,nop,nop
          0304070701010101   | unknown-3 0707,nop,nop,nop,nop
          0403ff01           | unknown-4 ff,nop
          05020101           | unknown-5,nop,nop
          050900000012000000010101 | unknown-5 00000012000000,nop,nop,nop
          0806000000070101 | unknown-8 00000007,nop,nop
          1c030101           | unknown-28 01,nop
          22041122           | unknown-34 1122
          2205112233010101   | unknown-34 112233,nop,nop,nop
          2207112233445501 | unknown-34 1122334455,nop
          fe030101           | unknown-254 01,nop
          fe06f98911220101   | unknown-254 f9891122,nop,nop
          """)
  void knownKindsWithALengthThatIsNotTheirsAreSkippedToo(String octets, String notation) {
    isReadAndWritten(octets, notation);
  }

  @ParameterizedTest
  @Tag("MUST-7")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          02000000         | illegal 02000000
          02010101         | illegal 02010101
          0205b401         | illegal 0205b401
          63ff0101         | illegal 63ff0101
          01010102         | nop,nop,nop,illegal 02
          01010163         | nop,nop,nop,illegal 63
          020405b401010800 | mss 1460,nop,nop,illegal 0800
          020405b40a000303 | mss 1460,illegal 0a000303
          010101080a00000007000000 | nop,nop,nop,illegal 080a00000007000000
          """)
  void aLengthOfZeroOneOrTooMuchEndsTheReadingAndLosesNothing(String octets, String notation) {
    isReadAndWritten(octets, notation);
  }

  @ParameterizedTest
  @Tag("MUST-64")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void areReadAtAnyAlignment(int before) {
    List<TcpOption> options = new ArrayList<>();
    for (int i = 0; i < before; i++) {
      options.add(TcpOption.NOP);
    }
    options.addAll(optionsOf("TS val 305419896 ecr 2596069104,mss 1460,wscale 7,sack 1:2"));
    List<TcpOption> read = read(written(options));
    assertThat(read.subList(0, options.size())).isEqualTo(options);
  }

  @ParameterizedTest
  @Tag("MUST-5")
  @ValueSource(strings = {"S", "S.", ".", "P.", "F.", "R", "R.", "-", "FSRP.UEW"})
  void areReadInAnySegment(String flags) {
    String ack = flags.contains(".") ? " ack 7" : "";
    String urgent = flags.contains("U") ? " urg 0" : "";
    Segment segment =
        Notation.parse(flags + " 5:8(3)" + ack + " win 0" + urgent + " <mss 536,wscale 3,eol>");
    IpAddress here = IpAddress.parse("127.0.0.1");
    Octets octets =
        Packets.encode(
            new Packet(new IpHeader.Ipv4(here, here, 0, 0, true, 64, Octets.EMPTY), segment));
    assertThat(Packets.decode(octets))
        .isInstanceOfSatisfying(
            Decoded.Intact.class, it -> assertThat(it.packet().segment()).isEqualTo(segment));
  }

  @ParameterizedTest
  @Tag("MUST-69")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wscale 7       | 03030700
          sackOK         | 04020000
          nop            | 01000000
          eol            | 00000000
          mss 1460,nop   | 020405b401000000
          mss 1460       | 020405b4
          """)
  void arePaddedWithZerosToTheDataOffset(String notation, String octets) {
    assertThat(written(optionsOf(notation))).isEqualTo(octets);
  }

  @Test
  @Tag("MUST-69")
  void paddingThatIsNotZeroIsKeptAsItCame() {
    isReadAndWritten("0303070004020000", "wscale 7,eol 04020000");
  }

  @Test
  void cannotBeWhatTheirOctetsAreNot() {
    assertRefused(
        () -> new TcpOption.Unknown(2, Octets.ofHex("05b4")),
        "kind 2 with 2 octets of data is known");
    assertRefused(() -> new TcpOption.Unknown(1, Octets.EMPTY), "kind 1 has no length and no data");
    assertRefused(() -> new TcpOption.Unknown(256, Octets.EMPTY), "the kind is 0…255, not 256");
    assertRefused(
        () -> new TcpOption.Unknown(99, Octets.zeros(254)),
        "the length of an option is 0…255, not 256");
    assertRefused(
        () -> new TcpOption.Illegal(2, Octets.ofHex("020405b4")), "020405b4 is no illegal option");
    assertRefused(() -> new TcpOption.Illegal(1, Octets.ofHex("01")), "01 is no illegal option");
    assertRefused(() -> new TcpOption.Illegal(3, Octets.ofHex("0200")), "begins with its kind 3");
    assertRefused(() -> new TcpOption.Illegal(3, Octets.EMPTY), "begins with its kind 3");
    assertRefused(
        () -> new TcpOption.FastOpen(Octets.zeros(3)), "4…16 octets and even, or none, not 3");
    assertRefused(
        () -> new TcpOption.ExperimentalFastOpen(Octets.zeros(18)),
        "4…16 octets and even, or none, not 18");
    assertRefused(
        () -> new TcpOption.MaximumSegmentSize(65536),
        "the maximum segment size is 0…65535, not 65536");
    assertRefused(() -> new TcpOption.WindowScale(-1), "the window shift is 0…255, not -1");
    assertRefused(
        () -> new TcpOption.Timestamps(1L << 32, 0), "the timestamp value is 0…4294967295");
    assertRefused(
        () -> new TcpOption.Timestamps(0, -1), "the timestamp echo is 0…4294967295, not -1");
    assertRefused(
        () -> new TcpOption.UserTimeout(true, 32768), "the user timeout is 0…32767, not 32768");
    assertRefused(() -> new TcpOption.SelectiveAcknowledgment(List.of()), "1…4 blocks, not 0");
  }

  private static void assertRefused(Runnable construction, String why) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static void isReadAndWritten(String octets, String notation) {
    List<TcpOption> options = read(octets);
    assertThat(segment(options).toString()).endsWith("<" + notation + ">");
    assertThat(written(options)).isEqualTo(octets);
    assertThat(optionsOf(notation)).isEqualTo(options);
  }

  private static List<TcpOption> read(String octets) {
    byte[] bytes = Octets.ofHex(octets).toArray();
    return OptionCodec.read(bytes, 0, bytes.length);
  }

  private static String written(List<TcpOption> options) {
    byte[] bytes = new byte[OptionCodec.paddedLength(options)];
    OptionCodec.write(options, bytes, 0);
    return Octets.of(bytes).toHex();
  }

  private static List<TcpOption> optionsOf(String notation) {
    return Notation.parse("- 0:0(0) win 0 <" + notation + ">").options();
  }

  private static Segment segment(List<TcpOption> options) {
    return Notation.parse("- 0:0(0)").withOptions(options);
  }
}
