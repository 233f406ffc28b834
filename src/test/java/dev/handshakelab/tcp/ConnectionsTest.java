package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However they are kept, whatever comes, changes and goes: they tell the same as a search. */
class ConnectionsTest {
  private static final SocketAddress HERE = new SocketAddress(IpAddress.parse("10.0.0.1"), 80);

  /** Both ways of keeping them, without any. */
  static Stream<Connections> none() {
    return Stream.of(KeptConnections.NONE, DrivenConnections.empty());
  }

  private static Slot slot(int number, Timer timer, long deadline) {
    var there = new SocketAddress(IpAddress.parse("10.0.0.2"), number);
    return Slot.begun(number, new Path(HERE, there, 1500), State.CLOSED, null)
        .armed(Deadlines.ALL_OFF.with(timer, deadline));
  }

  @ParameterizedTest
  @MethodSource("none")
  void tellTheSameAsASearch(Connections none) {
    for (long seed = 0; seed < 20; seed++) {
      var connections = none.none();
      var all = new TreeMap<Integer, Slot>();
      for (int i = 0; i < 400; i++) {
        int number = (int) (Draws.draw53(seed, "number", i) % 40) + 1;
        long draw = Draws.draw53(seed, "deadline", i) % 8;
        var timer = draw == 2 ? Timer.KEEPALIVE : Timer.RETRANSMIT;
        var slot = slot(number, timer, draw == 1 ? Deadlines.NONE : draw);
        connections = draw == 0 ? connections.without(slot) : connections.with(slot);
        if (draw == 0) {
          all.remove(number);
        } else {
          all.put(number, slot);
        }
        assertSame(connections, all, seed);
      }
    }
  }

  private static void assertSame(
      Connections connections, NavigableMap<Integer, Slot> all, long seed) {
    var armed = all.values().stream().filter(each -> each.earliest() != Deadlines.NONE).toList();
    var first =
        armed.stream()
            .min(Comparator.comparingLong(Slot::earliest).thenComparingInt(Slot::number))
            .orElse(null);
    assertThat(connections.first()).as("seed %d", seed).isEqualTo(first);
    assertThat(connections.nextDeadline())
        .isEqualTo(first == null ? Deadlines.NONE : first.earliest());
    assertThat(connections.inOrder()).containsExactlyElementsOf(all.values());
    long restless = armed.stream().filter(each -> each.deadlines().isRestless()).count();
    assertThat(connections.restless()).isEqualTo((int) restless);
    for (int number : new int[] {1, 20, 41, 1_000}) {
      var expected = all.get(number);
      assertThat(connections.numbered(number)).isEqualTo(expected);
      assertThat(connections.on(slot(number, Timer.USER, 1).path())).isEqualTo(expected);
    }
  }

  @Test
  void whatIsKeptStaysAsItWas() {
    Connections one = KeptConnections.NONE.with(slot(1, Timer.USER, 5));
    var two = one.with(slot(2, Timer.USER, 4));

    assertThat(one.inOrder()).containsExactly(slot(1, Timer.USER, 5));
    assertThat(two.without(slot(2, Timer.USER, 4))).isEqualTo(one).hasSameHashCodeAs(one);
  }

  @Test
  void ofWhatIsDrivenNoMomentButTheLatestIsTold() {
    var none = DrivenConnections.empty();
    var one = none.with(slot(1, Timer.USER, 5));
    var two = one.with(slot(2, Timer.USER, 4));

    assertThatIllegalStateException()
        .isThrownBy(one::nextDeadline)
        .withMessage("this moment of the machine is over: it was driven on");
    assertThatIllegalStateException().isThrownBy(() -> none.with(slot(3, Timer.USER, 3)));
    assertThat(two.inOrder()).hasSize(2);
  }

  @Test
  void timersThatAreDueAtOnceRunOutInTheirOrder() {
    var due =
        Deadlines.ALL_OFF
            .with(Timer.TIME_WAIT, 7)
            .with(Timer.KEEPALIVE, 9)
            .with(Timer.RETRANSMIT, 7)
            .with(Timer.USER, 3);
    var moved = due.with(Timer.USER, Deadlines.NONE).with(Timer.KEEPALIVE, 1);

    assertThat(due.first()).isEqualTo(Timer.USER);
    assertThat(moved.first()).isEqualTo(Timer.KEEPALIVE);
    assertThat(moved.of(Timer.KEEPALIVE)).isEqualTo(1);
    assertThat(moved.of(Timer.USER)).isEqualTo(Deadlines.NONE);
    assertThat(moved.with(Timer.KEEPALIVE, Deadlines.NONE).first()).isEqualTo(Timer.RETRANSMIT);
    assertThat(moved).isEqualTo(moved.with(Timer.TIME_WAIT, 8).with(Timer.TIME_WAIT, 7));
  }

  @Test
  void aDrivenMachineAnswersAsOneThatIsKept() {
    var kept = Host.start(1, Policy.RFC_9293, Settings.PLAIN, Secrets.of(7, 1), 1500);
    var there = new SocketAddress(IpAddress.parse("10.0.0.2"), 9);
    var open = new HostInput.Open(1, HERE, there, Op.Open.PLAIN);
    var driven = kept.driven();

    var expected = kept.handle(0, open);
    var answered = driven.handle(0, open);
    assertThat(answered.effects()).isEqualTo(expected.effects());
    assertThat(answered.next().connection(1)).isEqualTo(expected.next().connection(1));
    assertThat(answered.next().nextDeadline()).isEqualTo(expected.next().nextDeadline());
    assertThat(kept.connection(1)).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> driven.connection(1));
  }
}
