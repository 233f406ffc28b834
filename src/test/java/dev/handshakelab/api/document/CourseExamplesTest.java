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
          Map.entry("supersedes", "019abb2d-9a3b-7c55-a0f1-0123456789ab"),
          Map.entry("grade", "019abb2d-9a3b-7c55-a0f1-0123456789ab"),
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
    // Other tests have set others: this one stands for the page.
    ObjectNode page = MAPPER.createObjectNode();
    page.putArray("items").add(course.get("/assignments/hs1").of(200));
    page.put("next", Examples.CURSOR);
    compare("assignments.json", page);
    course.get("/assignments?limit=1").of(200);
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

  @Test
  void whatIsDoneWithGradesIsWhatIsAnswered() throws IOException {
    JsonNode first =
        course.post("/assignments/hs1/attempts", Examples.text("request-attempt.json")).of(201);
    String grade = "/grades/" + first.at("/grade/id").asString();
    compare("verdict.json", course.get(grade + "/verdict?atLeast=1.5").of(200));
    JsonNode marked =
        course.patch(grade + "/checks/q7", Examples.text("request-mark.json")).of(201);
    compare("grade-marked.json", marked);
    course.rubric("hs-basics", 4, RUBRIC.replace("credit: 0.25", "credit: 0.5"));
    compare(
        "regrade.json",
        course.post("/assignments/hs1/regrades", Examples.text("request-regrade.json")).of(200));
    compare("gradebook.csv.txt", course.get("/assignments/hs1/gradebook").body());
    compare("gradebook.ndjson.txt", course.get("/assignments/hs1/gradebook?format=ndjson").body());
  }

  /** Sessions whose numbers are drawn: a neighbour's answer is right for the neighbour alone. */
  @Test
  void copiedAnswersAreWhatIsAnswered() throws IOException {
    course.rubric(
        "hs-basics", 5, RUBRIC.replace("client: { isn: 100 }, server: { isn: 300 }, ", ""));
    course
        .post("/assignments", "{\"id\":\"hs2\",\"rubric\":{\"id\":\"hs-basics\",\"version\":5}}")
        .of(201);
    course.put("/assignments/hs2/variants/s_7q2").of(200);
    JsonNode neighbour = course.put("/assignments/hs2/variants/s_4d9").of(200);
    long ack =
        course
            .get("/sessions/" + neighbour.get("session").asString() + "/segments")
            .of(200)
            .at("/items/1/ack")
            .asLong();
    course
        .post(
            "/assignments/hs2/attempts", "{\"subject\":\"s_7q2\",\"answers\":{\"q1\":" + ack + "}}")
        .of(201);
    compare("copied.json", course.get("/assignments/hs2/copied").of(200));
    course.delete("/assignments/hs2?withAttempts=true").of(204);
  }

  /** Ids and instants of a text are set as those of JSON are. */
  private static void compare(String file, String answer) throws IOException {
    String text =
        answer
            .replace("\r\n", "\n")
            .replaceAll(
                "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
                FIXED.get("attempt"))
            .replaceAll("20[0-9-]+T[0-9:.]+Z", FIXED.get("submittedAt"))
            .replaceAll(
                "\"traceSha256\":\"[0-9a-f]{64}\"",
                "\"traceSha256\":\"" + FIXED.get("traceSha256") + "\"");
    keep(file, text);
  }

  private static void compare(String file, JsonNode answer) throws IOException {
    fix(answer);
    String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
    keep(file, text);
  }

  private static void keep(String file, String text) throws IOException {
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
      } else if (object.has("id") && object.has("submittedAt")) {
        object.put("id", FIXED.get("attempt"));
      }
    }
    if (node instanceof ArrayNode || node instanceof ObjectNode) {
      node.forEach(CourseExamplesTest::fix);
    }
  }
}
