package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files in which the expectations of scenarios are kept. */
public final class ScenarioFiles {
  static final Path EXPECTED = Path.of("src/main/resources/dev/handshakelab/scenario/expected");

  private ScenarioFiles() {}

  public static void write(Scenario scenario, Profile profile, Expectation expectation)
      throws IOException {
    Files.createDirectories(EXPECTED);
    Files.writeString(file(scenario, profile), ExpectationText.write(expectation));
  }

  public static Expectation read(Scenario scenario, Profile profile) throws IOException {
    return ExpectationText.read(Files.readString(file(scenario, profile)));
  }

  private static Path file(Scenario scenario, Profile profile) {
    return EXPECTED.resolve(scenario.name() + "." + profile + ".txt");
  }
}
