package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.RawHttp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A lab whose two links are taken, one of them by a session with settings of its own, and what
 * becomes of these two, whose SYNs never arrive.
 */
@LabTest
@TestPropertySource(
    properties = {
      "lab.run.kernel-tier=NETNS_TUN",
      "lab.run.kernel-runs=3",
      "lab.run.queue=0",
      "lab.run.kernel-deadline=2s",
      "lab.http.retry-after=7s"
    })
class NoCapacityOnLinksTest {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String ANY = "{\"mode\":\"REAL_SOCKET\"}";
  private static final String ENDLESS =
      "{\"mode\":\"REAL_SOCKET\",\"network\":{\"toServer\":{\"lossRate\":1}}}";
  private static final String ENDLESS_WITH_SETTINGS =
      "{\"mode\":\"REAL_SOCKET\",\"client\":{\"timestamps\":false},"
          + "\"network\":{\"toServer\":{\"lossRate\":1}}}";

  private static final String HYBRID = "{\"mode\":\"HYBRID\"}";
  private static final String ENDLESS_HYBRID =
      "{\"mode\":\"HYBRID\",\"network\":{\"toServer\":{\"lossRate\":1}}}";

  @LocalServerPort int port;

  @Test
  void oneMoreIsToldWhenToAskAgainAndTheOthersFailInTime() throws IOException {
    var http = new RawHttp(port);
    JsonNode kernel = http.get("/api/v1/capabilities").json().at("/modes/REAL_SOCKET");
    assumeTrue(
        kernel.path("tier").asString("").equals("netns-tun"),
        () -> "no namespaces can be made here: " + kernel);
    List<String> accepted = new ArrayList<>();
    for (String endless : List.of(ENDLESS, ENDLESS_WITH_SETTINGS, ENDLESS_HYBRID)) {
      Answer answer = http.post(SESSIONS, endless, "Prefer: wait=0");
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      accepted.add(answer.header("Location"));
    }

    for (String oneMore : List.of(ANY, HYBRID)) {
      Answer answer = http.post(SESSIONS, oneMore, "Prefer: wait=0");
      assertThat(answer.status()).as(answer.body()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("7");
      assertThat(answer.json().get("type").asString()).isEqualTo("/problems/no-capacity");
    }

    for (String session : accepted) {
      http.get(session + "/events");
      JsonNode failed = http.get(session).json();
      assertThat(failed.get("status").asString()).isEqualTo("FAILED");
      assertThat(failed.toString())
          .containsPattern("not over after 2000 ms: the (client|simulator) is in SYN_SENT");
    }
    for (String oneMore : List.of(ANY, HYBRID)) {
      assertThat(http.post(SESSIONS, oneMore).status()).as("there is room again").isEqualTo(201);
    }
  }
}
