package dev.handshakelab.linux.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which instances of the lab's are somebody's still. */
@EnabledOnOs(OS.LINUX)
class InstanceNamesTest {
  private static final String PREFIX = "lab-";

  private static boolean isAbandoned(String name) {
    return InstanceNames.isAbandoned(name, PREFIX);
  }

  /** This process's name, with one of its parts replaced. */
  private static String with(int part, String value) {
    List<String> parts =
        new ArrayList<>(
            List.of(InstanceNames.ofThisProcess(PREFIX).substring(PREFIX.length()).split("-", -1)));
    assumeThat(parts).hasSize(4);
    parts.set(part, value);
    return PREFIX + String.join("-", parts);
  }

  @Test
  void theseOfALivingProcessAreNot() {
    assertThat(isAbandoned(InstanceNames.ofThisProcess(PREFIX))).isFalse();
  }

  @Test
  void twoOfOneProcessHaveTwoNames() {
    assertThat(InstanceNames.ofThisProcess(PREFIX))
        .isNotEqualTo(InstanceNames.ofThisProcess(PREFIX));
  }

  @Test
  void whenAnotherProcessHasGotTheNumberTheyAre() {
    assertThat(isAbandoned(with(2, "1"))).isTrue();
  }

  /** Beyond what the kernel numbers processes with. */
  @Test
  void whenThereIsNoSuchProcessTheyAre() {
    assertThat(isAbandoned(with(1, "99999999"))).isTrue();
  }

  @Test
  void processesOfAnotherPidNamespaceCannotBeLookedUpSoTheirsAreLeft() {
    assertThat(isAbandoned(with(0, "1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab-", "lab-mine", "lab-1-2-3", "lab-1-2-3-4-5"})
  void whatIsNamedOtherwiseIsLeft(String name) {
    assertThat(isAbandoned(name)).isFalse();
  }
}
