package dev.handshakelab.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.ClosedLabTest;
import dev.handshakelab.access.Role;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.api.document.ApiDocument;
import dev.handshakelab.api.security.Crawl.Seen;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.ComparisonsContract;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Owner;
import dev.handshakelab.history.TimeOrderedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A course is filled with things that nobody but their owner may see, each with a text of its own
 * in it; then somebody asks for everything. What must not come is also looked for with an
 * instructor's eyes, so that a text that nobody could ever find does not count as hidden.
 */
@ClosedLabTest
@TestPropertySource(properties = {"lab.access.calls=1000000", "lab.access.subject-calls=1000000"})
class CrawlTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Members that would give answers away, wherever they stand in a session of an assignment. */
  private static final List<String> SECRETS = List.of("\"seed\"", "\"spec\"", "\"labels\"");

  private static final String RUBRIC =
      """
      id: crawled
      title: The handshake
      session: { network: { delayMs: 20, reorderByMs: 13.579 } }
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "ack of the SYN+ACK?", expect: "segments[1].ack",
            misconceptions: [ { when: "segments[0].seq", hint: "hint-not-earned", credit: 0.25 } ] }
        - { id: q2, kind: expr, points: 1, expr: "segments.size() > 2 && 'expected-by-the-rubric' != ''" }
        - { id: hidden-check-name, kind: outcome, points: 1, expect: ESTABLISHED, visibility: HIDDEN }
        - { id: q4, kind: manual, points: 3, prompt: "Why?" }
      """;

  @Autowired RestTestClient http;
  @Autowired ApiDocument document;
  @Autowired Tokens tokens;
  @Autowired Histories histories;
  @Autowired Comparisons comparisons;

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String victim = "victim-" + run;
  private final String me = "me-" + run;
  private final String course = "course-" + run;
  private final String other = "other-" + run;

  /** What must not come, by what it is. */
  private final Map<String, String> othersThings = new LinkedHashMap<>();

  private final Map<String, String> answersGivenAway = new LinkedHashMap<>();

  /** Of another assignment. */
  private final Map<String, String> otherCourse = new LinkedHashMap<>();

  private final List<String> known = new ArrayList<>();
  private String instructor = "";
  private String student = "";
  private String victims = "";
  private String myComparison = "";

  @BeforeEach
  void aCourse() {
    TestTokens made = new TestTokens(tokens);
    instructor = made.instructor().bearer();
    student = made.student(me).bearer();
    victims = made.student(victim).bearer();
    othersThings.put("the subject", victim);
    known.addAll(List.of(me, victim, course, other, "crawled", "net101"));

    put("/rubrics/crawled/versions/1", RUBRIC, "application/yaml");
    for (String assignment : List.of(course, other)) {
      post(
          instructor,
          "/assignments",
          "{\"id\":\"%s\",\"rubric\":{\"id\":\"crawled\",\"version\":1}}".formatted(assignment));
    }
    String mine = variant(course, me);
    answersGivenAway.put("the variant's seed", seedOf(mine));
    answersGivenAway.put("the variant's spec", "13.579");
    answersGivenAway.put("a hidden check", "hidden-check-name");
    answersGivenAway.put("what is expected", "expected-by-the-rubric");
    answersGivenAway.put("a hint that was not earned", "hint-not-earned");
    String theirs = variant(course, victim);
    theirs("the session of the victim's variant", theirs);
    othersThings.put("the seed of the victim's variant", seedOf(theirs));
    String elsewhere = variant(other, victim);
    theirs("the session of the victim's other variant", elsewhere);
    otherCourse.put("the session of the other assignment", elsewhere);
    handIn(student, course, me, "12345");
    theirs("the victim's attempt", handIn(victims, course, victim, "777123777"));
    mark(known.get(known.size() - 3), "comment-for-the-victim");
    othersThings.put("the victim's answer", "777123777");
    otherCourse.put("an answer of the other assignment", "888123888");
    otherCourse.put(
        "an attempt at the other assignment", handIn(victims, other, victim, "888123888"));

    String own = session(victims, "label-of-the-victim", 998_877_665_544L, 3_735_928_559L);
    theirs("the victim's own session", own);
    othersThings.put("the victim's label", "label-of-the-victim");
    othersThings.put("the victim's seed", "998877665544");
    othersThings.put("the victim's ISN", "3735928559");
    String instructors =
        session(instructor, "label-of-the-instructor", 887_766_554_433L, 3_405_691_582L);
    theirs("the instructor's session", instructors);
    othersThings.put("the instructor's label", "label-of-the-instructor");
    othersThings.put("the instructor's seed", "887766554433");
    theirs("the victim's comparison", comparison(victim, "failure-of-the-victims-comparison"));
    othersThings.put("how the victim's comparison failed", "failure-of-the-victims-comparison");
    myComparison = comparison(me, "failure-of-mine");
    known.add(myComparison);
    known.add(session(student, "label-of-mine", 1_234_567L, 1_000L));
    known.addAll(List.of("label-of-the-victim", "label-of-mine"));
  }

  private void theirs(String what, String id) {
    othersThings.put(what, id);
    known.add(id);
  }

  private String variant(String assignment, String subject) {
    return put("/assignments/%s/variants/%s".formatted(assignment, subject), "", null)
        .get("session")
        .asString();
  }

  private String seedOf(String session) {
    return Long.toString(histories.find(UUID.fromString(session)).orElseThrow().request().seed());
  }

  private String handIn(String bearer, String assignment, String subject, String answer) {
    JsonNode attempt =
        post(
            bearer,
            "/assignments/" + assignment + "/attempts",
            "{\"subject\":\"%s\",\"answers\":{\"q1\":%s,\"q4\":\"because-%s\"}}"
                .formatted(subject, answer, answer));
    known.add(attempt.at("/grade/id").asString());
    if (subject.equals(victim)) {
      othersThings.put("a grade at " + assignment, attempt.at("/grade/id").asString());
    }
    known.add(attempt.get("id").asString());
    return attempt.get("id").asString();
  }

  /** A person marks a grade, which makes a new one. */
  private void mark(String grade, String comment) {
    Seen seen =
        call(
            HttpMethod.PATCH,
            instructor,
            "/grades/" + grade + "/checks/q4",
            "{\"points\":1,\"comment\":\"" + comment + "\"}",
            "application/json",
            null);
    assertThat(seen.status()).as("%s", seen).isLessThan(300);
    othersThings.put("what a grader said to the victim", comment);
  }

  private String session(String bearer, String label, long seed, long isn) {
    return post(
            bearer,
            "/sessions",
            "{\"labels\":{\"who\":\"%s\"},\"seed\":%d,\"client\":{\"isn\":%d}}"
                .formatted(label, seed, isn))
        .get("id")
        .asString();
  }

  /** A comparison that has failed: there need be no kernel for it. */
  private String comparison(String subject, String failure) {
    UUID id = TimeOrderedId.of(Instant.EPOCH, () -> UUID.randomUUID().getMostSignificantBits());
    Compared running = ComparisonsContract.running(id, Owner.of(null, subject), "lost-syn");
    comparisons.begin(running);
    comparisons.finish(running.failed(failure));
    return id.toString();
  }

  private JsonNode post(String bearer, String path, String body) {
    Seen seen = call(HttpMethod.POST, bearer, path, body, "application/json", null);
    assertThat(seen.status()).as("%s", seen).isEqualTo(201);
    return MAPPER.readTree(seen.answer().substring(seen.answer().indexOf('\n') + 1));
  }

  private JsonNode put(String path, String body, @Nullable String type) {
    Seen seen = call(HttpMethod.PUT, instructor, path, body, type, null);
    assertThat(seen.status()).as("%s", seen).isIn(200, 201);
    return MAPPER.readTree(seen.answer().substring(seen.answer().indexOf('\n') + 1));
  }

  private Seen call(
      HttpMethod method,
      String bearer,
      String path,
      String body,
      @Nullable String type,
      @Nullable String key) {
    var request =
        http.method(method).uri("/api/v1" + path).header(HttpHeaders.AUTHORIZATION, bearer);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    if (type != null) {
      request.contentType(MediaType.parseMediaType(type)).body(body);
    }
    var result = request.exchange().returnResult(String.class);
    byte[] octets = result.getResponseBodyContent();
    String text = octets == null ? "" : new String(octets, java.nio.charset.StandardCharsets.UTF_8);
    return new Seen(
        method.name(),
        path,
        "",
        result.getStatus().value(),
        result.getResponseHeaders() + "\n" + text);
  }

  /** What was found where it must not be, what was there, and what was found at all. */
  private record Look(List<String> leaks, Set<String> there, Set<String> found) {}

  private Look look(String bearer, Map<String, String> forbidden, boolean secretsHidden) {
    List<String> leaks = new ArrayList<>();
    Set<String> there = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    Crawl crawl =
        new Crawl(
            http,
            bearer,
            secretsHidden,
            seen -> {
              Crawl.found(seen, forbidden)
                  .forEach(what -> {
                    found.add(what);
                    leaks.add(what + " at " + seen.uri() + " as " + seen.accept());
                  });
              if (seen.status() < 300) {
                there.add(seen.uri());
              }
              if (secretsHidden && seen.status() < 300) {
                leaks.addAll(secretsShown(seen));
              }
            });
    crawl.through(document.tree(), known);
    return new Look(leaks, there, found);
  }

  /** A variant's session has none of the members that would give answers away. */
  private List<String> secretsShown(Seen seen) {
    List<String> leaks = new ArrayList<>();
    for (String mine : variants()) {
      if (seen.uri().equals("/api/v1/sessions/" + mine)) {
        SECRETS.stream()
            .filter(member -> seen.answer().contains(member))
            .forEach(member -> leaks.add(member + " at " + seen.uri()));
      }
    }
    return leaks;
  }

  private List<String> variants() {
    return List.of(variant(course, me), variant(course, victim));
  }

  @Test
  void aStudentIsShownNothingOfAnybodyElseAndNoAnswer() {
    Map<String, String> forbidden = new LinkedHashMap<>(othersThings);
    forbidden.putAll(answersGivenAway);

    Look seen = look(student, forbidden, true);

    assertThat(seen.leaks()).isEmpty();
    assertThat(seen.there())
        .as("what a student does see")
        .contains("/api/v1/sessions/" + variant(course, me))
        .contains("/api/v1/sessions/" + variant(course, me) + "/trace.txt")
        .contains("/api/v1/sessions/" + variant(course, me) + "/events")
        .contains("/api/v1/assignments/" + course + "/variants/" + me)
        .contains("/api/v1/comparisons/" + myComparison)
        .contains("/api/v1/timings?measure=handshake&groupBy=label.who")
        .anyMatch(uri -> uri.startsWith("/api/v1/attempts/"))
        .anyMatch(uri -> uri.startsWith("/api/v1/grades/") && uri.contains("format="));
  }

  @Test
  void aPipelineIsShownNothingOfAnotherAssignmentAndNoAnswer() {
    Map<String, String> forbidden = new LinkedHashMap<>(otherCourse);
    forbidden.put("the variant's seed", answersGivenAway.get("the variant's seed"));
    forbidden.put("the variant's spec", "13.579");
    forbidden.put("what is expected", "expected-by-the-rubric");
    forbidden.put("the victim's own session", othersThings.get("the victim's own session"));
    forbidden.put("the victim's comparison", othersThings.get("the victim's comparison"));
    forbidden.put("the instructor's label", "label-of-the-instructor");
    String pipeline = new TestTokens(tokens).make(Role.PIPELINE, course, null, null).bearer();

    Look seen = look(pipeline, forbidden, true);

    assertThat(seen.leaks()).isEmpty();
    assertThat(seen.there())
        .contains("/api/v1/sessions/" + variant(course, me))
        .contains("/api/v1/sessions/" + variant(course, victim));
  }

  /** Else nothing would follow from its not being found by others. */
  @Test
  void anInstructorFindsAllOfIt() {
    Map<String, String> all = new LinkedHashMap<>(othersThings);
    all.putAll(answersGivenAway);
    all.putAll(otherCourse);

    Look seen = look(instructor, all, false);

    assertThat(seen.found()).containsExactlyInAnyOrderElementsOf(all.keySet());
  }

  @Test
  void nothingOfAnybodyElseIsChangedOrUsedByAStudent() {
    String theirs = othersThings.get("the victim's own session");
    String variant = variant(course, me);
    String body = "{\"client\":{\"isn\":42424242}}";
    Seen first = call(HttpMethod.POST, victims, "/sessions", body, "application/json", "a-key");

    Seen again = call(HttpMethod.POST, student, "/sessions", body, "application/json", "a-key");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.answer()).doesNotContain("Idempotency-Replayed");
    assertThat(location(again)).isNotEqualTo(location(first));

    for (var refused :
        Map.of(
                "/sessions/" + theirs + "/replay",
                404,
                "/sessions/" + variant + "/replay",
                404,
                "/assignments/" + course + "/attempts",
                404,
                "/rubrics/try",
                403,
                "/tokens",
                403)
            .entrySet()) {
      String handIn = "{\"subject\":\"" + victim + "\",\"answers\":{\"q1\":1}}";
      Seen seen =
          call(HttpMethod.POST, student, refused.getKey(), handIn, "application/json", null);
      assertThat(seen.status()).as("%s", seen).isEqualTo(refused.getValue());
    }
    assertThat(delete("/sessions/" + theirs)).isEqualTo(404);
    assertThat(delete("/sessions/" + variant)).isEqualTo(403);
    assertThat(delete("/comparisons/" + othersThings.get("the victim's comparison")))
        .isEqualTo(404);
    assertThat(delete("/comparisons/" + myComparison)).isEqualTo(204);
    assertThat(delete("/assignments/" + course)).isEqualTo(403);
    assertThat(
            call(
                    HttpMethod.PUT,
                    student,
                    "/assignments/" + course + "/variants/" + victim,
                    "",
                    null,
                    null)
                .status())
        .isEqualTo(404);
    assertThat(histories.find(UUID.fromString(theirs))).isPresent();
    assertThat(histories.find(UUID.fromString(variant))).isPresent();
    assertThat(delete(location(again).substring("/api/v1".length()))).isEqualTo(204);
  }

  private int delete(String path) {
    return call(HttpMethod.DELETE, student, path, "", null, null).status();
  }

  private static String location(Seen seen) {
    return seen.answer().replaceAll("(?si).*location:\"([^\"]+)\".*", "$1");
  }
}
