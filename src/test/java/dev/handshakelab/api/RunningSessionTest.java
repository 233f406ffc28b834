package dev.handshakelab.api;

import static dev.handshakelab.api.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** A session that takes longer than its caller waits: one on the kernel that lasts two seconds. */
@LabTest
class RunningSessionTest {
  private static final String SESSIONS = "/api/v1/sessions";

  @LocalServerPort int port;
  private RawHttp http = new RawHttp(0);
  private JsonNode session = NullNode.instance;
  private String path = "";

  @BeforeEach
  void start() throws IOException {
    http = new RawHttp(port);
    JsonNode kernel = http.get("/api/v1/capabilities").json().at("/modes/REAL_SOCKET");
    assumeTrue(kernel.get("available").asBoolean(), "no real sockets here: " + kernel);
    Answer answer =
        http.post(SESSIONS, "{\"mode\":\"REAL_SOCKET\",\"until\":{\"ms\":2000}}", "Prefer: wait=0");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    session = answer.json();
    path = SESSIONS + "/" + session.get("id").asString();
    assertThat(answer.header("Location")).isEqualTo(path);
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0");
  }

  @Test
  void isAnsweredAsRunningWithNothingGuessed() {
    assertThat(session.get("status").asString()).isEqualTo("RUNNING");
    for (String unknown :
        new String[] {"outcome", "failure", "segmentCount", "durationNs", "clock", "timing"}) {
      assertThat(session.get(unknown).isNull()).as(unknown).isTrue();
    }
    assertThat(session.at("/client/address").isNull()).isTrue();
    assertThat(session.at("/client/stack").asString()).isEqualTo("KERNEL");
  }

  @Test
  void refusesWhatNeedsItsEnd() throws IOException {
    assertThat(http.send(request("DELETE", path, "")).status()).isEqualTo(409);
    assertThat(http.send(request("POST", path + "/replay", "")).status()).isEqualTo(409);
    assertThat(http.get(path + "/trace").status()).isEqualTo(409);
    assertThat(http.get(path + "/timing").status()).isEqualTo(409);
    assertThat(http.get(path + "/segments").json().get("items")).isEmpty();
  }

  @Test
  void isFollowedToItsEnd() throws IOException {
    Answer events = http.get(path + "/events");
    assertThat(events.body())
        .contains("id: 1\n", "\"kind\":\"SEGMENT\"")
        .endsWith("event: end\ndata: {\"status\":\"COMPLETED\"}\n\n\r\n0\r\n\r\n");
    assertThat(http.get(path).json().get("outcome").asString()).isEqualTo("ESTABLISHED");
  }
}
