package dev.handshakelab.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.ClosedLabTest;
import dev.handshakelab.access.Role;
import dev.handshakelab.access.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tokens over HTTP: made, shown once, listed, revoked; and who calls too often. */
@ClosedLabTest
@TestPropertySource(properties = "lab.access.subject-calls=5")
@Tag("database")
class TokensApiTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Autowired RestTestClient http;
  @Autowired Tokens tokens;
  @Autowired JdbcTemplate database;

  private String instructor = "";

  @BeforeEach
  void anInstructor() {
    instructor = new TestTokens(tokens).instructor().bearer();
  }

  private record Answered(int status, String body, HttpHeaders headers) {
    JsonNode json() {
      return MAPPER.readTree(body);
    }
  }

  private Answered call(
      HttpMethod method, String path, @Nullable String bearer, @Nullable String body) {
    return call(method, path, bearer, body, Map.of());
  }

  private Answered call(
      HttpMethod method,
      String path,
      @Nullable String bearer,
      @Nullable String body,
      Map<String, String> headers) {
    var request = http.method(method).uri(path);
    headers.forEach(request::header);
    if (bearer != null) {
      request.header(HttpHeaders.AUTHORIZATION, bearer);
    }
    if (body != null) {
      request.contentType(MediaType.APPLICATION_JSON).body(body);
    }
    var result = request.exchange().returnResult(String.class);
    byte[] octets = result.getResponseBodyContent();
    return new Answered(
        result.getStatus().value(),
        octets == null ? "" : new String(octets, StandardCharsets.UTF_8),
        result.getResponseHeaders());
  }

  private Answered make(String body) {
    return call(HttpMethod.POST, "/api/v1/tokens", instructor, body);
  }

  private static String newSubject() {
    return "s_" + UUID.randomUUID();
  }

  @Test
  void isShownOnceAndKeptAsAHashOnly() {
    Answered made = make("{\"role\":\"STUDENT\",\"subject\":\"" + newSubject() + "\"}");

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String text = made.json().get("token").asString();
    String id = made.json().get("id").asString();
    assertThat(text).matches("hsl_student_[A-Za-z0-9_-]{43}");
    assertThat(made.headers().getFirst("Location")).isEqualTo("/api/v1/tokens/" + id);
    assertThat(made.headers().getFirst("Cache-Control")).contains("no-store");
    Answered list = call(HttpMethod.GET, "/api/v1/tokens", instructor, null);
    assertThat(list.body()).contains(id).doesNotContain(text);
    for (String table :
        database.queryForList(
            "select table_name from information_schema.tables where lower(table_schema) = 'public'",
            String.class)) {
      assertThat(database.queryForList("select * from \"" + table + "\"").toString())
          .as(table)
          .doesNotContain(text.substring(text.lastIndexOf('_') + 1));
    }
  }

  @Test
  void letsInUntilItIsRevoked() {
    JsonNode made =
        make("{\"role\":\"STUDENT\",\"subject\":\"" + newSubject() + "\",\"name\":\"Zoë\"}").json();
    String bearer = "bearer " + made.get("token").asString();
    assertThat(call(HttpMethod.GET, "/api/v1/sessions", bearer, null).status()).isEqualTo(200);

    String path = "/api/v1/tokens/" + made.get("id").asString();
    assertThat(call(HttpMethod.DELETE, path, instructor, null).status()).isEqualTo(204);

    Answered after = call(HttpMethod.GET, "/api/v1/sessions", bearer, null);
    assertThat(after.status()).isEqualTo(401);
    assertThat(after.json().get("detail").asString()).isEqualTo("the token was revoked");
    assertThat(after.headers().getFirst("WWW-Authenticate")).contains("invalid_token");
    assertThat(call(HttpMethod.DELETE, path, instructor, null).status()).isEqualTo(204);
    assertThat(call(HttpMethod.DELETE, "/api/v1/tokens/x", instructor, null).status())
        .isEqualTo(404);
    JsonNode listed =
        call(HttpMethod.GET, "/api/v1/tokens?limit=1", instructor, null).json().at("/items/0");
    assertThat(listed.get("name").asString()).isEqualTo("Zoë");
    assertThat(listed.get("revokedAt").isNull()).isFalse();
    assertThat(listed.get("lastUsedAt").isNull()).isFalse();
  }

  @Test
  void expires() {
    var made =
        new TestTokens(tokens)
            .make(Role.GRADER, null, null, java.time.Instant.parse("2020-01-01T00:00:00Z"));

    Answered answer = call(HttpMethod.GET, "/api/v1/sessions", made.bearer(), null);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("detail").asString())
        .isEqualTo("the token expired at 2020-01-01T00:00:00Z");
  }

  /** What is kept of who made it is who they are. */
  @Test
  void isListedPageByPageNewestFirst() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(make("{\"role\":\"GRADER\"}").json().get("id").asString());
    }
    List<String> walked = new ArrayList<>();
    String after = "";
    for (int page = 0; page < 3; page++) {
      JsonNode items =
          call(HttpMethod.GET, "/api/v1/tokens?limit=2" + after, instructor, null).json();
      items.get("items").forEach(item -> walked.add(item.get("id").asString()));
      assertThat(items.at("/items/0/createdBy").asString()).isEqualTo("a INSTRUCTOR");
      after = "&after=" + items.get("next").asString();
    }
    assertThat(walked.subList(0, 5)).containsExactlyInAnyOrderElementsOf(made);
    assertThat(walked).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(call(HttpMethod.GET, "/api/v1/tokens?after=YQ", instructor, null).status())
        .isEqualTo(400);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          []                                                     | SCHEMA at the body
          {}                                                     | /role
          {'role':'TEACHER'}                                     | /role
          {'role':7}                                             | /role
          {'role':'STUDENT'}                                     | /subject
          {'role':'STUDENT','subject':'a b'}                     | /subject
          {'role':'STUDENT','subject':''}                        | /subject
          {'role':'PIPELINE'}                                    | /assignment
          {'role':'PIPELINE','assignment':'hs1','subject':'s'}   | /subject
          {'role':'INSTRUCTOR','assignment':'hs1'}               | /assignment
          {'role':'INSTRUCTOR','subject':'s'}                    | /subject
          {'role':'GRADER','name':''}                            | /name
          {'role':'GRADER','expiresAt':'tomorrow'}               | /expiresAt
          {'role':'GRADER','expiresAt':'2020-01-01T00:00:00Z'}   | /expiresAt
          {'role':'GRADER','colour':'red'}                       | /colour
          """)
  void whatCannotBeATokenIsRefusedWithItsPlace(String body, String pointer) {
    Answered answer = make(body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/schema");
    String found = answer.json().at("/errors/0/pointer").asString();
    assertThat(found).isEqualTo(pointer.startsWith("/") ? pointer : "");
  }

  @Test
  void takesNoIdempotencyKeySinceTheAnswerIsKeptNowhere() {
    Answered answer =
        call(
            HttpMethod.POST,
            "/api/v1/tokens",
            instructor,
            "{\"role\":\"GRADER\"}",
            Map.of("Idempotency-Key", "k"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/header");
  }

  @Test
  void whoCallsTooOftenIsToldWhenToCallAgain() {
    String subject = newSubject();
    TestTokens made = new TestTokens(tokens);
    String first = made.student(subject).bearer();
    String second = made.student(subject).bearer();
    for (int i = 0; i < 5; i++) {
      assertThat(call(HttpMethod.GET, "/api/v1/scenarios?limit=1", first, null).status())
          .isEqualTo(200);
    }

    for (String bearer : List.of(first, second)) {
      Answered answer = call(HttpMethod.GET, "/api/v1/scenarios?limit=1", bearer, null);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.json().get("type").asString()).isEqualTo("/problems/too-many-calls");
      assertThat(Integer.parseInt(answer.headers().getFirst("Retry-After"))).isBetween(1, 12);
    }
    String another = made.student(newSubject()).bearer();
    assertThat(call(HttpMethod.GET, "/api/v1/scenarios?limit=1", another, null).status())
        .isEqualTo(200);
  }

  @Test
  void nobodyIsGivenACookieAndEveryAnswerSaysHowItMayBeUsed() {
    for (String bearer : new String[] {instructor, null}) {
      Answered answer = call(HttpMethod.GET, "/api/v1/sessions", bearer, null);
      assertThat(answer.headers().getFirst("Set-Cookie")).isNull();
      assertThat(answer.headers().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.headers().getFirst("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.headers().getFirst("Content-Security-Policy")).contains("frame-ancestors");
    }
  }
}
