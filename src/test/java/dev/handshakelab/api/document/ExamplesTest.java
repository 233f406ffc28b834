package dev.handshakelab.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.representation.ComparisonHeadingResource;
import dev.handshakelab.api.representation.ComparisonResource;
import dev.handshakelab.api.representation.PageResource;
import dev.handshakelab.api.representation.SessionResource;
import dev.handshakelab.comparison.Aspect;
import dev.handshakelab.comparison.Difference;
import dev.handshakelab.comparison.Place;
import dev.handshakelab.comparison.SideBySide;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Session;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The examples of the document are what the lab answers. With the system property {@code
 * docs.write} they are written anew, to be reviewed as a change.
 */
@LabTest
class ExamplesTest {
  private static final Path FOLDER = Path.of("src", "main", "resources", "openapi", "examples");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Autowired RestTestClient http;
  @Autowired Histories histories;

  private String id = "";

  @BeforeEach
  void runTheExample() {
    histories.sessions(Histories.SessionFilter.ALL, 1000, null).items().stream()
        .map(Session::id)
        .forEach(histories::delete);
    JsonNode session = MAPPER.readTree(post(Examples.text("request-handshake.json"), 201));
    id = session.get("id").asString();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "session.json,       /api/v1/sessions/ID",
    "sessions.json,      /api/v1/sessions?limit=2",
    "connections.json,   /api/v1/sessions/ID/connections",
    "segments.json,      /api/v1/sessions/ID/segments?limit=2",
    "transitions.json,   /api/v1/sessions/ID/transitions",
    "timing.json,        /api/v1/sessions/ID/timing",
    "timeline.json,      /api/v1/sessions/ID/timeline",
    "events.txt,         /api/v1/sessions/ID/events",
    "trace.json,         /api/v1/sessions/ID/trace.json",
    "trace.txt,          /api/v1/sessions/ID/trace.txt",
    "timings.json,       /api/v1/timings?measure=handshake&groupBy=scenario",
    "scenario.json,      /api/v1/scenarios/lost-syn",
    "policies.json,      /api/v1/policies?limit=2",
    "rubrics.json,       /api/v1/rubrics?limit=2",
    "rubric-schema.json, /schemas/rubric-v1.json",
    "problems.json,      /problems",
    "problem.json,       /problems/not-feasible",
  })
  void isWhatIsAnswered(String file, String path) throws IOException {
    String target = path.replace("ID", id);
    compare(file, answered(http.get().uri(target).exchange().returnResult(String.class)));
  }

  /** One of them stands for the page, so that a new scenario changes no example. */
  @Test
  void aPageOfScenariosHoldsWhatIsAnsweredForOne() throws IOException {
    String one =
        answered(
            http.get().uri("/api/v1/scenarios/lost-syn").exchange().returnResult(String.class));
    compare("scenarios.json", "{\"items\":[" + one + "],\"next\":\"" + Examples.CURSOR + "\"}");
  }

  @Test
  void aReplayIsWhatIsAnswered() throws IOException {
    String path = "/api/v1/sessions/" + id + "/replay";
    compare("replay.json", answered(http.post().uri(path).exchange().returnResult(String.class)));
  }

  @Test
  void aSampleOfIsnsIsWhatIsAnswered() throws IOException {
    var answer =
        http.post()
            .uri("/api/v1/isn-samples")
            .contentType(MediaType.APPLICATION_JSON)
            .body(Examples.text("isn-question.json"))
            .exchange()
            .returnResult(String.class);
    compare("isn-sample.json", answered(answer));
  }

  @Test
  void aProblemAsTextIsWhatIsAnswered() throws IOException {
    var answer =
        http.get()
            .uri(ProblemType.NOT_FEASIBLE.uri())
            .accept(MediaType.TEXT_PLAIN)
            .exchange()
            .returnResult(String.class);
    compare("problem.txt", answered(answer));
  }

  @Test
  void aRunningSessionIsWhatIsAnswered() throws IOException {
    Session over = histories.find(UUID.fromString(id)).orElseThrow();
    Session running =
        new Session(
            over.id(),
            over.request(),
            over.owner(),
            Session.Status.RUNNING,
            null,
            over.createdAt(),
            over.engine(),
            null);
    compare("session-running.json", MAPPER.writeValueAsString(SessionResource.of(running)));
  }

  /** Kernels differ, and so do machines: this is one that was seen. */
  @Test
  void aComparisonIsWhatIsAnswered() throws IOException {
    Compared over =
        new Compared(
            UUID.fromString(id),
            null,
            "lost-syn-ack",
            5,
            Session.Status.COMPLETED,
            null,
            Instant.EPOCH,
            histories.find(UUID.fromString(id)).orElseThrow().engine(),
            "6.18.44",
            UUID.fromString(id),
            List.of(new Compared.OnKernel(UUID.fromString(id), 812_345)),
            List.of(
                new Difference(
                    new Place(1, Party.SERVER, 3, false, Aspect.SEGMENT),
                    "S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,TS val 1000 ecr 0,nop,wscale 7>",
                    null,
                    List.of(2, 5),
                    "timer-meets-arrival")));
    compare("comparison.json", MAPPER.writeValueAsString(ComparisonResource.of(over)));
    compare(
        "comparisons.json",
        MAPPER.writeValueAsString(
            PageResource.of(
                new Histories.Page<>(List.of(over), null), ComparisonHeadingResource::of)));
    Compared running =
        new Compared(
            over.id(),
            null,
            over.scenario(),
            over.runs(),
            Session.Status.RUNNING,
            null,
            over.createdAt(),
            over.engine(),
            over.kernelRelease(),
            null,
            List.of(),
            List.of());
    compare("comparison-running.json", MAPPER.writeValueAsString(ComparisonResource.of(running)));
    Trace trace = histories.trace(UUID.fromString(id)).orElseThrow();
    compare("comparison.txt", SideBySide.draw(trace, trace, 1, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"request-empty.json", "request-full.json"})
  void aRequestIsAccepted(String file) {
    assertThat(post(Examples.text(file), 201)).contains("\"COMPLETED\"");
  }

  @Test
  void whatIsSaidOfARubricIsWhatIsAnswered() throws IOException {
    String rubric = Examples.text("request-rubric.json");
    compare("rubric-sound.json", post("/api/v1/rubrics/validate", rubric, 200));
    var kept =
        http.put()
            .uri("/api/v1/rubrics/hs-basics/versions/1")
            .contentType(MediaType.APPLICATION_JSON)
            .body(rubric)
            .exchange()
            .returnResult(String.class);
    compare("rubric.json", answered(kept));
    String yaml = MAPPER.writeValueAsString(Examples.text("rubric-yaml.txt"));
    String trial = "{\"rubric\":" + yaml + ",\"session\":\"" + id + "\"}";
    assertThat(post("/api/v1/rubrics/try", trial, 200)).contains("PENDING_MANUAL");
  }

  @Test
  void aTrialIsWhatIsAnswered() throws IOException {
    String trial = Examples.text("request-trial.json").replace(Examples.SESSION_ID, id);
    compare("grade.json", post("/api/v1/rubrics/try", trial, 200));
  }

  @Test
  void aTokenIsWhatIsAnswered() throws IOException {
    String made = post("/api/v1/tokens", Examples.text("request-token.json"), 201);
    compare("token-made.json", made);
    compare("tokens.json", "{\"items\":[" + listed() + "],\"next\":null}");
  }

  private String listed() {
    var page = http.get().uri("/api/v1/tokens?limit=1").exchange().returnResult(String.class);
    return MAPPER.readTree(answered(page)).at("/items/0").toString();
  }

  private String post(String body, int status) {
    return post("/api/v1/sessions", body, status);
  }

  private String post(String path, String body, int status) {
    var answer =
        http.post()
            .uri(path)
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .exchange()
            .returnResult(String.class);
    assertThat(answer.getStatus().value()).as(answer.getResponseBody()).isEqualTo(status);
    return answered(answer);
  }

  private static String answered(
      org.springframework.test.web.servlet.client.ExchangeResult answer) {
    byte[] body = answer.getResponseBodyContent();
    return new String(body, java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Ids, cursors and instants differ from run to run, and what a kernel can show from machine to
   * machine: they are set to those of the example.
   */
  private void compare(String file, String answer) throws IOException {
    String text =
        file.endsWith(".json")
            ? pretty(MAPPER.readTree(answer.replace(id, Examples.SESSION_ID)))
            : answer;
    Path kept = FOLDER.resolve(file);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(kept, text);
    }
    assertThat(kept).hasContent(text);
  }

  private static String pretty(JsonNode answer) {
    fix(answer);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
  }

  private static void fix(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("createdAt")) {
      object.put("createdAt", "2026-11-22T09:15:40.123Z");
    }
    if (node.path("modes") instanceof ObjectNode modes && modes.has("REAL_SOCKET")) {
      modes.put("REAL_SOCKET", true);
      modes.put("HYBRID", true);
    }
    if (node instanceof ObjectNode object && object.has("createdBy")) {
      object.put("id", Examples.TOKEN_ID);
    }
    if (node instanceof ObjectNode object && object.has("token")) {
      object.put("token", "hsl_student_" + "A".repeat(43));
    }
    if (node instanceof ObjectNode object && object.has("gradedAt")) {
      object.put("gradedAt", "2026-11-22T09:16:02.123Z");
    }
    if (node instanceof ObjectNode object && object.path("next").isString()) {
      object.put("next", Examples.CURSOR);
    }
    node.forEach(ExamplesTest::fix);
  }
}
