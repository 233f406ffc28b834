package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something worth showing, with a name: the request it stands for, what comes of it under each
 * profile, and what to look at. It is data: whatever it does can be done by a request without it.
 *
 * @param name in lower case with hyphens
 * @param title a few words
 * @param shows one sentence
 * @param reference the RFC's figure or section
 * @param members the members of a request that make it what it is; the rest has its defaults
 * @param cannot the modes that cannot show it, and why not
 * @param expected what comes of it when nothing else is asked for
 * @param lookAt what to notice
 */
public record Scenario(
    String name,
    String title,
    String shows,
    String reference,
    JsonNode members,
    Map<Mode, String> cannot,
    Map<Profile, Expectation> expected,
    String lookAt) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public Scenario {
    cannot =
        cannot.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<Mode, String>(cannot));
    expected =
        expected.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<Profile, Expectation>(expected));
  }

  /** Why this mode cannot show it; empty when it can. */
  public Optional<String> whyNot(Mode mode) {
    return switch (mode) {
      case SIMULATED, REAL_SOCKET -> Optional.ofNullable(cannot.get(mode));
      case HYBRID -> Optional.of("nothing links the simulator to the kernel yet");
      case INTERACTIVE -> Optional.of("nobody can play an end by hand yet");
      case IMPORTED -> Optional.of("a capture is read, not run");
    };
  }

  /**
   * @param json the members that make it what it is, as in a request
   */
  static JsonNode members(String json) {
    return MAPPER.readTree(json);
  }
}
