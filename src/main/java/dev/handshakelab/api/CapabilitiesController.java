package dev.handshakelab.api;

import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.representation.CapabilitiesResource;
import dev.handshakelab.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which modes this process can run. */
@RestController
class CapabilitiesController {
  private final Sessions sessions;

  CapabilitiesController(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping(path = "/api/v1/capabilities", produces = MediaType.APPLICATION_JSON_VALUE)
  CapabilitiesResource capabilities(HttpServletRequest call) {
    Query.of(call).check();
    return CapabilitiesResource.of(sessions.capabilities(), kernelRelease());
  }

  private static @Nullable String kernelRelease() {
    return System.getProperty("os.name", "").equals("Linux")
        ? System.getProperty("os.version")
        : null;
  }
}
