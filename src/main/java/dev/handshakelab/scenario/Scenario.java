package dev.handshakelab.scenario;

import dev.handshakelab.scenario.EndSpec.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param profiles those that it is worth showing under
 * @param lookAt what to notice
 * @param isnsMatter whether it shows something else when an end has other ISNs than it says; if
 *     not, they only make the RFC's numbers appear, and an end that cannot have them does without
 */
public record Scenario(
    String name,
    String title,
    String shows,
    String reference,
    JsonNode members,
    Map<Mode, String> cannot,
    Set<Profile> profiles,
    String lookAt,
    boolean isnsMatter) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public Scenario {
    cannot =
        cannot.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<Mode, String>(cannot));
    profiles = Collections.unmodifiableSet(EnumSet.copyOf(profiles));
  }

  /**
   * A scenario that every mode and every profile can show.
   *
   * @param json the members that make it what it is, as in a request
   */
  static Scenario of(
      String name, String title, String shows, String reference, String json, String lookAt) {
    return new Scenario(
        name,
        title,
        shows,
        reference,
        MAPPER.readTree(json),
        Map.of(),
        EnumSet.allOf(Profile.class),
        lookAt,
        false);
  }

  /**
   * @param why real sockets cannot show it
   */
  Scenario notOnSockets(String why) {
    return notIn(Mode.REAL_SOCKET, why);
  }

  /**
   * @param why simulator and kernel together cannot show it, though each of them can
   */
  Scenario notInHybrid(String why) {
    return notIn(Mode.HYBRID, why);
  }

  private Scenario notIn(Mode mode, String why) {
    return new Scenario(
        name, title, shows, reference, members, Map.of(mode, why), profiles, lookAt, isnsMatter);
  }

  /** Shows something else when the ISNs are others. */
  Scenario withTheseIsns() {
    return new Scenario(name, title, shows, reference, members, cannot, profiles, lookAt, true);
  }

  /** Worth showing under this profile alone. */
  Scenario only(Profile profile) {
    return new Scenario(
        name, title, shows, reference, members, cannot, EnumSet.of(profile), lookAt, isnsMatter);
  }

  /** What comes of it under each of its profiles, both ends alike, when nothing else is asked. */
  public Map<Profile, Expectation> expected() {
    Map<Profile, Expectation> expected = new EnumMap<>(Profile.class);
    profiles.forEach(profile -> expected.put(profile, expected(profile)));
    return Collections.unmodifiableMap(expected);
  }

  private Expectation expected(Profile profile) {
    String file = "expected/" + name + "." + profile + ".txt";
    try (InputStream in = Scenario.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(name + " claims " + profile + ", but " + file + " lacks");
      }
      return ExpectationText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Why this mode cannot show it; empty when it can. */
  public Optional<String> whyNot(Mode mode) {
    return switch (mode) {
      case SIMULATED, REAL_SOCKET -> Optional.ofNullable(cannot.get(mode));
      // One end is a kernel's, too.
      case HYBRID -> Optional.ofNullable(cannot.getOrDefault(mode, cannot.get(Mode.REAL_SOCKET)));
      case INTERACTIVE -> Optional.of("nobody can play an end by hand yet");
      case IMPORTED -> Optional.of("a capture is read, not run");
    };
  }
}
