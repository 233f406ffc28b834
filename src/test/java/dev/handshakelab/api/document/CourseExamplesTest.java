package dev.handshakelab.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.Course;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The examples of a course are what the lab answers, like those of {@link ExamplesTest}. What
 * differs from run to run, since it is drawn from the assignment's secret, is set to one value.
 */
@LabTest
class CourseExamplesTest {
  private static final Path FOLDER = Path.of("src", "main", "resources", "openapi", "examples");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("createdAt", "2026-11-22T09:15:40.123Z"),
          Map.entry("submittedAt", "2026-11-22T09:16:02.123456Z"),
          Map.entry("gradedAt", "2026-11-22T09:16:02.123456Z"),
          Map.entry("next", Examples.CURSOR),
          Map.entry("variantId", "019abb2d-3c4e-7d0c-9b1e-0123456789ab"),
          Map.entry("session", Examples.SESSION_ID),
          Map.entry("attempt", "019abb2d-9a3b-7f21-8d4c-0123456789ab"),
          Map.entry(
              "traceSha256", "2c33b433dbbee0ed02bac7149babb1dbd8741ce00ace225074c2f28f68928ecf"),
          Map.entry(
              "resultSha256", "873302d15d563bf6e3107d8fbddd4c4e5ae029854ebfc272e5cc4e0395858dbf"));
  private static final String GRADE = "019abb2d-9a3b-7c55-a0f1-0123456789ab";

  private static final String RUBRIC =
      """
      id: hs-basics
      title: The handshake, step by step
      session: { client: { isn: 100 }, server: { isn: 300 }, network: { delayMs: 20 } }
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "Raw acknowledgment number of the SYN+ACK?", expect: "segments[1].ack",
            misconceptions: [ { when: "segments[0].seq", hint: "A SYN consumes one sequence number.", credit: 0.25 } ] }
        - { id: q5, kind: outcome, points: 1, expect: ESTABLISHED }
        - { id: q7, kind: manual, points: 3, prompt: "Why may the ack field of the first SYN be ignored?" }
      """;

  @Autowired RestTestClient http;
  private Course course;

  @BeforeEach
  void anAssignment() {
    course = new Course(http);
    course.rubric("hs-basics", 3, RUBRIC);
    course.post("/assignments", Examples.text("request-assignment.json")).of(201);
  }

  @AfterEach
  void isRemoved() {
    course.delete("/assignments/hs1?withAttempts=true").of(204);
  }

  @Test
  void anAssignmentIsWhatIsAnswered() throws IOException {
    compare("assignment.json", course.get("/assignments/hs1").of(200));
    JsonNode page = course.get("/assignments?limit=1").of(200);
    compare("assignments.json", page);
    course.patch("/assignments/hs1", Examples.text("request-assignment-change.json")).of(200);
  }

  @Test
  void aVariantIsWhatIsAnswered() throws IOException {
    compare("variant.json", course.put("/assignments/hs1/variants/s_7q2").of(200));
  }

  @Test
  void anAttemptIsWhatIsAnswered() throws IOException {
    JsonNode attempt =
        course.post("/assignments/hs1/attempts", Examples.text("request-attempt.json")).of(201);
    compare("grade-kept.json", course.get("/grades/" + attempt.at("/grade/id").asString()).of(200));
    compare("attempts.json", course.get("/assignments/hs1/attempts").of(200));
    compare("attempt.json", attempt);
  }

  private static void compare(String file, JsonNode answer) throws IOException {
    fix(answer);
    String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
    Path kept = FOLDER.resolve(file);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(kept, text);
    }
    assertThat(kept).hasContent(text);
  }

  private static void fix(JsonNode node) {
    if (node instanceof ObjectNode object) {
      FIXED.forEach((name, value) -> {
        if (object.path(name).isString()) {
          object.put(name, value);
        }
      });
      if (object.has("gradedAt")) {
        object.put("id", GRADE);
      } else if (object.has("submittedAt")) {
        object.put("id", FIXED.get("attempt"));
      }
    }
    if (node instanceof ArrayNode || node instanceof ObjectNode) {
      node.forEach(CourseExamplesTest::fix);
    }
  }
}
