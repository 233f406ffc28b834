package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is a map from paths to numbers, whatever is put and removed in whatever order. */
class PathTableTest {
  /**
   * Paths that stand in each other's way: those that differ in the MTU alone, eight whose two ports
   * differ by as much, and those whose ports follow each other.
   */
  private static Path path(int which) {
    int ports = which / 6 % 40;
    var local = new SocketAddress(IpAddress.parse("10.0.0.2"), 80 + ports % 8);
    var remote = new SocketAddress(IpAddress.parse("10.0.0." + (3 + which % 3)), 40000 + ports);
    return new Path(local, remote, which % 2 == 0 ? 1500 : 9000);
  }

  @ParameterizedTest(name = "{0} paths, {1} steps")
  @CsvSource({"4, 200", "30, 2000", "240, 20000"})
  void itTellsWhatAMapTells(int paths, int steps) {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Path> byNumber = new ArrayList<>(List.of(path(0)));
      Map<Path, Integer> expected = new HashMap<>();
      var table = new PathTable(byNumber::get);
      for (int step = 0; step < steps; step++) {
        Path path = path(random.nextInt(paths));
        if (random.nextInt(step < steps / 2 ? 3 : 2) == 0) {
          expected.remove(path);
          table.remove(path);
        } else {
          expected.put(path, byNumber.size());
          byNumber.add(path);
          table.put(path, byNumber.size() - 1);
        }
        Path asked = path(random.nextInt(paths));
        assertThat(table.on(asked))
            .as("seed %d, step %d: %s", seed, step, asked)
            .isEqualTo(expected.getOrDefault(asked, 0));
      }
      for (int which = 0; which < paths; which++) {
        assertThat(table.on(path(which)))
            .as("seed %d, in the end: %s", seed, path(which))
            .isEqualTo(expected.getOrDefault(path(which), 0));
      }
    }
  }
}
