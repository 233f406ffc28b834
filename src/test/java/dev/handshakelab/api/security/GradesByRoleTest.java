package dev.handshakelab.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.api.Course;
import dev.handshakelab.api.Course.Answered;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** One grade with a hidden check worth 4 of 7 points, as each role gets it. */
@LabTest
class GradesByRoleTest {
  private static final String RUBRIC =
      """
      id: ID
      title: The handshake
      session: { client: { isn: 100 } }
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "ack?", expect: "segments[1].ack" }
        - { id: q2, kind: outcome, points: 1, expect: ESTABLISHED }
        - { id: concealed, kind: outcome, points: 4, expect: ESTABLISHED, visibility: HIDDEN }
      """;

  @Autowired RestTestClient http;
  @Autowired Tokens tokens;

  private final String id = "v" + UUID.randomUUID();
  private Course course;
  private TestTokens made;

  @BeforeEach
  void anAssignment() {
    course = new Course(http);
    made = new TestTokens(tokens);
    course.rubric(id, 1, RUBRIC.replace("id: ID", "id: " + id));
    course
        .post(
            "/assignments",
            "{\"id\":\"%s\",\"rubric\":{\"id\":\"%s\",\"version\":1}}".formatted(id, id))
        .of(201);
  }

  private Answered as(TestTokens.Made token, HttpMethod method, String path, String body) {
    return course.call(
        method, path, body, MediaType.APPLICATION_JSON, Map.of("Authorization", token.bearer()));
  }

  private Answered handIn(TestTokens.Made token, String body) {
    return as(token, HttpMethod.POST, "/assignments/" + id + "/attempts", body);
  }

  @Test
  void aStudentGetsTheSumOfWhatIsOpenAndCannotFindTheRestOut() {
    TestTokens.Made student = made.student("s_1");
    JsonNode attempt = handIn(student, "{\"answers\":{\"q1\":101}}").of(201);
    assertThat(attempt.get("subject").asString()).isEqualTo("s_1");
    assertThat(attempt.at("/grade/score").asString()).isEqualTo("3");
    assertThat(attempt.at("/grade/maxScore").asString()).isEqualTo("3");
    assertThat(attempt.get("notShown").asInt()).isEqualTo(1);
    assertThat(attempt.get("history").isNull()).isTrue();

    String grade = "/grades/" + attempt.at("/grade/id").asString();
    as(student, HttpMethod.GET, grade + "/verdict?atLeast=3", "").of(200);
    // In truth it is 7.
    as(student, HttpMethod.GET, grade + "/verdict?atLeast=3.1", "").of(412);
    assertThat(course.get(grade).of(200).get("score").asString()).isEqualTo("7");

    TestTokens.Made other = made.student("s_2");
    as(other, HttpMethod.GET, grade, "").of(404);
    as(other, HttpMethod.GET, grade + "/verdict?atLeast=0", "").of(404);
    as(other, HttpMethod.GET, "/attempts/" + attempt.get("id").asString(), "").of(404);
    handIn(other, "{\"subject\":\"s_1\",\"answers\":{\"q1\":101}}").of(404);
    assertThat(
            as(other, HttpMethod.GET, "/assignments/" + id + "/attempts", "").of(200).get("items"))
        .isEmpty();
  }

  @Test
  void aPipelineGetsTheTrueTotalWithTheRestInOneLine() {
    TestTokens.Made pipeline = made.pipeline(id);
    JsonNode attempt = handIn(pipeline, "{\"subject\":\"s_1\",\"answers\":{\"q1\":101}}").of(201);
    assertThat(attempt.at("/grade/score").asString()).isEqualTo("7");
    assertThat(attempt.toString()).doesNotContain("concealed");
    String grade = "/grades/" + attempt.at("/grade/id").asString();
    assertThat(as(pipeline, HttpMethod.GET, grade + "?format=gradescope", "").of(200).at("/tests"))
        .extracting(test -> test.get("visibility").asString())
        .containsExactly("visible", "visible", "hidden");
    as(made.pipeline("another"), HttpMethod.GET, grade, "").of(404);
    assertThat(by(attempt)).isEqualTo(pipeline.token().name());
  }

  /** Who did something is kept. */
  private String by(JsonNode attempt) {
    return course
        .get("/attempts/" + attempt.get("id").asString())
        .of(200)
        .at("/history/0/by")
        .asString();
  }
}
