package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.LabTest;
import dev.handshakelab.comparison.Aspect;
import dev.handshakelab.comparison.Difference;
import dev.handshakelab.comparison.Place;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.ComparisonsContract;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.trace.Party;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
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
@Tag("database")
class ComparisonsApiTest {
  private static final String PATH = "/api/v1/comparisons";

  @Autowired RestTestClient http;
  @Autowired Comparisons comparisons;

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
    assertThat(ids(get(PATH).json())).contains(compared.path("id").asString(""));
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
    String unknown = PATH + "/" + UUID.randomUUID();
    assertThat(get(unknown).status()).isEqualTo(404);
    assertThat(delete(unknown).status()).isEqualTo(404);
    assertThat(get(PATH + "/x/ladders").status()).isEqualTo(404);
    assertThat(delete(PATH + "/x").status()).isEqualTo(404);
  }

  private Answer delete(String path) {
    return answer(http.delete().uri(path).exchange().returnResult(String.class));
  }

  private static Compared completed(Compared running, List<Difference> differences) {
    return new Compared(
        running.id(),
        running.owner(),
        running.scenario(),
        running.runs(),
        Session.Status.COMPLETED,
        null,
        running.createdAt(),
        running.engine(),
        running.kernelRelease(),
        null,
        List.of(),
        differences);
  }

  private static Difference difference(Aspect aspect, @Nullable String divergence) {
    return new Difference(
        new Place(1, Party.SERVER, 1, false, aspect), "a", "b", List.of(1), divergence);
  }

  /** Begun where no other is: the first milliseconds of the years from 1971 on. */
  private Compared begun(int year) {
    Instant at = Instant.parse(year + "-01-01T00:00:00Z");
    UUID id = TimeOrderedId.of(at, () -> UUID.randomUUID().getMostSignificantBits());
    String scenario = year % 2 == 0 ? "lost-syn" : "lost-syn-ack";
    Compared running = ComparisonsContract.running(id, null, scenario);
    comparisons.begin(running);
    return running;
  }

  private static List<String> ids(JsonNode page) {
    return page.get("items").valueStream().map(each -> each.get("id").asString()).toList();
  }

  @Test
  void comparisonsAreListedNewestFirstAndForgotten() {
    Compared completed = begun(1971);
    comparisons.finish(
        completed(
            completed,
            List.of(
                difference(Aspect.WINDOW, "rcvbuf"),
                difference(Aspect.ACK, null),
                difference(Aspect.TTL, null))));
    Compared failed = begun(1972);
    comparisons.finish(failed.failed("by the test"));
    Compared running = begun(1973);

    String among = PATH + "?createdFrom=1971-01-01T00:00:00Z&createdTo=1974-01-01T00:00:00Z";
    JsonNode first = get(among + "&limit=2").json();
    assertThat(ids(first)).containsExactly(running.id().toString(), failed.id().toString());
    JsonNode rest = get(among + "&limit=2&after=" + first.get("next").asString()).json();
    assertThat(ids(rest)).containsExactly(completed.id().toString());
    assertThat(rest.get("next").isNull()).isTrue();
    assertThat(rest.at("/items/0/explained").asInt()).isEqualTo(1);
    assertThat(rest.at("/items/0/unexplained").asInt()).isEqualTo(2);
    assertThat(first.at("/items/0/unexplained").isNull()).as("RUNNING").isTrue();
    assertThat(first.at("/items/1/failure").asString()).isEqualTo("by the test");
    assertThat(ids(get(among + "&status=RUNNING").json())).containsExactly(running.id().toString());
    assertThat(ids(get(among + "&scenario=lost-syn").json()))
        .containsExactly(failed.id().toString());
    assertThat(get(among + "&colour=red").status()).isEqualTo(400);
    assertThat(get(PATH + "?after=" + first.get("next").asString()).status())
        .as("another list's cursor")
        .isEqualTo(400);

    Answer refused = delete(PATH + "/" + running.id());
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asString())
        .isEqualTo("comparison " + running.id() + " is RUNNING; delete it when it is over");
    comparisons.finish(running.failed("by the test"));
    for (Compared each : List.of(running, failed, completed)) {
      assertThat(delete(PATH + "/" + each.id()).status()).isEqualTo(204);
      assertThat(get(PATH + "/" + each.id()).status()).isEqualTo(404);
    }
    assertThat(ids(get(among).json())).isEmpty();
  }
}
