package dev.handshakelab.api;

import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.ScenarioResource;
import dev.handshakelab.scenario.Scenario;
import dev.handshakelab.scenario.Scenarios;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue of scenarios, by name. */
@RestController
@RequestMapping(path = "/api/v1/scenarios", produces = MediaType.APPLICATION_JSON_VALUE)
class ScenariosController {
  private final HttpLimits limits;
  private final ScenarioModes modes;

  ScenariosController(HttpLimits limits, ScenarioModes modes) {
    this.limits = limits;
    this.modes = modes;
  }

  @GetMapping
  PageResource<ScenarioResource> list(HttpServletRequest call) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(Pages.of(Scenarios.all(), Scenario::name, paging), modes::resource);
  }

  @GetMapping("/{name}")
  ScenarioResource one(@PathVariable String name, HttpServletRequest call) {
    Query.of(call).check();
    return Scenarios.named(name)
        .map(modes::resource)
        .orElseThrow(() ->
            Refusal.notFound(
                "there is no scenario "
                    + name
                    + Scenarios.nearest(name)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")));
  }
}
