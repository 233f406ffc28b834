package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.representation.GradeResource;
import dev.handshakelab.grading.Samples;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.grading.format.Format;
import dev.handshakelab.grading.format.Formats;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@LabTest
@Tag("database")
class RubricsApiTest {
  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String RUBRIC =
      """
      id: hs
      title: The handshake
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "ack?", expect: "segments[1].ack",
            misconceptions: [ { when: "segments[0].seq", hint: "A SYN consumes one.", credit: 0.25 } ] }
        - { id: q2, kind: sequence, points: 1, expect: ["S", "S."], partial: PER_ITEM }
        - { id: q3, kind: statePath, points: 2, endpoint: CLIENT, expect: [CLOSED, SYN_SENT, ESTABLISHED] }
      """;

  @Autowired RestTestClient http;
  @Autowired JsonMapper mapper;

  private final String id = "r" + UUID.randomUUID();

  @Test
  void aVersionIsKeptOnceAndForGood() {
    String path = "/api/v1/rubrics/" + id + "/versions/1";
    String document = RUBRIC.replace("id: hs", "id: " + id);
    String tag = '"' + sha256(document) + '"';

    ExchangeResult first = put(path, YAML, document);
    assertThat(first.getStatus().value()).isEqualTo(201);
    assertThat(first.getResponseHeaders().getETag()).isEqualTo(tag);
    assertThat(put(path, YAML, document).getStatus().value()).isEqualTo(200);
    ExchangeResult other = put(path, YAML, document + "# changed\n");
    assertThat(other.getStatus().value()).isEqualTo(409);
    assertThat(problem(other).get("type").asString()).isEqualTo("/problems/conflict");

    ExchangeResult kept = http.get().uri(path).exchange().returnResult(String.class);
    assertThat(text(kept)).isEqualTo(document);
    assertThat(kept.getResponseHeaders().getETag()).isEqualTo(tag);
    assertThat(kept.getResponseHeaders().getContentType()).isEqualTo(YAML);
    assertThat(
            http.get()
                .uri(path)
                .header("If-None-Match", tag)
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value())
        .isEqualTo(304);
    assertThat(
            text(
                http.get().uri("/api/v1/rubrics?limit=1000").exchange().returnResult(String.class)))
        .contains(
            "\"id\":\"" + id + "\",\"version\":1,\"title\":\"The handshake\",\"maxScore\":\"5\"")
        .contains("\"id\":\"handshake-basics\",\"version\":1");
  }

  @Test
  void aShippedVersionCannotBeReplaced() {
    String path = "/api/v1/rubrics/timing/versions/1";
    assertThat(put(path, YAML, RUBRIC.replace("id: hs", "id: timing")).getStatus().value())
        .isEqualTo(409);
    assertThat(
            put("/api/v1/rubrics/timing/versions/2", YAML, RUBRIC.replace("id: hs", "id: timing"))
                .getStatus()
                .value())
        .isIn(200, 201);
  }

  @Test
  void everythingThatIsWrongIsToldWithItsPlace() {
    String bad =
        """
        id: hs
        titel: The handshake
        checks:
          - { id: q1, kind: answer, points: 2, prompt: "ack?", expect: "segments[1].akc" }
          - { id: q2, kind: outcom, points: -1 }
        """;
    ExchangeResult refused = put("/api/v1/rubrics/hs/versions/1", YAML, bad);

    assertThat(refused.getStatus().value()).isEqualTo(422);
    assertThat(refused.getResponseHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    JsonNode errors = problem(refused).get("errors");
    assertThat(errors).hasSize(5);
    JsonNode expression =
        errors
            .valueStream()
            .filter(error -> error.get("pointer").asString().equals("/checks/0/expect"))
            .findFirst()
            .orElseThrow();
    assertThat(expression.get("line").asInt()).isEqualTo(4);
    assertThat(expression.get("column").asInt()).isEqualTo(76);
    assertThat(expression.get("detail").asString())
        .contains("did you mean 'ack'?")
        .contains("segments[1].akc\n             ^");
    assertThat(errors.toString())
        .contains("did you mean \\\"title\\\"")
        .contains("\\\"outcome\\\"");
    assertThat(post("/api/v1/rubrics/validate", YAML, bad).getStatus().value()).isEqualTo(422);
  }

  @Test
  void aRubricIsKeptUnderItsOwnIdOnly() {
    ExchangeResult refused = put("/api/v1/rubrics/other/versions/1", YAML, RUBRIC);
    assertThat(refused.getStatus().value()).isEqualTo(422);
    assertThat(problem(refused).get("errors").get(0).get("pointer").asString()).isEqualTo("/id");
  }

  /** The same rubric as an object, as YAML in a string, and kept: three ways to the same points. */
  @Test
  void aTrialGradesWithoutKeepingAnything() {
    String session = session();
    String answers = ",\"session\":\"" + session + "\",\"answers\":{\"q1\":100}}";
    String path = "/api/v1/rubrics/" + id + "/versions/3";
    put(path, YAML, RUBRIC.replace("id: hs", "id: " + id));

    JsonNode asText = trial("{\"rubric\":" + MAPPER.writeValueAsString(RUBRIC) + answers);
    JsonNode asKept = trial("{\"rubric\":{\"id\":\"" + id + "\",\"version\":3}" + answers);

    assertThat(asText.get("score").asString()).isEqualTo("3.1667");
    assertThat(asText.at("/result/checks/0/feedback").asString()).isEqualTo("A SYN consumes one.");
    assertThat(asText.at("/result/rubric/sha256").asString()).isEqualTo(sha256(RUBRIC));
    assertThat(asKept.at("/result/rubric/version").asInt()).isEqualTo(3);
    assertThat(asKept.at("/result/checks")).isEqualTo(asText.at("/result/checks"));
  }

  /** What a pipeline checks: the trace that is served is the one that the hash is of. */
  @Test
  void theHashIsOfTheTraceAsItIsServed() {
    String session = session();
    JsonNode grade =
        trial(
            "{\"rubric\":"
                + MAPPER.writeValueAsString(RUBRIC)
                + ",\"session\":\""
                + session
                + "\"}");
    byte[] trace =
        http.get()
            .uri("/api/v1/sessions/" + session + "/trace.json")
            .exchange()
            .returnResult(byte[].class)
            .getResponseBodyContent();

    assertThat(grade.at("/result/traceSha256").asString()).isEqualTo(Sha256.hex(Octets.of(trace)));
    Evidence offline =
        Samples.evidence("{\"seed\":42,\"client\":{\"isn\":100},\"network\":{\"delayMs\":20}}");
    assertThat(grade.at("/result/traceSha256").asString()).isEqualTo(offline.sha256());
    assertThat(MAPPER.writeValueAsString(grade.get("result")))
        .satisfies(octets ->
            assertThat(Sha256.hex(Octets.of(octets.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(grade.get("resultSha256").asString()));
    assertThat(
            MAPPER.readTree(
                mapper.writeValueAsString(mapper.treeToValue(grade, GradeResource.class))))
        .isEqualTo(grade);
  }

  static Stream<Format> formats() {
    return Formats.ALL.all().stream();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aTrialIsAnsweredInEveryFormat(Format format) {
    String trial =
        "{\"rubric\":"
            + MAPPER.writeValueAsString(RUBRIC)
            + ",\"session\":\""
            + session()
            + "\",\"answers\":{\"q1\":\"0x65\"}}";
    ExchangeResult answer =
        post("/api/v1/rubrics/try?format=" + format.name(), MediaType.APPLICATION_JSON, trial);

    assertThat(answer.getStatus().value()).as(text(answer)).isEqualTo(200);
    assertThat(answer.getResponseHeaders().getContentType())
        .isEqualTo(MediaType.parseMediaType(format.mediaType()));
    assertThat(text(answer)).isNotBlank();
  }

  @Test
  void whatCannotBeTriedSaysWhy() {
    String session = session();
    String rubric = "{\"rubric\":" + MAPPER.writeValueAsString(RUBRIC);
    assertThat(
            refusal(rubric + ",\"session\":\"" + session + "\",\"answers\":{\"q1\":\"no idea\"}}"))
        .isEqualTo("422 /problems/answers /answers/q1");
    assertThat(refusal(rubric + ",\"session\":\"" + new UUID(0, 0) + "\"}"))
        .isEqualTo("422 /problems/not-feasible /session");
    assertThat(
            refusal("{\"rubric\":{\"id\":\"none\",\"version\":1},\"session\":\"" + session + "\"}"))
        .isEqualTo("422 /problems/not-feasible /rubric");
    assertThat(refusal("{\"rubric\":{\"id\":\"x\"},\"session\":\"" + session + "\"}"))
        .startsWith("422 /problems/rubric /rubric/");
    assertThat(refusal("{\"session\":5}")).startsWith("400 /problems/schema /rubric");
    assertThat(refusal("{\"rubric\":")).startsWith("400 /problems/syntax");
    assertThat(
            post("/api/v1/rubrics/try?format=nothing", MediaType.APPLICATION_JSON, "{}")
                .getStatus()
                .value())
        .isEqualTo(400);
  }

  private String refusal(String trial) {
    ExchangeResult refused = post("/api/v1/rubrics/try", MediaType.APPLICATION_JSON, trial);
    JsonNode problem = problem(refused);
    return refused.getStatus().value()
        + " "
        + problem.get("type").asString()
        + " "
        + problem.at("/errors/0/pointer").asString("");
  }

  private JsonNode trial(String body) {
    ExchangeResult answer = post("/api/v1/rubrics/try", MediaType.APPLICATION_JSON, body);
    assertThat(answer.getStatus().value()).as(text(answer)).isEqualTo(200);
    return MAPPER.readTree(text(answer));
  }

  private String session() {
    ExchangeResult answer =
        post(
            "/api/v1/sessions",
            MediaType.APPLICATION_JSON,
            "{\"seed\":42,\"client\":{\"isn\":100},\"network\":{\"delayMs\":20}}");
    return MAPPER.readTree(text(answer)).get("id").asString();
  }

  private ExchangeResult put(String path, MediaType type, String body) {
    return http.put().uri(path).contentType(type).body(body).exchange().returnResult(String.class);
  }

  private ExchangeResult post(String path, MediaType type, String body) {
    return http.post().uri(path).contentType(type).body(body).exchange().returnResult(String.class);
  }

  private static JsonNode problem(ExchangeResult answer) {
    return MAPPER.readTree(text(answer));
  }

  private static String text(ExchangeResult answer) {
    return new String(answer.getResponseBodyContent(), StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    return Sha256.hex(Octets.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
