package dev.handshakelab.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.handshakelab.drawing.TextLadder;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sessions by the thousand, and what has to hold in each. A failure names the seed, prints the
 * request that can be posted as it is, and draws what happened.
 */
class InvariantsTest {
  private static final int USUAL = 1_000;
  private static final int DEEP = 100_000;

  private final Simulator simulator = new Simulator();

  @Test
  @Tag("rule-130")
  @Tag("rule-131")
  @Tag("rule-132")
  @Tag("rule-133")
  @Tag("rule-134")
  @Tag("rule-135")
  @Tag("rule-136")
  @Tag("rule-137")
  void holdInAThousandSessions() {
    for (long seed = 0; seed < USUAL; seed++) {
      check(seed);
    }
  }

  /**
   * The clause that lets a session off is of wars alone. Here ACKs overtake each other and are
   * copied, so that more and more of them bear an old timestamp.
   */
  @Test
  @Tag("rule-134")
  void knowAWarOfAcks() {
    var request = RandomSessions.request(RandomSessions.json(40_930));
    var war = new AckWar();
    assertThatThrownBy(() -> simulator.run(request, war)).isInstanceOf(RunFailure.class);
    assertThat(war.rages(request)).isTrue();
  }

  @Test
  @Tag("rule-134")
  void takeNothingElseForAWar() throws RunFailure {
    for (long seed = 0; seed < 200; seed++) {
      var request = RandomSessions.request(RandomSessions.json(seed));
      var war = new AckWar();
      simulator.run(request, war);
      assertThat(war.rages(request)).as("seed %d", seed).isFalse();
    }
  }

  @Test
  @Tag("deep")
  void holdInAHundredThousandSessions() {
    for (long seed = USUAL; seed < USUAL + DEEP; seed++) {
      check(seed);
    }
  }

  private void check(long seed) {
    String json = RandomSessions.json(seed);
    var request = RandomSessions.request(json);
    var trace = run(seed, json, request);
    if (trace == null) {
      return;
    }
    List<String> broken = Invariants.allBroken(request, trace);
    if (!broken.isEmpty()) {
      fail(story(seed, json, trace) + "\n" + String.join("\n", broken));
    }
    assertThat(run(seed, json, request))
        .as(() -> "the same once more: " + story(seed, json, trace))
        .isEqualTo(trace);
  }

  /** Null for a war of ACKs, which has no end and which the RFC's rules allow. */
  private @Nullable Trace run(long seed, String json, SessionRequest request) {
    var war = new AckWar();
    try {
      return simulator.run(request, war);
    } catch (RunFailure | RuntimeException broken) {
      if (broken instanceof RunFailure && war.rages(request)) {
        return null;
      }
      throw new AssertionError("seed " + seed + " does not end: " + json, broken);
    }
  }

  static String story(long seed, String json, Trace trace) {
    return "seed %d: %s%n%s".formatted(seed, json, new TextLadder().draw(trace));
  }
}
