package dev.handshakelab.api;

import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.ProblemTypeResource;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The pages that {@code type} of a problem leads to: for people as text, for programs as JSON. */
@RestController
class ProblemsController {
  private static final String MARKDOWN = "text/markdown;charset=utf-8";
  private static final String TEXT = "text/plain;charset=utf-8";

  @GetMapping(path = "/problems", produces = MediaType.APPLICATION_JSON_VALUE)
  List<ProblemTypeResource> all(HttpServletRequest call) {
    Query.of(call).check();
    return Stream.of(ProblemType.values()).map(ProblemTypeResource::of).toList();
  }

  @GetMapping(path = "/problems/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  ProblemTypeResource one(@PathVariable String name, HttpServletRequest call) {
    Query.of(call).check();
    return ProblemTypeResource.of(named(name));
  }

  @GetMapping(
      path = "/problems/{name}",
      produces = {TEXT, MARKDOWN})
  String page(@PathVariable String name, HttpServletRequest call) {
    Query.of(call).check();
    ProblemType type = named(name);
    return "# %s\n\nStatus %d, type `%s`.\n\n%s\n"
        .formatted(type.title(), type.status(), type.uri(), type.explanation());
  }

  private static ProblemType named(String name) {
    return ProblemType.bySlug(name)
        .orElseThrow(() -> Refusal.notFound("there is no problem called " + name));
  }
}
