package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handshakelab.linux.hybrid.HybridRunner;
import dev.handshakelab.scenario.RunFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes too late for a turn is told so, like those whose turn is cut short. */
@Timeout(60)
class TurnsTest {
  @Test
  void whenTheServiceHasStoppedThereAreNoTurnsAnyMore() {
    var turns = new Turns(LinuxRunner.Limits.USUAL, "turn");
    turns.close();
    for (int i = 0; i <= LinuxRunner.Limits.USUAL.sessions(); i++) {
      // Each gives back what it took, else the last one would wait for a turn.
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() -> turns.take(_ -> "came back"))
          .withMessage("the service is stopping");
    }
    assertThatExceptionOfType(RunFailure.class)
        .isThrownBy(() -> turns.execute(() -> {}))
        .withMessage("the service is stopping");
  }

  @Test
  void aRunnerThatWasClosedBeforeItTriedAnythingSaysSo() {
    var runner = new HybridRunner(LinuxRunner.Limits.USUAL, () -> null);
    runner.close();
    assertThat(runner.capability().missing())
        .singleElement()
        .asString()
        .contains("the service is stopping");
  }
}
