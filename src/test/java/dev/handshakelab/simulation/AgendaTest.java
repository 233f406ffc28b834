package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.simulation.Agenda.Rank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgendaTest {
  private record Put(long atNs, Rank rank, int number) {}

  private static final Comparator<Put> ORDER =
      Comparator.comparingLong(Put::atNs).thenComparing(Put::rank).thenComparingInt(Put::number);

  /**
   * Whatever is put down and taken in turns comes in order of time, rank and putting.
   *
   * @param spread how far apart times may be: 1 makes many equal, 1,000 more lines than there are
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000})
  void takesWhatIsDueFirst(int spread) {
    for (long seed = 0; seed < 50; seed++) {
      var chance = new Chance(seed);
      var agenda = new Agenda();
      List<Put> waiting = new ArrayList<>();
      List<Put> taken = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (chance.onceIn(3)) {
          takeOne(agenda, waiting, taken);
        } else {
          var put = new Put(chance.between(0, spread), chance.oneOf(Rank.values()), i);
          waiting.add(put);
          agenda.put(put.atNs(), put.rank(), () -> taken.add(put));
        }
      }
      while (!waiting.isEmpty()) {
        takeOne(agenda, waiting, taken);
      }
      assertThat(agenda.next()).as("seed %d", seed).isEqualTo(Agenda.NEVER);
    }
  }

  private static void takeOne(Agenda agenda, List<Put> waiting, List<Put> taken) {
    var due = waiting.stream().min(ORDER);
    assertThat(agenda.next()).isEqualTo(due.map(Put::atNs).orElse(Agenda.NEVER));
    if (due.isPresent()) {
      Objects.requireNonNull(agenda.take()).run();
      assertThat(taken.getLast()).isEqualTo(due.get());
      waiting.remove(due.get());
    }
  }

  @Test
  void hasNothingToTakeWhenEmpty() {
    assertThat(new Agenda().take()).isNull();
  }
}
