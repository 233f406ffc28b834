package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.LabTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator and the kernel are compared by HTTP, and what cannot be is refused. */
@LabTest
class ComparisonsApiTest {
  private static final String PATH = "/api/v1/comparisons";

  @Autowired RestTestClient http;

  private record Answer(int status, String location, String replayed, String body) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  private Answer post(String path, String body, String key) {
    var call =
        http.post()
            .uri(path)
            .contentType(MediaType.APPLICATION_JSON)
            .header("Prefer", "wait=60")
            .header("Idempotency-Key", key);
    return answer(call.body(body).exchange().returnResult(String.class));
  }

  private Answer get(String path) {
    return answer(http.get().uri(path).exchange().returnResult(String.class));
  }

  private static Answer answer(ExchangeResult result) {
    var headers = result.getResponseHeaders();
    return new Answer(
        result.getStatus().value(),
        String.valueOf(headers.getFirst("Location")),
        String.valueOf(headers.getFirst("Idempotency-Replayed")),
        new String(result.getResponseBodyContent(), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private void assumeAKernelThatShowsSegments() {
    JsonNode mode = get("/api/v1/capabilities").json().path("modes").path("REAL_SOCKET");
    String tier = mode.path("tier").asString("");
    assumeTrue(
        mode.path("available").asBoolean(false) && !tier.equals("sockets-only"),
        () -> "segments on the kernel cannot be seen here: " + mode);
  }

  @Test
  void aScenarioIsComparedAndKeptWithItsSessions() {
    assumeAKernelThatShowsSegments();
    String key = key();
    String body = "{\"scenario\": \"basic-three-way-handshake\", \"runs\": 2}";
    Answer made = post(PATH, body, key);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    JsonNode compared = made.json();
    assertThat(compared.path("status").asString("")).as(made.body()).isEqualTo("COMPLETED");
    assertThat(compared.path("real").size()).isEqualTo(2);
    assertThat(get(made.location()).json()).isEqualTo(compared);
    String simulated = compared.path("simulated").asString("");
    assertThat(get("/api/v1/sessions/" + simulated).json().path("mode").asString(""))
        .isEqualTo("SIMULATED");
    String real = compared.path("real").get(1).asString("");
    assertThat(get("/api/v1/sessions/" + real).json().path("mode").asString(""))
        .isEqualTo("REAL_SOCKET");
    Answer ladders = get(made.location() + "/ladders?run=2");
    assertThat(ladders.body())
        .startsWith("simulated | run 2 on the kernel; times in ms\nconnection 1\n")
        .contains("> S 0:0(0) win")
        .contains("< S. 0:0(0) ack 1 win");
    assertThat(get(made.location() + "/ladders?run=3").status()).isEqualTo(404);

    Answer again = post(PATH, body, key);
    assertThat(again.replayed()).isEqualTo("true");
    assertThat(again.json()).isEqualTo(compared);
  }

  @Test
  void aKeptSessionIsComparedOfEitherMode() {
    assumeAKernelThatShowsSegments();
    for (String mode : new String[] {"SIMULATED", "REAL_SOCKET"}) {
      String session =
          post("/api/v1/sessions", "{\"mode\": \"" + mode + "\"}", key())
              .json()
              .path("id")
              .asString("");
      Answer made = post(PATH, "{\"session\": \"" + session + "\", \"runs\": 1}", key());
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      assertThat(made.json().path("status").asString("")).as(made.body()).isEqualTo("COMPLETED");
      assertThat(made.json().path("simulated").asString("").equals(session))
          .isEqualTo(mode.equals("SIMULATED"));
    }
  }

  @Test
  void theProfileConcernsTheSimulatedSessionOnly() {
    assumeAKernelThatShowsSegments();
    Answer made =
        post(PATH, "{\"request\": {\"client\": {\"profile\": \"RFC_9293\"}}, \"runs\": 1}", key());
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().path("differences").toString()).contains("UNEXPLAINED");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                             | 400 |           | needs exactly one of [scenario, session, request], not []
          {"scenario": "lost-syn", "session": "x"}       | 400 |           | needs exactly one of
          {"scenario": 7}                                | 400 | /scenario | must be a string
          {"scenario": "lost-syn", "runs": 0}            | 400 | /runs     | must be a whole number from 1 to 20
          {"scenario": "lost-syn", "runs": 2.5}          | 400 | /runs     | must be a whole number from 1 to 20
          {"scenario": "lost-syn", "colour": 1}          | 400 | /colour   | is unknown; there are [scenario, session, request] and runs
          {"request": []}                                | 400 | /request  | must be an object, a request as for a session
          {"request": {"mode": "SIMULATED"}}             | 400 | /request/mode | is left out: it is run in both modes
          {"request": {"network": {"lossRate": 2}}}      | 400 | /request/network/lossRate | must be
          {"scenario": "lost-sin"}                       | 422 | /scenario | there is no scenario "lost-sin"; did you mean "lost-syn"?
          {"scenario": "two-way-handshake"}              | 422 | /mode     | REAL_SOCKET cannot run two-way-handshake
          {"session": "x"}                               | 422 | /session  | there is no session x
          {"request": {"server": {"isn": 300}}}          | 422 | /         | the kernel
          """)
  void whatCannotBeComparedIsRefused(String body, int status, String pointer, String detail) {
    Answer refused = post(PATH, body, key());
    assertThat(refused.status()).as(refused.body()).isEqualTo(status);
    JsonNode error = refused.json().path("errors").path(0);
    assertThat(error.path("pointer").asString("")).startsWith(pointer == null ? "" : pointer);
    assertThat(error.path("detail").asString("")).contains(detail);
  }

  @Test
  void whatIsUnknownIsNotFound() {
    assertThat(get(PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(get(PATH + "/x/ladders").status()).isEqualTo(404);
  }
}
