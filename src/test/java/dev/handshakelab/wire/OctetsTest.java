package dev.handshakelab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OctetsTest {
  @Test
  void areCopiedInAndOut() {
    byte[] bytes = {1, 2, 3};
    Octets octets = Octets.of(bytes);
    bytes[0] = 9;
    octets.toArray()[1] = 9;
    assertThat(octets).isEqualTo(Octets.ofHex("010203"));
  }

  @Test
  void areEqualWhenTheOctetsAre() {
    assertThat(Octets.ofHex("00ff"))
        .isEqualTo(Octets.of((byte) 0, (byte) -1))
        .hasSameHashCodeAs(Octets.ofHex("00FF"));
    assertThat(Octets.ofHex("00ff"))
        .isNotEqualTo(Octets.ofHex("00fe"))
        .isNotEqualTo(Octets.ofHex("00ff00"));
    assertThat(Octets.ofHex("")).isEqualTo(Octets.EMPTY).isEqualTo(Octets.zeros(0));
  }

  @Test
  void areReadUnsignedAndInNetworkOrder() {
    Octets octets = Octets.ofHex("80fffe01ff");
    assertThat(octets.u8(0)).isEqualTo(0x80);
    assertThat(octets.u16(1)).isEqualTo(0xfffe);
    assertThat(octets.u32(0)).isEqualTo(0x80fffe01L);
    assertThat(octets.u32(1)).isEqualTo(0xfffe01ffL);
  }

  @Test
  void areCutAndJoined() {
    Octets octets = Octets.ofHex("0102030405");
    assertThat(octets.slice(1, 3).plus(octets.from(4))).hasToString("020305");
    assertThat(octets.slice(2, 2).plus(Octets.EMPTY)).isEqualTo(Octets.EMPTY);
    assertThat(octets.plus(Octets.zeros(2))).hasToString("01020304050000");
    assertThat(Octets.ofBase64(octets.toBase64())).isEqualTo(octets);
  }

  @Test
  void doNotGoOnBehindTheirEnd() {
    Octets octets = Octets.ofHex("0102");
    assertThatThrownBy(() -> octets.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> octets.from(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Octets.of(new byte[2], 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> octets.u16(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
