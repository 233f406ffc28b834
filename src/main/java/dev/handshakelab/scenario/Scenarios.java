package dev.handshakelab.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue: every scenario that has a name. */
public final class Scenarios {
  private static final List<Scenario> ALL =
      Stream.of(
              OpeningScenarios.ALL,
              OptionScenarios.ALL,
              LossScenarios.ALL,
              DuplicateScenarios.ALL,
              ClosingScenarios.ALL,
              QueueScenarios.ALL,
              FastOpenScenarios.ALL,
              FloodScenarios.ALL,
              SilenceScenarios.ALL,
              AttackScenarios.ALL)
          .flatMap(List::stream)
          .sorted(Comparator.comparing(Scenario::name))
          .toList();

  private static final Map<String, Scenario> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Scenario::name, scenario -> scenario));

  private Scenarios() {}

  /** All of them, by name. */
  public static List<Scenario> all() {
    return ALL;
  }

  public static Optional<Scenario> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The name that somebody may have meant, if one is near. */
  public static Optional<String> nearest(String name) {
    return Suggestions.nearest(name, ALL.stream().map(Scenario::name).toList());
  }
}
