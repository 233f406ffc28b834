package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.Course.Answered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
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

  private static final MediaType JSON = MediaType.APPLICATION_JSON;

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

  /** The same key and body is one attempt, however often and however many at a time. */
  @Test
  void aKeyMakesOneAttempt() throws Exception {
    assign("");
    String path = "/assignments/" + id + "/attempts";
    Map<String, String> key = Map.of("Idempotency-Key", "k1");
    List<Answered> answers =
        allAtOnce(20, i -> course.call(HttpMethod.POST, path, body("s_1", 5), JSON, key));
    Answered again = course.call(HttpMethod.POST, path, body("s_1", 5), JSON, key);
    again.of(201);

    assertThat(answers)
        .allSatisfy(each -> {
          assertThat(each.status()).isIn(201, 409);
          if (each.status() == 201) {
            assertThat(each.body()).isEqualTo(again.body());
          }
        });
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    assertThat(course.get(path).of(200).get("items")).hasSize(1);
    course.call(HttpMethod.POST, path, body("s_1", 6), JSON, key).of(422);
  }

  @Test
  void whatCannotBeUnderstoodUsesNoAttemptUp() {
    assign(",\"attempts\":{\"max\":1}");
    JsonNode problem = handIn("s_1", "\"no idea\"").of(422);
    assertThat(problem.get("type").asString()).isEqualTo("/problems/answers");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/answers/q1");
    course
        .post(
            "/assignments/" + id + "/attempts",
            "{\"subject\":\"s_1\",\"sessions\":[\"" + UUID.randomUUID() + "\"]}")
        .of(422);
    handIn("s_1", 5).of(201);

    Answered refused = handIn("s_1", 6);
    assertThat(refused.of(429).get("type").asString()).isEqualTo("/problems/attempt-refused");
    assertThat(refused.header("Retry-After")).isEmpty();
    handIn("s_2", 5).of(201);
  }

  /**
   * At the deadline: none is lost, none counted twice, and the order is that of the lab's clock.
   */
  @Test
  void twoHundredAttemptsAtOnceAreAllKeptInOrder() throws Exception {
    assign("");
    int subjects = 50;
    List<Answered> answers = allAtOnce(200, i -> handIn("s_" + i % subjects, i));
    assertThat(answers).allSatisfy(each -> each.of(201));

    List<JsonNode> kept = walk("/assignments/" + id + "/attempts", 33);
    assertThat(kept)
        .extracting(each -> each.get("id").asString())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            answers.stream().map(each -> each.json().get("id").asString()).toList());
    assertThat(kept).extracting(AttemptsApiTest::submittedAt).isSorted();
    assertThat(kept)
        .extracting(each -> each.at("/answers/q1").asInt())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).boxed().toList());
    for (int i = 0; i < subjects; i++) {
      String subject = "s_" + i;
      List<JsonNode> theirs =
          kept.stream().filter(each -> each.get("subject").asString().equals(subject)).toList();
      assertThat(theirs).extracting(each -> each.get("number").asInt()).containsExactly(1, 2, 3, 4);
      assertThat(theirs).extracting(AttemptsApiTest::submittedAt).doesNotHaveDuplicates();
    }
    assertThat(course.get("/assignments/" + id + "/gradebook").body().lines().skip(1))
        .hasSize(subjects)
        .allSatisfy(line -> assertThat(line.split(",", -1)[1]).isEqualTo("4"));
  }

  @Test
  void ofTwentyAtOnceNoMoreAreTakenThanThePolicyLets() throws Exception {
    assign(",\"attempts\":{\"max\":3}");
    List<Answered> answers = allAtOnce(20, i -> handIn("s_1", i));
    assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(3);
    assertThat(answers).filteredOn(each -> each.status() == 429).hasSize(17);
    assertThat(course.get("/assignments/" + id + "/attempts").of(200).get("items")).hasSize(3);
  }

  /** Also when it is asked for by many at once: one session each is left. */
  @Test
  void aSubjectHasOneVariantAndASharedOneIsTheSameForAll() throws Exception {
    assign("");
    List<Answered> asked =
        allAtOnce(20, i -> course.put("/assignments/" + id + "/variants/s_" + i % 2));
    assertThat(asked).allSatisfy(each -> each.of(200));
    assertThat(asked)
        .extracting(Answered::body)
        .containsOnly(asked.get(0).body(), asked.get(1).body());
    assertThat(asked.get(0).json().get("variantId"))
        .isNotEqualTo(asked.get(1).json().get("variantId"));
    assertThat(course.get("/assignments/" + id + "/variants/s_0").body())
        .isEqualTo(asked.get(0).body());
    course.get("/assignments/" + id + "/variants/s_2").of(404);

    String shared = id + ".shared";
    course
        .post(
            "/assignments",
            """
            {"id":"%s","rubric":{"id":"%s","version":1},"variant":{"mode":"SHARED"}}\
            """
                .formatted(shared, id))
        .of(201);
    JsonNode one = course.put("/assignments/" + shared + "/variants/s_0").of(200);
    JsonNode other = course.put("/assignments/" + shared + "/variants/s_1").of(200);
    assertThat(one.get("variantId")).isEqualTo(other.get("variantId"));
    assertThat(trace(one)).isEqualTo(trace(other)).isNotEqualTo(trace(asked.get(0).json()));
  }

  private JsonNode trace(JsonNode variant) {
    JsonNode session = variant.get("session");
    return course.get("/sessions/" + session.asString() + "/segments").of(200).get("items");
  }

  @Test
  void aSessionThatWasDeletedIsRunAgainTheSame() {
    assign("");
    JsonNode before = course.put("/assignments/" + id + "/variants/s_1").of(200);
    JsonNode trace = trace(before);
    course.delete("/sessions/" + before.get("session").asString()).of(204);
    JsonNode after = course.put("/assignments/" + id + "/variants/s_1").of(200);
    assertThat(after.get("variantId")).isEqualTo(before.get("variantId"));
    assertThat(after.get("session")).isNotEqualTo(before.get("session"));
    assertThat(trace(after)).isEqualTo(trace);
  }

  @Test
  void whatHasAttemptsIsNotDeletedByASlipOfTheHand() {
    assign("");
    JsonNode attempt = handIn("s_1", 5).of(201);
    course.delete("/assignments/" + id).of(409);
    course.get("/attempts/" + attempt.get("id").asString()).of(200);
    course.delete("/assignments/" + id + "?withAttempts=true").of(204);

    course.get("/assignments/" + id).of(404);
    course.get("/attempts/" + attempt.get("id").asString()).of(404);
    course.get("/grades/" + attempt.at("/grade/id").asString()).of(404);
    course.get("/sessions/" + attempt.get("session").asString()).of(404);
  }

  @Test
  void policyAndReleaseCanBeChangedAndEverythingWrongIsToldAtOnce() {
    assign(",\"attempts\":{\"max\":3,\"keep\":\"LAST\"},\"releaseAt\":\"2026-12-01T18:00:00Z\"");
    JsonNode changed =
        course
            .patch(
                "/assignments/" + id,
                "{\"attempts\":{\"max\":null,\"cooldownSeconds\":7},\"releaseAt\":null}")
            .of(200);
    assertThat(changed.get("attempts").toString())
        .isEqualTo("{\"max\":null,\"cooldownSeconds\":7,\"keep\":\"LAST\"}");
    assertThat(changed.get("releaseAt").isNull()).isTrue();

    JsonNode problem =
        course
            .patch(
                "/assignments/" + id,
                "{\"attempts\":{\"max\":0,\"keep\":\"WORST\"},\"rubric\":5,\"releaseAt\":\"soon\"}")
            .of(400);
    assertThat(problem.get("errors").valueStream().map(each -> each.get("pointer").asString()))
        .containsExactlyInAnyOrder("/attempts/max", "/attempts/keep", "/rubric", "/releaseAt");
    course
        .post("/assignments", "{\"id\":\"x" + id + "\",\"rubric\":{\"id\":\"none\",\"version\":1}}")
        .of(422);
    assertThat(course.get("/assignments/" + id).body())
        .isEqualTo(course.patch("/assignments/" + id, "{}").body());
  }

  private static Instant submittedAt(JsonNode attempt) {
    return Instant.parse(attempt.get("submittedAt").asString());
  }

  private List<JsonNode> walk(String path, int limit) {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = course.get(path + "?limit=" + limit + after).of(200);
      page.get("items").forEach(all::add);
      if (page.get("next").isNull()) {
        return all;
      }
      after = "&after=" + page.get("next").asString();
    }
  }

  private static <T> List<T> allAtOnce(int calls, IntFunction<T> call) throws Exception {
    List<Future<T>> under = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < calls; i++) {
        int number = i;
        under.add(callers.submit(() -> call.apply(number)));
      }
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> each : under) {
      answers.add(each.get());
    }
    return answers;
  }
}
