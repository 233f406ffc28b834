package dev.handshakelab.api;

import dev.handshakelab.api.representation.ScenarioResource;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which modes can show a scenario in this process. Nothing is promised that is not kept: a mode can
 * when a session that asks for no more than the scenario and the mode would be accepted, and its
 * reason is what such a session would be refused with.
 */
@Component
final class ScenarioModes {
  private final RequestReading reading;
  private final Sessions sessions;

  ScenarioModes(RequestReading reading, Sessions sessions) {
    this.reading = reading;
    this.sessions = sessions;
  }

  ScenarioResource resource(Scenario scenario) {
    return ScenarioResource.of(scenario, mode -> whyNot(scenario, mode));
  }

  private Optional<String> whyNot(Scenario scenario, Mode mode) {
    Optional<String> nowhere = scenario.whyNot(mode);
    if (nowhere.isPresent()) {
      return nowhere;
    }
    var asked = JsonMapper.shared().createObjectNode();
    asked.put("scenario", scenario.name());
    asked.put("mode", mode.name());
    List<Problem> problems =
        switch (reading.read(asked, () -> 0)) {
          case Reading.Complete(var request) -> sessions.objections(request);
          case Reading.Infeasible(var infeasible) -> infeasible;
          case Reading.Unreadable(var unreadable) -> unreadable;
        };
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            problems.stream()
                .map(problem -> problem.pointer() + " " + problem.detail())
                .collect(Collectors.joining("; ")));
  }
}
