package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.LabTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code GET /sessions/{id}/kernel} says of sessions on this machine's kernel. */
@LabTest
class KernelAccountTest {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final Path EXAMPLE =
      Path.of("src", "main", "resources", "openapi", "examples", "kernel.json");

  @LocalServerPort int port;

  private static String run(RawHttp http, String body) throws IOException {
    RawHttp.Answer answer = http.post(SESSIONS, body, "Prefer: wait=30");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return SESSIONS + "/" + answer.json().get("id").asString();
  }

  /** {@code -Ddocs.write=true} makes the answer the document's example. */
  @Test
  void tellsWhatTheKernelSaidOfASessionWithALostSynAck() throws IOException {
    var http = new RawHttp(port);
    JsonNode kernel = http.get("/api/v1/capabilities").json().at("/modes/REAL_SOCKET");
    assumeTrue(
        kernel.path("tier").asString("").equals("netns-tun") && kernel.path("missing").isEmpty(),
        () -> "not everything can be seen here: " + kernel);
    String session =
        run(
            http,
            "{\"mode\":\"REAL_SOCKET\",\"network\":{\"delayMs\":20,\"faults\":[{\"from\":"
                + "\"SERVER\",\"segment\":\"SYN+ACK\",\"action\":\"DROP\"}]}}");

    RawHttp.Answer answer = http.get(session + "/kernel");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode account = answer.json();
    assertThat(account.path("tier").asString()).isEqualTo("netns-tun");
    assertThat(account.at("/capture/complete").asBoolean()).isTrue();
    assertThat(account.at("/capture/traced").asBoolean()).isTrue();
    assertThat(account.at("/savedSyn/asCaptured").asBoolean()).isTrue();
    assertThat(account.at("/halfOpen/state").asString()).isEqualTo("SYN_RECV");
    assertThat(account.at("/client/tcpInfo/state").asInt()).isEqualTo(1);
    assertThat(account.at("/server/tcpInfo/state").asInt()).isEqualTo(1);
    assertThat(account.at("/client/tcpInfoWhileHalfOpen/state").asInt()).isEqualTo(2);
    assertThat(account.at("/client/sysctls").has("ipv4/tcp_syn_retries")).isTrue();
    assertThat(account.at("/server/counters").isEmpty()).isFalse();
    assertThat(account.path("deliveries")).isNotEmpty();
    for (JsonNode delivery : account.path("deliveries")) {
      assertThat(delivery.get("measuredNs").asLong())
          .isGreaterThanOrEqualTo(delivery.get("askedNs").asLong());
      assertThat(delivery.get("askedNs").asLong()).isGreaterThanOrEqualTo(20_000_000);
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(
          EXAMPLE,
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(account)
              + "\n");
    }
    assertThat(EXAMPLE).content().contains("tcpInfoWhileHalfOpen");

    assertThat(http.send(RawHttp.request("DELETE", session, "")).status()).isEqualTo(204);
    assertThat(http.get(session + "/kernel").status()).isEqualTo(404);
  }

  @Test
  void ofASessionWithTheSimulatorItTellsOfItsOwnEnd() throws IOException {
    var http = new RawHttp(port);
    JsonNode hybrid = http.get("/api/v1/capabilities").json().at("/modes/HYBRID");
    assumeTrue(hybrid.path("available").asBoolean(), hybrid::toString);
    JsonNode account =
        http.get(run(http, "{\"mode\":\"HYBRID\",\"network\":{\"delayMs\":5}}") + "/kernel").json();
    assertThat(account.path("tier").asString()).isEqualTo("netns-tun");
    assertThat(account.at("/capture/complete").asBoolean()).isTrue();
    assertThat(account.at("/savedSyn/asCaptured").asBoolean()).isTrue();
    assertThat(account.at("/halfOpen/state").asString()).isEqualTo("SYN_RECV");
    assertThat(account.at("/server/tcpInfo/state").asInt()).isEqualTo(1);
    assertThat(account.at("/server/counters/Tcp.PassiveOpens").asInt()).isEqualTo(1);
    assertThat(account.at("/client/tcpInfo")).isEmpty();
    assertThat(account.path("deliveries")).hasSize(3);
  }

  @Test
  void ofASimulatedSessionNoKernelSaysAnything() throws IOException {
    var http = new RawHttp(port);
    RawHttp.Answer answer = http.get(run(http, "{}") + "/kernel");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("none took part");
  }
}
