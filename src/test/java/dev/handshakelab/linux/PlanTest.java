package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Step.Call;
import dev.handshakelab.scenario.Step.When;
import dev.handshakelab.trace.Party;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Step OPEN = at(0, Call.OPEN);
  private static final Step LATE = at(2, Call.CLOSE);
  private static final Step EARLY = at(1.5, Call.ABORT);
  private static final Step THIRD = after(3, Call.SEND);

  private static Step at(double ms, Call call) {
    return new Step(new When.At(ms), Party.CLIENT, call, 0);
  }

  private static Step after(int ordinal, Call call) {
    return new Step(new When.AfterSegment(ordinal), Party.CLIENT, call, 1);
  }

  private static IntPredicate arrived(int segments) {
    return ordinal -> ordinal <= segments;
  }

  @Test
  void stepsComeWhenTheyAreDueTheEarliestFirst() {
    var plan = new Plan(List.of(OPEN, LATE, EARLY));
    assertThat(plan.next(0, arrived(0))).isEqualTo(OPEN);
    assertThat(plan.next(1_499_999, arrived(0))).isNull();
    assertThat(plan.untilNextNs(1_499_999)).isEqualTo(1);
    assertThat(plan.next(5_000_000, arrived(0))).isEqualTo(EARLY);
    assertThat(plan.next(5_000_000, arrived(0))).isEqualTo(LATE);
    assertThat(plan.untilNextNs(5_000_000)).isNull();
    assertThat(plan.waitsForTime()).isFalse();
  }

  @Test
  void atOneTimeTheOrderOfTheRequestHolds() {
    Step listen = at(0, Call.LISTEN);
    var plan = new Plan(List.of(listen, OPEN));
    assertThat(plan.next(0, arrived(0))).isEqualTo(listen);
    assertThat(plan.next(0, arrived(0))).isEqualTo(OPEN);
  }

  @Test
  void aStepAfterASegmentWaitsForIt() {
    var plan = new Plan(List.of(THIRD));
    assertThat(plan.waitsForSegments()).isTrue();
    assertThat(plan.next(Long.MAX_VALUE, arrived(2))).isNull();
    assertThat(plan.left()).containsExactly(THIRD);
    assertThat(plan.next(0, arrived(4))).isEqualTo(THIRD);
    assertThat(plan.left()).isEmpty();
  }
}
