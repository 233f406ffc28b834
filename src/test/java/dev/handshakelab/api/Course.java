package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A course as a client has it: what tests call, and what they are answered. */
public record Course(RestTestClient http) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** An answer, whatever it is. */
  public record Answered(int status, String body, ExchangeResult result) {
    public JsonNode json() {
      return MAPPER.readTree(body);
    }

    /** This, if it is of that status. */
    public JsonNode of(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      return body.isEmpty() ? MAPPER.nullNode() : json();
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(result.getResponseHeaders().getFirst(name));
    }
  }

  public Answered get(String path) {
    return answered(http.get().uri("/api/v1" + path).exchange().returnResult(String.class));
  }

  public Answered call(
      HttpMethod method, String path, String body, MediaType type, Map<String, String> headers) {
    return answered(
        http.method(method)
            .uri("/api/v1" + path)
            .headers(given -> headers.forEach(given::set))
            .contentType(type)
            .body(body)
            .exchange()
            .returnResult(String.class));
  }

  public Answered post(String path, String body) {
    return call(HttpMethod.POST, path, body, MediaType.APPLICATION_JSON, Map.of());
  }

  public Answered patch(String path, String body) {
    return call(HttpMethod.PATCH, path, body, MediaType.APPLICATION_JSON, Map.of());
  }

  public Answered put(String path) {
    return answered(http.put().uri("/api/v1" + path).exchange().returnResult(String.class));
  }

  public Answered delete(String path) {
    return answered(http.delete().uri("/api/v1" + path).exchange().returnResult(String.class));
  }

  /** Keeps a rubric in YAML as a version of its id. */
  public void rubric(String id, int version, String yaml) {
    Answered kept =
        call(
            HttpMethod.PUT,
            "/rubrics/" + id + "/versions/" + version,
            yaml,
            MediaType.parseMediaType("application/yaml"),
            Map.of());
    assertThat(kept.status()).as(kept.body()).isIn(200, 201);
  }

  private static Answered answered(ExchangeResult result) {
    byte[] body = result.getResponseBodyContent();
    return new Answered(
        result.getStatus().value(),
        body == null ? "" : new String(body, StandardCharsets.UTF_8),
        result);
  }
}
