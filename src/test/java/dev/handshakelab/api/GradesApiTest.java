package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.Course.Answered;
import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.grading.format.Format;
import dev.handshakelab.grading.format.Formats;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What becomes of a grade: verdicts, formats, a person's points, grading again, the gradebook. */
@LabTest
@Tag("database")
class GradesApiTest {
  private static final String RUBRIC =
      """
      id: ID
      title: The handshake
      session: { client: { isn: 100 }, server: { isn: 300 }, network: { delayMs: 20 } }
      checks:
        - { id: q1, kind: answer, points: 8, prompt: "ack of the SYN+ACK?", expect: "segments[1].ack",
            misconceptions: [ { when: "segments[0].seq", hint: "A SYN consumes one.", credit: 0.25 } ] }
        - { id: q2, kind: outcome, points: 5.5, expect: ESTABLISHED, visibility: HIDDEN }
        - { id: q7, kind: manual, points: 3, prompt: "Why?" }
      """;

  @Autowired RestTestClient http;

  private final String id = "g" + UUID.randomUUID();
  private final String path = "/assignments/" + id;
  private Course course;

  @BeforeEach
  void anAssignment() {
    course = new Course(http);
    rubric(1, RUBRIC);
    course
        .post(
            "/assignments",
            "{\"id\":\"" + id + "\",\"rubric\":{\"id\":\"" + id + "\",\"version\":1}}")
        .of(201);
  }

  private void rubric(int version, String yaml) {
    course.rubric(id, version, yaml.replace("id: ID", "id: " + id));
  }

  /** The attempt; its score is 13.5 with 101, 7.5 with 100, 5.5 with anything else. */
  private JsonNode handIn(String subject, int q1) {
    return course
        .post(
            path + "/attempts",
            "{\"subject\":\"" + subject + "\",\"answers\":{\"q1\":" + q1 + ",\"q7\":\"=1+1\"}}")
        .of(201);
  }

  private static String grade(JsonNode attempt) {
    return "/grades/" + attempt.at("/grade/id").asString();
  }

  /** {@code curl -fsS} ends with 0 or 22 by it. */
  @Test
  void aVerdictIsAStatus() {
    String grade = grade(handIn("s_1", 100));
    JsonNode passed = course.get(grade + "/verdict?atLeast=7.5").of(200);
    assertThat(passed.get("score").asString()).isEqualTo("7.5");
    Answered below = course.get(grade + "/verdict?atLeast=7.6");
    assertThat(below.of(412).get("detail").asString())
        .isEqualTo("7.5 of 16.5 points; 7.6 were asked for; a person has still to give points");
    course.get(grade + "/verdict").of(400);
    course.get(grade + "/verdict?atLeast=7,5").of(400);
    course.get("/grades/" + new UUID(0, 0) + "/verdict?atLeast=1").of(404);
  }

  @Test
  void aGradeIsHadInEveryFormat() {
    String grade = grade(handIn("s_1", 101));
    for (Format format : Formats.ALL.all()) {
      Answered answered = course.get(grade + "?format=" + format.name());
      assertThat(answered.status()).as(format.name()).isEqualTo(200);
      assertThat(answered.result().getResponseHeaders().getContentType())
          .isEqualTo(MediaType.parseMediaType(format.mediaType()));
    }
    // Whether results are released is the assignment's to say.
    course.get(grade + "?format=md&released=true").of(400);
    JsonNode shown = course.get(grade).of(200);
    assertThat(sha256(shown.get("result").toString()))
        .isEqualTo(shown.get("resultSha256").asString());
  }

  @Test
  void aPersonsPointsMakeAGradeThatTakesThePlaceOfTheOld() {
    JsonNode attempt = handIn("s_1", 101);
    assertThat(attempt.get("state").asString()).isEqualTo("PENDING_MANUAL");
    String old = grade(attempt);
    JsonNode marked =
        course.patch(old + "/checks/q7", "{\"points\":2.25,\"comment\":\"Nearly.\"}").of(201);

    assertThat(marked.get("supersedes")).isEqualTo(attempt.at("/grade/id"));
    assertThat(marked.get("score").asString()).isEqualTo("15.75");
    assertThat(marked.get("state").asString()).isEqualTo("GRADED");
    assertThat(marked.at("/result/checks/2/feedback").asString()).isEqualTo("Nearly.");
    assertThat(course.get(old).of(200).get("score").asString()).isEqualTo("13.5");
    JsonNode history =
        course.get("/attempts/" + attempt.get("id").asString()).of(200).get("history");
    assertThat(history)
        .extracting(each -> each.get("occasion").asString())
        .containsExactly("ATTEMPT", "MANUAL");
    assertThat(history.get(1).get("by").asString()).isEqualTo("local");

    // Whoever still looks at the old one is told, and nothing is lost.
    course.patch(old + "/checks/q7", "{\"points\":0}").of(409);
    course.patch("/grades/" + marked.get("id").asString() + "/checks/q1", "{\"points\":1}").of(409);
    course.patch("/grades/" + marked.get("id").asString() + "/checks/q9", "{\"points\":1}").of(404);
    course
        .patch("/grades/" + marked.get("id").asString() + "/checks/q7", "{\"points\":3.5}")
        .of(400);
  }

  /** A result is a function of rubric, trace and answers: fifty times the same octets. */
  @Test
  void gradingAgainByTheSameRubricChangesNothing() {
    JsonNode attempt = handIn("s_1", 100);
    JsonNode marked = course.patch(grade(attempt) + "/checks/q7", "{\"points\":2}").of(201);
    String before = course.get("/grades/" + marked.get("id").asString()).body();
    for (int i = 0; i < 50; i++) {
      JsonNode again = course.post(path + "/regrades", "{\"dryRun\":" + (i % 2 == 0) + "}").of(200);
      assertThat(again.get("examined").asInt()).isEqualTo(1);
      assertThat(again.get("changed").asInt()).as(again.toString()).isZero();
    }
    assertThat(course.get("/grades/" + marked.get("id").asString()).body()).isEqualTo(before);
    assertThat(course.get("/attempts/" + attempt.get("id").asString()).of(200).get("history"))
        .hasSize(2);
  }

  @Test
  void gradingByAnotherVersionTellsFirstAndNeverLowersUnasked() {
    JsonNode gains = handIn("s_1", 100);
    JsonNode loses = handIn("s_2", 101);
    course.patch(grade(loses) + "/checks/q7", "{\"points\":1}").of(201);
    rubric(
        2,
        RUBRIC
            .replace("credit: 0.25", "credit: 0.5")
            .replace("segments[1].ack\"", "segments[1].ack + 1\""));
    String second = "{\"rubricVersion\":2,\"dryRun\":";

    JsonNode dry = course.post(path + "/regrades", second + "true}").of(200);
    assertThat(dry.get("changed").asInt()).isEqualTo(2);
    assertThat(dry.get("applied").asInt()).isZero();
    assertThat(course.get(path).of(200).at("/rubric/version").asInt()).isEqualTo(1);

    JsonNode done = course.post(path + "/regrades", second + "false}").of(200);
    assertThat(done.get("applied").asInt()).isEqualTo(1);
    assertThat(done.at("/differences/0/decision").asString()).isEqualTo("APPLIED");
    assertThat(done.at("/differences/0/fresh/score").asString()).isEqualTo("9.5");
    assertThat(done.at("/differences/1/decision").asString()).isEqualTo("LOWER");
    assertThat(done.at("/differences/1/checks")).hasSize(1);
    assertThat(score(gains)).isEqualTo("9.5");
    assertThat(score(loses)).isEqualTo("14.5");
    assertThat(course.get(path).of(200).at("/rubric/version").asInt()).isEqualTo(2);

    course.post(path + "/regrades", "{\"dryRun\":false,\"allowLower\":true}").of(200);
    // The person's point stays.
    assertThat(score(loses)).isEqualTo("6.5");
    assertThat(submittedAt(loses)).isEqualTo(loses.get("submittedAt").asString());
  }

  @Test
  void onlyAVersionThatRunsTheSameSessionCanGrade() {
    handIn("s_1", 100);
    rubric(2, RUBRIC.replace("delayMs: 20", "delayMs: 30"));
    course.post(path + "/regrades", "{\"rubricVersion\":2}").of(422);
    course.post(path + "/regrades", "{\"rubricVersion\":3}").of(422);
    course.post(path + "/regrades", "{\"rubricVersion\":\"2\",\"dry\":1}").of(400);
  }

  private JsonNode now(JsonNode attempt) {
    return course.get("/attempts/" + attempt.get("id").asString()).of(200);
  }

  private String score(JsonNode attempt) {
    return now(attempt).at("/grade/score").asString();
  }

  private String submittedAt(JsonNode attempt) {
    return now(attempt).get("submittedAt").asString();
  }

  @Test
  void theGradebookKeepsTheBestAndHarmsNoSpreadsheet() {
    handIn("=cmd", 101);
    handIn("=cmd", 5);
    handIn("s_2", 5);
    JsonNode best = handIn("s_2", 100);
    course.put(path + "/variants/s_3").of(200);

    assertThat(cells(course.get(path + "/gradebook").body()))
        .isEqualTo(
            """
            subject,attempts,state,score,maxScore,q1,q2,q7
            '=cmd,2,PENDING_MANUAL,13.5,16.5,8,5.5,
            s_2,2,PENDING_MANUAL,7.5,16.5,2,5.5,
            s_3,0,,,,,,
            """);
    String longer = course.get(path + "/gradebook?profile=long").body();
    assertThat(longer.lines()).hasSize(1 + 2 * 3);
    assertThat(longer)
        .contains(
            "s_2,"
                + best.get("id").asString()
                + ","
                + best.at("/grade/id").asString()
                + ",q1,PARTIAL,2,8,100,A SYN consumes one.,0\r\n")
        .contains(",q7,PENDING,,3,'=1+1,,\r\n");
    assertThat(course.get(path + "/gradebook?format=ndjson").body().lines())
        .hasSize(3)
        .anySatisfy(line ->
            assertThat(line).startsWith("{\"subject\":\"s_3\",\"attempts\":0,\"attempt\":null"));

    course.patch(path, "{\"attempts\":{\"keep\":\"LAST\"}}").of(200);
    assertThat(cells(course.get(path + "/gradebook").body()))
        .contains("'=cmd,2,PENDING_MANUAL,5.5");
    course.get(path + "/gradebook?format=xlsx").of(400);
  }

  /** Without the columns that differ from run to run. */
  private static String cells(String csv) {
    StringBuilder text = new StringBuilder();
    csv.lines()
        .forEach(line -> {
          String[] cells = line.split(",", -1);
          text.append(
                  String.join(
                      ",",
                      IntStream.range(0, cells.length)
                          .filter(i -> i < 2 || i > 4)
                          .mapToObj(i -> cells[i])
                          .toList()))
              .append('\n');
        });
    return text.toString();
  }

  private static String sha256(String text) {
    return Sha256.hex(Octets.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
