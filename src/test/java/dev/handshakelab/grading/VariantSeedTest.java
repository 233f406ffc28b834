package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Octets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariantSeedTest {
  private static final Octets KEY = Octets.ofHex("4a656665");

  @Test
  void itIsTheBeginningOfTheCode() {
    // RFC 4231 §4.3: the code of this key and text begins with 5bdcc146bf60754e.
    assertThat(VariantSeed.of(KEY, "what do ya want for nothing?"))
        .isEqualTo(0x5bdcc146bf60754eL >>> 11);
  }

  @Test
  void everySubjectHasOneOfItsOwnThatANumberOfJsonHolds() {
    long[] seeds =
        IntStream.range(0, 300).mapToLong(each -> VariantSeed.of(KEY, "s" + each)).toArray();

    assertThat(seeds).doesNotHaveDuplicates();
    for (long seed : seeds) {
      assertThat(seed).isBetween(0L, (1L << 53) - 1);
    }
  }
}
