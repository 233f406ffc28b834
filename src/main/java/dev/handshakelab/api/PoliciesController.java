package dev.handshakelab.api;

import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.PolicyResource;
import dev.handshakelab.tcp.Switches;
import dev.handshakelab.tcp.Switches.Switch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The switches of a simulated end, by name. */
@RestController
@RequestMapping(path = "/api/v1/policies", produces = MediaType.APPLICATION_JSON_VALUE)
class PoliciesController {
  private static final List<Switch> SWITCHES =
      Switches.all().stream().sorted(Comparator.comparing(Switch::name)).toList();

  private final HttpLimits limits;

  PoliciesController(HttpLimits limits) {
    this.limits = limits;
  }

  @GetMapping
  PageResource<PolicyResource> list(HttpServletRequest call) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(Pages.of(SWITCHES, Switch::name, paging), PolicyResource::of);
  }
}
