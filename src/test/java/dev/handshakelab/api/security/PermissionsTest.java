package dev.handshakelab.api.security;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.ClosedLabTest;
import dev.handshakelab.access.Role;
import dev.handshakelab.access.Tokens;
import dev.handshakelab.api.document.ApiDocument;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/**
 * Every operation of the OpenAPI document, called by every role, by nobody, with a revoked token
 * and with one that is none: who gets in is what the document says. Whoever may call an operation
 * gets one of the answers that the document gives it.
 *
 * <p>{@code docs/permissions.md} is written from the document: {@code -Ddocs.write=true}.
 */
@ClosedLabTest
class PermissionsTest {
  private static final Path KEPT = Path.of("docs", "permissions.md");

  @Autowired RestTestClient http;
  @Autowired ApiDocument document;
  @Autowired Tokens tokens;

  /** An operation as a client knows it. */
  private record Told(HttpMethod method, String path, String id, Set<String> roles, JsonNode node) {
    boolean isForAnybody() {
      return roles.isEmpty();
    }

    boolean isFor(Role role) {
      return isForAnybody() || roles.contains(role.name());
    }

    /** Its path with the examples of its parameters. */
    URI example() {
      String filled = path;
      List<String> query = new ArrayList<>();
      for (JsonNode parameter : node.path("parameters")) {
        String name = parameter.get("name").asString();
        if (parameter.get("in").asString().equals("path")) {
          filled = filled.replace("{" + name + "}", parameter.get("example").asString());
        } else if (parameter.path("required").asBoolean(false)
            && parameter.get("in").asString().equals("query")) {
          query.add(name + "=" + parameter.get("example").asString());
        }
      }
      return URI.create(filled + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    }

    Set<Integer> answers() {
      Set<Integer> statuses = new TreeSet<>();
      node.get("responses").propertyNames().forEach(it -> statuses.add(Integer.valueOf(it)));
      return statuses;
    }
  }

  private List<Told> operations() {
    List<Told> all = new ArrayList<>();
    document
        .tree()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  Set<String> roles = new TreeSet<>();
                  method.getValue().get("x-roles").forEach(role -> roles.add(role.asString()));
                  all.add(
                      new Told(
                          HttpMethod.valueOf(method.getKey().toUpperCase(Locale.ROOT)),
                          path.getKey(),
                          method.getValue().get("operationId").asString(),
                          roles,
                          method.getValue()));
                }));
    return all;
  }

  private ExchangeResult call(Told operation, @Nullable String authorization) {
    return call(operation.method(), operation, authorization);
  }

  private ExchangeResult call(HttpMethod method, Told operation, @Nullable String authorization) {
    var request = http.method(method).uri(operation.example());
    if (authorization != null) {
      request.header(HttpHeaders.AUTHORIZATION, authorization);
    }
    if (operation.node().has("requestBody")) {
      request.header(HttpHeaders.CONTENT_TYPE, "application/json").body("{}");
    }
    return request.exchange().returnResult(String.class);
  }

  private static int status(ExchangeResult answer) {
    return answer.getStatus().value();
  }

  @Test
  void everyRoleMayCallWhatTheDocumentSaysAndNothingElse() {
    Map<Role, String> bearers = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      bearers.put(role, new TestTokens(tokens).of(role).bearer());
    }
    for (Told operation : operations()) {
      for (Role role : Role.values()) {
        ExchangeResult answer = call(operation, bearers.get(role));
        if (operation.isFor(role)) {
          assertThat(operation.answers())
              .as("%s as %s: %s", operation.id(), role, answer)
              .contains(status(answer));
          assertThat(status(answer))
              .as("%s as %s: %s", operation.id(), role, answer)
              .isNotIn(401, 403, 429, 500, 503);
        } else {
          assertThat(status(answer))
              .as("%s as %s: %s", operation.id(), role, answer)
              .isEqualTo(403);
        }
      }
    }
  }

  @Test
  void whoShowsNothingMayCallOnlyWhatIsForAnybody() {
    for (Told operation : operations()) {
      ExchangeResult answer = call(operation, null);
      if (operation.isForAnybody()) {
        assertThat(status(answer)).as(operation.id()).isLessThan(400);
      } else {
        assertThat(status(answer)).as(operation.id()).isEqualTo(401);
        assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
            .isEqualTo("Bearer realm=\"handshake-lab\"");
      }
    }
  }

  @Test
  void aTokenThatIsGoodForNothingIsRefusedEverywhere() {
    List<String> bad =
        List.of(
            new TestTokens(tokens).revoked(Role.INSTRUCTOR).bearer(),
            "Bearer hsl_instructor_" + "A".repeat(43),
            "Bearer x",
            "Basic aW5zdHJ1Y3Rvcjo=");
    for (Told operation : operations()) {
      for (String authorization : bad) {
        ExchangeResult answer = call(operation, authorization);
        assertThat(status(answer)).as("%s with %s", operation.id(), authorization).isEqualTo(401);
        assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
            .contains("error=\"invalid_token\"");
        assertThat(answer.getResponseHeaders().getContentType())
            .hasToString("application/problem+json");
      }
    }
  }

  /** HEAD is GET without its body, to the gate too. */
  @Test
  void headIsLetInLikeGet() {
    String student = new TestTokens(tokens).of(Role.STUDENT).bearer();
    for (Told operation : operations()) {
      if (operation.method().equals(HttpMethod.GET) && !operation.id().equals("followEvents")) {
        assertThat(status(call(HttpMethod.HEAD, operation, student)) == 403)
            .as(operation.id())
            .isEqualTo(!operation.isFor(Role.STUDENT));
      }
    }
  }

  @Test
  void everyPermissionIsOfAnOperation() {
    assertThat(Permissions.operations())
        .containsExactlyInAnyOrderElementsOf(operations().stream().map(Told::id).toList());
  }

  /** What is no operation: whether there is something shows only to whoever is known. */
  @Test
  void theRestIsForInstructorsOrNotThere() {
    String instructor = new TestTokens(tokens).of(Role.INSTRUCTOR).bearer();
    String student = new TestTokens(tokens).of(Role.STUDENT).bearer();
    for (String path : List.of("/actuator", "/actuator/prometheus", "/actuator/metrics")) {
      assertThat(status(get(path, null))).as(path).isEqualTo(401);
      assertThat(status(get(path, student))).as(path).isEqualTo(403);
      assertThat(status(get(path, instructor))).as(path).isEqualTo(200);
    }
    for (String path :
        List.of("/api/v1/nothing", "/nothing", "/error", "/api/v1/tokens/", "/API/v1/tokens")) {
      assertThat(status(get(path, null))).as(path).isEqualTo(401);
      assertThat(status(get(path, student))).as(path).isEqualTo(404);
    }
    for (String path :
        List.of("/api/v1/tokens;x=1", "/api/v1//tokens", "/api/v1/./tokens", "/api/v1/%74okens")) {
      assertThat(status(get(path, student))).as(path).isBetween(400, 404);
    }
    for (String path :
        List.of(
            "/actuator/health",
            "/actuator/health/readiness",
            "/v3/api-docs",
            "/swagger-ui/index.html")) {
      assertThat(status(get(path, null))).as(path).isEqualTo(200);
    }
  }

  private ExchangeResult get(String path, @Nullable String authorization) {
    var request = http.get().uri(URI.create(path));
    if (authorization != null) {
      request.header(HttpHeaders.AUTHORIZATION, authorization);
    }
    return request.exchange().returnResult(String.class);
  }

  /** Who may call what, to be read and reviewed. */
  @Test
  void isTheTableThatIsKept() throws IOException {
    String page =
        """
        # Who may call what

        Of what a role may call, it is shown what is its own: a STUDENT the things of their subject, a PIPELINE those of its
        assignment; everything else is answered as if it were not there. What an assignment gave to a STUDENT or PIPELINE to look at
        is shown without `seed`, `spec` and `labels`. On an open lab whoever shows no token is an INSTRUCTOR. This page is written
        from the OpenAPI document, and a test calls every operation as every role.

        An instructor makes tokens, `POST /api/v1/tokens`, and the answer is the only place where one is ever shown:

        ```
        {"role":"STUDENT","subject":"s_7q2"}             runs sessions, hands in, sees their own
        {"role":"PIPELINE","assignment":"hs1"}           hands in for everybody, fetches grades
        {"role":"GRADER"}                                reads everything of the course, marks
        {"role":"INSTRUCTOR","name":"Zoë"}               everything; name is what is kept of who did it
        ```

        They are sent as `Authorization: Bearer hsl_…`; in Swagger UI that is the button Authorize. The first start of a lab that
        asks for tokens prints an instructor's, once. When it is lost, a start with `--lab.access.print-token=true` prints another.
        Whoever calls too often is answered 429, and when to call again: `lab.access.calls` and `lab.access.subject-calls` in
        [configuration.md](configuration.md).

        | operation | | %s | without a token |
        |---|---|%s---|
        """
                .formatted(
                    List.of(Role.values()).stream().map(Role::name).collect(joining(" | ")),
                    "---|".repeat(Role.values().length))
            + operations().stream().map(PermissionsTest::row).collect(joining());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(KEPT, page);
    }
    assertThat(KEPT).content().isEqualTo(page);
  }

  private static String row(Told operation) {
    StringBuilder row =
        new StringBuilder(
            "| `%s` | `%s %s` |".formatted(operation.id(), operation.method(), operation.path()));
    for (Role role : Role.values()) {
      row.append(operation.isFor(role) ? " yes |" : " 403 |");
    }
    return row.append(operation.isForAnybody() ? " yes |\n" : " 401 |\n").toString();
  }
}
