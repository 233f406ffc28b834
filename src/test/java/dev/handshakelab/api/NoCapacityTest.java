package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.RawHttp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A lab that has room for one session on real sockets and one that waits, and is asked for more.
 */
@LabTest
@TestPropertySource(
    properties = {"lab.run.kernel-runs=1", "lab.run.queue=1", "lab.http.retry-after=7s"})
class NoCapacityTest {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String TWO_SECONDS = "{\"mode\":\"REAL_SOCKET\",\"until\":{\"ms\":2000}}";

  @LocalServerPort int port;
  private RawHttp http = new RawHttp(0);
  private final List<String> accepted = new ArrayList<>();

  @BeforeEach
  void fill() throws IOException {
    http = new RawHttp(port);
    JsonNode kernel = http.get("/api/v1/capabilities").json().at("/modes/REAL_SOCKET");
    assumeTrue(kernel.get("available").asBoolean(), "no real sockets here: " + kernel);
    for (int i = 0; i < 2; i++) {
      Answer answer = http.post(SESSIONS, TWO_SECONDS, "Prefer: wait=0");
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      accepted.add(answer.header("Location"));
    }
  }

  @AfterEach
  void letThemEnd() throws IOException {
    for (String session : accepted) {
      http.get(session + "/events");
    }
  }

  @Test
  void answers503WithWhenToAskAgainAndStoresNothing() throws IOException {
    assertThat(metric("lab.sessions.running")).isEqualTo(1);
    assertThat(metric("lab.sessions.waiting")).isEqualTo(1);

    Answer answer = http.post(SESSIONS, TWO_SECONDS, "Prefer: wait=0", "Idempotency-Key: again");
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("7");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/no-capacity");
    assertThat(answer.json().get("detail").asString())
        .isEqualTo("1 sessions are running and 1 are waiting");
    assertThat(http.get(SESSIONS).json().get("items")).hasSize(2);
    assertThat(http.post(SESSIONS, "{}").status()).as("simulated ones have room").isEqualTo(201);

    letThemEnd();
    Answer later = http.post(SESSIONS, TWO_SECONDS, "Prefer: wait=0", "Idempotency-Key: again");
    assertThat(later.status()).as("the key was given back").isEqualTo(202);
    accepted.add(later.header("Location"));
    assertThat(metric("lab.sessions?tag=mode:REAL_SOCKET&tag=outcome:ESTABLISHED")).isEqualTo(2);
    assertThat(metric("lab.capture.drops")).isZero();
  }

  private double metric(String name) throws IOException {
    Answer answer = http.get("/actuator/metrics/" + name);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/measurements/0/value").asDouble();
  }
}
