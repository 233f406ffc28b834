package dev.handshakelab.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 8080, 02001f907f0000010000000000000000",
    "10.1.2.3, 65535, 0200ffff0a0102030000000000000000",
    "::1, 443, 0a0001bb000000000000000000000000000000000000000100000000",
    "2001:db8::7, 1, 0a0000010000000020010db800000000000000000000000700000000"
  })
  void areTheKernelsStructures(String address, int port, String hex) {
    var socket = new SocketAddress(IpAddress.parse(address), port);
    try (Arena arena = Arena.ofConfined()) {
      var written = SocketAddresses.write(socket, arena);
      assertThat(Octets.of(written.toArray(JAVA_BYTE))).hasToString(hex);
      assertThat(SocketAddresses.read(written)).isEqualTo(socket);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "17"})
  void ofAnotherFamilyAreNone(byte family) {
    try (Arena arena = Arena.ofConfined()) {
      var memory = arena.allocate(SocketAddresses.LARGEST, Long.BYTES);
      memory.set(JAVA_BYTE, 0, family);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SocketAddresses.read(memory))
          .withMessage("no internet address has family " + family);
    }
  }
}
