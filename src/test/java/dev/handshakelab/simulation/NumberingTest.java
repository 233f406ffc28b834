package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumberingTest {
  @Test
  void hasWhatWasPutLastAndZeroElsewhere() {
    for (long seed = 0; seed < 20; seed++) {
      var chance = new Chance(seed);
      var numbering = new Numbering();
      Map<Integer, Integer> expected = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        int index = chance.onceIn(2) ? chance.below(70) : chance.below(65_536);
        int value = chance.below(1_000_000);
        numbering.put(index, value);
        expected.put(index, value);
        int other = chance.below(65_536);
        assertThat(numbering.at(other))
            .as("seed %d", seed)
            .isEqualTo(expected.getOrDefault(other, 0));
      }
      expected.forEach((index, value) -> assertThat(numbering.at(index)).isEqualTo(value));
    }
  }
}
