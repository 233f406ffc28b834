package dev.handshakelab.api;

import dev.handshakelab.api.input.Documents;
import dev.handshakelab.api.input.Paging;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.RubricResource;
import dev.handshakelab.api.representation.RubricSoundResource;
import dev.handshakelab.course.Gradings;
import dev.handshakelab.course.RubricHeading;
import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.RubricSchema;
import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rubrics: find one, keep a version for good, find out what is wrong with one. */
@RestController
class RubricsController {
  static final String YAML = "application/yaml";
  private static final String VERSION = "/api/v1/rubrics/{id}/versions/{version}";
  private static final int MOST_VERSIONS = 1_000_000;

  private final Rubrics rubrics;
  private final Gradings gradings;
  private final HttpLimits limits;

  RubricsController(Rubrics rubrics, Gradings gradings, HttpLimits limits) {
    this.rubrics = rubrics;
    this.gradings = gradings;
    this.limits = limits;
  }

  @GetMapping(path = "/api/v1/rubrics", produces = MediaType.APPLICATION_JSON_VALUE)
  PageResource<RubricResource> list(HttpServletRequest call) {
    Query query = Query.of(call);
    Paging paging = Pages.paging(query, limits);
    query.check();
    return PageResource.of(
        Pages.of(rubrics.headings(), RubricsController::key, paging), RubricResource::of);
  }

  /** Sorts as the list does: by id, then by version. */
  private static String key(RubricHeading rubric) {
    return "%s\u0000%07d".formatted(rubric.id(), rubric.version());
  }

  @GetMapping(
      path = VERSION,
      produces = {MediaType.APPLICATION_JSON_VALUE, YAML})
  ResponseEntity<byte[]> one(
      @PathVariable String id, @PathVariable String version, HttpServletRequest call) {
    Query.of(call).check();
    RubricVersion rubric = rubrics.find(id, number(version)).orElseThrow(() -> none(id, version));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(rubric.syntax().mediaType()))
        .eTag('"' + rubric.sha256() + '"')
        .body(rubric.document().toArray());
  }

  @PutMapping(
      path = VERSION,
      consumes = {MediaType.APPLICATION_JSON_VALUE, YAML},
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<RubricResource> keep(
      @PathVariable String id, @PathVariable String version, HttpServletRequest call)
      throws IOException, InterruptedException {
    Query.of(call).check();
    int number = number(version);
    if (number < 1) {
      throw none(id, version);
    }
    Octets document = Octets.of(call.getInputStream().readAllBytes());
    Syntax syntax = Documents.syntax(call);
    Rubric rubric = sound(document, syntax);
    if (!rubric.id().equals(id)) {
      throw Refusal.of(
          ProblemType.RUBRIC,
          List.of(
              new InputError(
                  "/id", null, null, "is " + rubric.id() + ", but the path says " + id)));
    }
    RubricVersion kept =
        new RubricVersion(
            id,
            number,
            rubric.title(),
            rubric.maxScore(),
            Sha256.hex(document),
            false,
            syntax,
            document);
    HttpStatus status =
        switch (rubrics.keep(kept)) {
          case NEW -> HttpStatus.CREATED;
          case SAME -> HttpStatus.OK;
          case OTHER ->
              throw new Refusal(
                  ProblemType.CONFLICT,
                  "version "
                      + number
                      + " of "
                      + id
                      + " is another document, and what is kept is never changed; keep this as a"
                      + " new version");
        };
    return ResponseEntity.status(status)
        .eTag('"' + kept.sha256() + '"')
        .body(RubricResource.of(kept.heading()));
  }

  @PostMapping(
      path = "/api/v1/rubrics/validate",
      consumes = {MediaType.APPLICATION_JSON_VALUE, YAML},
      produces = MediaType.APPLICATION_JSON_VALUE)
  RubricSoundResource validate(HttpServletRequest call) throws IOException, InterruptedException {
    Query.of(call).check();
    Octets document = Octets.of(call.getInputStream().readAllBytes());
    return RubricSoundResource.of(sound(document, Documents.syntax(call)));
  }

  @GetMapping(path = "/schemas/rubric-v1.json", produces = "application/schema+json")
  byte[] schema(HttpServletRequest call) {
    Query.of(call).check();
    return RubricSchema.octets().toArray();
  }

  private Rubric sound(Octets document, Syntax syntax) throws InterruptedException {
    try {
      return gradings.read(Documents.read(document, syntax));
    } catch (Flawed why) {
      throw Refusal.of(ProblemType.RUBRIC, why.flaws().stream().map(InputError::at).toList());
    }
  }

  /** 0 for what is no version. */
  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,6}")) {
      return 0;
    }
    int number = Integer.parseInt(text);
    return number <= MOST_VERSIONS ? number : 0;
  }

  private static Refusal none(String id, String version) {
    return Refusal.notFound(
        "there is no version " + version + " of a rubric " + id + "; versions begin with 1");
  }
}
