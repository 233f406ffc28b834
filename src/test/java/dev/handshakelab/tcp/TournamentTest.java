package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, changes and goes: a tournament tells the same as a search through all. */
class TournamentTest {
  private static final Path PATH =
      new Path(
          new SocketAddress(IpAddress.parse("10.0.0.1"), 1),
          new SocketAddress(IpAddress.parse("10.0.0.2"), 2),
          1500);

  private static Slot slot(int number, long deadline) {
    return Slot.begun(number, PATH, State.CLOSED, null)
        .armed(Deadlines.ALL_OFF.with(Timer.RETRANSMIT, deadline));
  }

  /**
   * @param most the highest number, so that there are one to four rounds
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 16, 300, 5_000})
  void tellsTheSameAsASearch(int most) {
    for (long seed = 0; seed < 20; seed++) {
      var tournament = Tournament.EMPTY;
      var all = new TreeMap<Integer, Slot>();
      for (int i = 0; i < 400; i++) {
        int number = (int) (Draws.draw53(seed, "number", i) % most) + 1;
        long draw = Draws.draw53(seed, "deadline", i) % 8;
        if (draw == 0) {
          tournament = tournament.without(number);
          all.remove(number);
        } else {
          var slot = slot(number, draw == 1 ? Deadlines.NONE : draw);
          tournament = tournament.with(slot);
          all.put(number, slot);
        }
        assertSame(tournament, all, seed);
      }
    }
  }

  private static void assertSame(
      Tournament tournament, NavigableMap<Integer, Slot> all, long seed) {
    var first =
        all.values().stream()
            .filter(each -> each.earliest() != Deadlines.NONE)
            .min(Comparator.comparingLong(Slot::earliest).thenComparingInt(Slot::number))
            .orElse(null);
    assertThat(tournament.first()).as("seed %d", seed).isEqualTo(first);
    assertThat(tournament.earliest()).isEqualTo(first == null ? Deadlines.NONE : first.earliest());
    assertThat(tournament.size()).isEqualTo(all.size());
    assertThat(tournament.inOrder()).containsExactlyElementsOf(all.values());
    int last = all.isEmpty() ? 1 : all.lastKey();
    assertThat(tournament.numbered(last)).isEqualTo(all.get(last));
    assertThat(tournament.numbered(last + 1)).isNull();
  }

  @Test
  void isAValue() {
    var two = Tournament.EMPTY.with(slot(1, 5)).with(slot(2, 4));
    var more = two.with(slot(100_000, 1));

    assertThat(two.inOrder()).isEqualTo(List.of(slot(1, 5), slot(2, 4)));
    assertThat(more.without(100_000)).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(more).isNotEqualTo(two);
    assertThat(two.with(slot(2, 3))).isNotEqualTo(two);
  }
}
