package dev.handshakelab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.scenario.EndSpec.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {

  static List<Scenario> all() {
    return Scenarios.all();
  }

  @Test
  void namesAreUniqueAndSorted() {
    assertThat(all()).extracting(Scenario::name).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachCanBeReadAndFound(Scenario scenario) {
    assertThat(scenario.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(ShapeCheck.problems(scenario.members(), Members.of(Limits.USUAL))).isEmpty();
    assertThat(scenario.members().has("scenario")).isFalse();
    assertThat(Scenarios.named(scenario.name())).contains(scenario);
    assertThat(
            Stream.of(scenario.title(), scenario.shows(), scenario.reference(), scenario.lookAt()))
        .noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachSaysWhatItComesToUnderItsProfiles(Scenario scenario) {
    assertThat(scenario.expected().keySet()).isEqualTo(scenario.profiles());
    assertThat(scenario.expected().values())
        .allSatisfy(expectation ->
            assertThat(ExpectationText.read(ExpectationText.write(expectation)))
                .isEqualTo(expectation));
  }

  @Test
  void everyExpectationBelongsToAScenario() throws IOException {
    List<String> claimed =
        all().stream()
            .flatMap(
                scenario -> scenario.profiles().stream().map(profile -> file(scenario, profile)))
            .sorted()
            .collect(Collectors.toList());
    try (Stream<Path> files = Files.list(ScenarioFiles.EXPECTED)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted().toList())
          .isEqualTo(claimed);
    }
  }

  private static String file(Scenario scenario, Profile profile) {
    return scenario.name() + "." + profile + ".txt";
  }

  @Test
  void aNearNameIsSuggested() {
    assertThat(Scenarios.nearest("lost-synack")).contains("lost-syn-ack");
    assertThat(Scenarios.nearest("teapot")).isEmpty();
  }
}
