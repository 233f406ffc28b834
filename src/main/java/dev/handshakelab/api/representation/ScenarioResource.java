package dev.handshakelab.api.representation;

import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.Expectation;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** One scenario of the catalogue. */
public record ScenarioResource(
    String name,
    String title,
    @Describe("one sentence") String shows,
    @Describe("the RFC's figure or section") String reference,
    @Describe("`true`, or the reason why this mode cannot show it in this process")
        Map<Mode, Object> modes,
    @Describe("the members of a request that make it what it is; the rest has its defaults")
        JsonNode spec,
    @Describe("what a run with the defaults gives") Map<Profile, ExpectationResource> expected,
    @Describe("what to notice") String lookAt) {

  /**
   * @param whyNot why a mode cannot show it in this process
   */
  public static ScenarioResource of(Scenario scenario, Function<Mode, Optional<String>> whyNot) {
    Map<Mode, Object> modes = new EnumMap<>(Mode.class);
    for (Mode mode : List.of(Mode.SIMULATED, Mode.REAL_SOCKET, Mode.HYBRID, Mode.INTERACTIVE)) {
      modes.put(mode, whyNot.apply(mode).<Object>map(why -> why).orElse(true));
    }
    Map<Profile, ExpectationResource> expected = new EnumMap<>(Profile.class);
    scenario
        .expected()
        .forEach((profile, what) -> expected.put(profile, ExpectationResource.of(what)));
    return new ScenarioResource(
        scenario.name(),
        scenario.title(),
        scenario.shows(),
        scenario.reference(),
        modes,
        scenario.members(),
        expected,
        scenario.lookAt());
  }

  /** What comes of it under one profile. */
  public record ExpectationResource(
      @Describe("in order of sending, in the one notation") List<String> segments,
      List<StateName> clientPath,
      List<StateName> serverPath,
      Outcome outcome) {

    static ExpectationResource of(Expectation expected) {
      return new ExpectationResource(
          expected.segments(), expected.clientPath(), expected.serverPath(), expected.outcome());
    }
  }
}
