package dev.handshakelab.linux.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpfProgramTest {
  private static final int PORT = 8080;
  private static final BpfProgram PROGRAM = BpfProgram.tcpPort(PORT);

  private static Octets packet(boolean ipv6, String ipOptions, int from, int to) {
    IpHeader ip =
        ipv6
            ? new IpHeader.Ipv6(IpAddress.parse("::1"), IpAddress.parse("::1"), 0, 0, 64)
            : new IpHeader.Ipv4(
                IpAddress.parse("127.0.0.1"),
                IpAddress.parse("127.0.0.1"),
                0,
                0,
                true,
                64,
                Octets.ofHex(ipOptions));
    return Packets.encode(
        new Packet(ip, Notation.parse("S 100:100(0) win 1000 <mss 1460>").withPorts(from, to)));
  }

  private static Octets with(Octets packet, int at, int value) {
    byte[] octets = packet.toArray();
    octets[at] = (byte) value;
    return Octets.of(octets);
  }

  private static boolean accepts(Octets packet) {
    int octets = BpfMachine.run(PROGRAM, packet);
    assertThat(octets).isIn(0, BpfProgram.WHOLE);
    return octets > 0;
  }

  @ParameterizedTest
  @CsvSource({
    "false, '',       8080,  49152, true",
    "false, '',       49152, 8080,  true",
    "false, '',       8080,  8080,  true",
    "false, '',       8081,  49152, false",
    "false, '',       49152, 8081,  false",
    "false, 01010100, 49152, 8080,  true",
    "false, 01010100, 8080,  49152, true",
    "false, 01010100, 8081,  49152, false",
    "true,  '',       8080,  49152, true",
    "true,  '',       49152, 8080,  true",
    "true,  '',       49152, 8081,  false"
  })
  void acceptsThePortOnEitherSide(
      boolean ipv6, String ipOptions, int from, int to, boolean accepted) {
    assertThat(accepts(packet(ipv6, ipOptions, from, to))).isEqualTo(accepted);
  }

  @Test
  void dropsOtherProtocols() {
    assertThat(accepts(with(packet(false, "", PORT, PORT), 9, 17))).isFalse();
    assertThat(accepts(with(packet(true, "", PORT, PORT), 6, 17))).isFalse();
  }

  @Test
  void dropsOtherVersions() {
    assertThat(accepts(with(packet(false, "", PORT, PORT), 0, 0x55))).isFalse();
  }

  /** A later fragment holds no ports, only octets that look like some. */
  @Test
  void dropsLaterFragments() {
    assertThat(accepts(with(packet(false, "", PORT, PORT), 7, 1))).isFalse();
    assertThat(accepts(with(packet(false, "", PORT, PORT), 6, 0x20))).isTrue();
  }

  @Test
  void dropsWhatIsCutOff() {
    Octets whole = packet(false, "", 49152, PORT);
    assertThat(accepts(whole.slice(0, 24))).isTrue();
    for (int length = 0; length < 24; length++) {
      assertThat(accepts(whole.slice(0, length))).as(length + " octets").isFalse();
    }
  }

  @Test
  void nothingIsNothing() {
    assertThat(BpfMachine.run(BpfProgram.nothing(), packet(false, "", PORT, PORT))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32768, 65535})
  void portsAreUnsigned(int port) {
    assertThat(BpfMachine.run(BpfProgram.tcpPort(port), packet(false, "", 1000, port)))
        .isEqualTo(BpfProgram.WHOLE);
  }

  @Test
  void isWrittenAsTheKernelReadsIt() {
    try (Arena arena = Arena.ofConfined()) {
      var header = PROGRAM.write(arena);
      assertThat(header.get(JAVA_SHORT, 0)).isEqualTo((short) 21);
      var program = header.get(ADDRESS, 8).reinterpret(8 * 21);
      assertThat(Octets.of(program.asSlice(0, 24).toArray(JAVA_BYTE)).toHex())
          .isEqualTo("3000000000000000" + "7400000004000000" + "1500000904000000");
    }
  }
}
