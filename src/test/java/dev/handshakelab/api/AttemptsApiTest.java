package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.Course.Answered;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

@LabTest
@Tag("database")
class AttemptsApiTest {
  private static final String RUBRIC =
      """
      id: ID
      title: The handshake
      session: { network: { delayMs: 20 } }
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "ack of the SYN+ACK?", expect: "segments[1].ack",
            misconceptions: [ { when: "segments[0].seq", hint: "A SYN consumes one.", credit: 0.25 } ] }
        - { id: q2, kind: statePath, points: 1, endpoint: CLIENT, expect: [CLOSED, SYN_SENT, ESTABLISHED] }
      """;

  @Autowired RestTestClient http;

  private final String id = "a" + UUID.randomUUID();
  private Course course;

  @BeforeEach
  void aRubric() {
    course = new Course(http);
    course.rubric(id, 1, RUBRIC.replace("ID", id));
  }

  private void assign(String more) {
    course
        .post(
            "/assignments",
            "{\"id\":\"" + id + "\",\"rubric\":{\"id\":\"" + id + "\",\"version\":1}" + more + "}")
        .of(201);
  }

  private Answered handIn(String subject, Object q1) {
    return course.post("/assignments/" + id + "/attempts", body(subject, q1));
  }

  private static String body(String subject, Object q1) {
    return "{\"subject\":\"" + subject + "\",\"answers\":{\"q1\":" + q1 + "}}";
  }

  private long ack(String subject) {
    JsonNode variant = course.put("/assignments/" + id + "/variants/" + subject).of(200);
    return course
        .get("/sessions/" + variant.get("session").asString() + "/segments")
        .of(200)
        .at("/items/1/ack")
        .asLong();
  }

  @Test
  void aRightAnswerScoresAndAMisconceptionIsTold() {
    assign("");
    long ack = ack("s_1");

    JsonNode right = handIn("s_1", ack).of(201);
    assertThat(right.at("/grade/score").asString()).isEqualTo("3");
    assertThat(right.get("state").asString()).isEqualTo("GRADED");

    JsonNode wrong = handIn("s_1", ack - 1).of(201);
    assertThat(wrong.at("/grade/score").asString()).isEqualTo("1.5");
    assertThat(wrong.at("/grade/result/checks/0/feedback").asString())
        .isEqualTo("A SYN consumes one.");
    assertThat(wrong.get("number").asInt()).isEqualTo(2);
  }
}
