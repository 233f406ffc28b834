package dev.handshakelab.api;

import dev.handshakelab.access.Caller;
import dev.handshakelab.api.input.Documents;
import dev.handshakelab.api.input.Query;
import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.course.Gradings;
import dev.handshakelab.course.RubricVersion;
import dev.handshakelab.course.Rubrics;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.AnswersReading;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.history.Histories;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tries a rubric out on a kept session: nothing is stored, nobody is graded. */
@RestController
class TrialsController {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> MEMBERS = List.of("rubric", "session", "answers");

  private final Rubrics rubrics;
  private final Gradings gradings;
  private final SessionsInSight inSight;
  private final Histories histories;
  private final GradeFormats formats;
  private final InstantSource clock;

  TrialsController(
      Rubrics rubrics,
      Gradings gradings,
      SessionsInSight inSight,
      Histories histories,
      GradeFormats formats,
      InstantSource clock) {
    this.rubrics = rubrics;
    this.gradings = gradings;
    this.inSight = inSight;
    this.histories = histories;
    this.formats = formats;
    this.clock = clock;
  }

  @PostMapping(path = "/api/v1/rubrics/try", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> tryOut(HttpServletRequest call, Caller caller)
      throws IOException, InterruptedException, HttpMediaTypeNotAcceptableException {
    Query query = Query.of(call);
    GradeFormats.Chosen chosen = formats.choose(query, call.getHeader(HttpHeaders.ACCEPT));
    query.check();
    Octets body = Octets.of(call.getInputStream().readAllBytes());
    Located document = Documents.read(body, Syntax.JSON);
    checkMembers(document);
    Tried tried = rubric(document);
    Trace trace = trace(document.tree().get("session"), caller);
    Answers answers = answers(document, tried.rubric());
    Result result = gradings.grade(tried.rubric(), tried.version(), tried.sha256(), trace, answers);
    return chosen.answer(Grade.unkept(result, clock.instant()));
  }

  /**
   * @param version null when it is not a kept one
   */
  private record Tried(Rubric rubric, @Nullable Integer version, String sha256) {}

  private static void checkMembers(Located document) {
    JsonNode tree = document.tree();
    List<InputError> errors = new ArrayList<>();
    if (!tree.isObject()) {
      throw Refusal.of(
          ProblemType.SCHEMA, List.of(pointed("", "must be an object with rubric and session")));
    }
    for (String name : tree.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        errors.add(pointed("/" + name, "no such member; there are " + MEMBERS));
      }
    }
    JsonNode rubric = tree.path("rubric");
    if (!rubric.isObject() && !rubric.isString()) {
      errors.add(
          pointed(
              "/rubric",
              "must be a rubric as an object, one in YAML as a string, or id and version of a kept"
                  + " one"));
    }
    if (!tree.path("session").isString()) {
      errors.add(pointed("/session", "must be the id of a session, as a string"));
    }
    if (!errors.isEmpty()) {
      throw Refusal.of(ProblemType.SCHEMA, errors);
    }
  }

  private Tried rubric(Located document) throws InterruptedException {
    JsonNode given = document.tree().get("rubric");
    if (given.isString()) {
      Octets yaml = Octets.of(given.asString().getBytes(StandardCharsets.UTF_8));
      return new Tried(read(Documents.read(yaml, Syntax.YAML)), null, Sha256.hex(yaml));
    }
    if (given.has("version")) {
      return kept(given);
    }
    Octets inner = Octets.of(MAPPER.writeValueAsBytes(given));
    return new Tried(read(document.below("/rubric")), null, Sha256.hex(inner));
  }

  private Tried kept(JsonNode reference) throws InterruptedException {
    String id = reference.path("id").asString("");
    int version = reference.path("version").asInt(0);
    RubricVersion kept =
        rubrics
            .find(id, version)
            .orElseThrow(() ->
                Refusal.of(
                    ProblemType.NOT_FEASIBLE,
                    List.of(
                        pointed(
                            "/rubric", "there is no version " + version + " of a rubric " + id))));
    return new Tried(
        read(Documents.read(kept.document(), kept.syntax())), kept.version(), kept.sha256());
  }

  private Rubric read(Located document) throws InterruptedException {
    try {
      return gradings.read(document);
    } catch (Flawed why) {
      throw Refusal.of(
          ProblemType.RUBRIC,
          why.flaws().stream().map(flaw -> InputError.at(flaw.within("/rubric"))).toList());
    }
  }

  private Trace trace(JsonNode session, Caller caller) {
    String id = session.asString();
    return inSight
        .find(id, caller)
        .flatMap(found -> histories.trace(found.id()))
        .orElseThrow(() ->
            Refusal.of(
                ProblemType.NOT_FEASIBLE,
                List.of(
                    pointed(
                        "/session",
                        "there is no session " + id + " that is over and left a trace"))));
  }

  private static Answers answers(Located document, Rubric rubric) {
    if (!document.tree().has("answers")) {
      return Answers.NONE;
    }
    try {
      return AnswersReading.read(document, "/answers", rubric);
    } catch (Flawed why) {
      throw Refusal.of(ProblemType.ANSWERS, why.flaws().stream().map(InputError::at).toList());
    }
  }

  private static InputError pointed(String pointer, String detail) {
    return new InputError(pointer, null, null, detail);
  }
}
