package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is due when, and however that changes: the first is the one that a search finds. */
class DueOrderTest {
  /**
   * @param numbers how many have timers
   * @param lengths of how many lengths they are; with more than a few, not every one finds a queue
   */
  @ParameterizedTest(name = "{0} numbers, timers of {1} lengths")
  @CsvSource({"3, 2", "20, 3", "20, 40", "400, 2", "400, 5", "400, 1000"})
  void theFirstIsTheOneThatASearchFinds(int numbers, int lengths) {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Map<Integer, Long> expected = new HashMap<>();
      var due = new DueOrder();
      long now = 0;
      for (int step = 0; step < 2_000; step++) {
        int number = random.nextInt(numbers) + 1;
        if (random.nextInt(4) == 0 && due.first() != 0) {
          // What is due is done: its timer runs no more.
          number = due.first();
          now = Math.max(now, due.earliest());
          expected.remove(number);
          due.put(number, Deadlines.NONE);
        } else if (random.nextInt(4) == 0) {
          expected.remove(number);
          due.put(number, Deadlines.NONE);
        } else {
          now += random.nextInt(3);
          long deadline = now + 100L * random.nextInt(lengths);
          expected.put(number, deadline);
          due.put(number, deadline);
        }
        int first =
            expected.entrySet().stream()
                .min(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(0);
        assertThat(due.first()).as("seed %d, step %d", seed, step).isEqualTo(first);
        assertThat(due.earliest())
            .as("seed %d, step %d", seed, step)
            .isEqualTo(expected.getOrDefault(first, Deadlines.NONE));
      }
    }
  }
}
