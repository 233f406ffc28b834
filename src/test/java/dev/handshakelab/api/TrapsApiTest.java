package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * Each trap gives both of its answers over HTTP, and {@code docs/traps.md} shows them; to write
 * that anew: {@code ./mvnw test -Dtest=TrapsApiTest -Ddocs.write=true}.
 */
@LabTest
class TrapsApiTest {
  private static final Path DOCUMENT = Path.of("docs", "traps.md");
  private static final String SESSIONS = "/api/v1/sessions";

  private static final String HEAD =
      """
      # Where RFC 9293 has two answers

      RFC 9293 contradicts itself in some places, and real stacks deviate from it in others. In the lab each such place is a switch: `GET /api/v1/policies` lists them all, and `policy` of an end
      sets them. Seven are shown here, each by a request that can be sent as it is, and by what the lab answers.
      """;

  @LocalServerPort int port;
  private RawHttp http = new RawHttp(0);

  @BeforeEach
  void connect() {
    http = new RawHttp(port);
  }

  static Stream<Trap> traps() {
    return Trap.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("traps")
  void eachShowsBothAnswers(Trap trap) throws IOException {
    for (String value : values(trap)) {
      JsonNode session = run(trap, value);
      String seen =
          "%d segments, CLIENT %s, SERVER %s"
              .formatted(
                  session.get("segmentCount").asInt(),
                  state(session, "client"),
                  state(session, "server"));
      String expected = Objects.requireNonNull(trap.answers().get(value));
      assertThat(expected).as(value).startsWith(seen);
      more(session, expected);
    }
  }

  /** What an answer says beyond counts and states. */
  private void more(JsonNode session, String expected) throws IOException {
    String last = "; the last: ";
    if (expected.contains(last)) {
      JsonNode segments = http.get(path(session) + "/segments").json().get("items");
      assertThat(expected)
          .endsWith(last + segments.get(segments.size() - 1).get("notation").asString());
    }
    String over = "; over after ";
    if (expected.contains(over)) {
      assertThat(expected)
          .endsWith(over + session.get("durationNs").asLong() / 1_000_000_000 + " s");
    }
  }

  @Test
  void theDocumentShowsWhatIsAnswered() throws IOException {
    var out = new StringBuilder(HEAD);
    for (Trap trap : Trap.ALL) {
      out.append("\n## ").append(trap.title()).append("\n\n").append(trap.about()).append("\n");
      for (String value : values(trap)) {
        JsonNode session = run(trap, value);
        out.append(
            """

            `%s`: `%s` — %s

            ```sh
            curl -s localhost:8080/api/v1/sessions --json '%s'
            ```

            ```
            %s```
            """
                .formatted(
                    trap.policySwitch(),
                    value,
                    trap.answers().get(value),
                    trap.body(value),
                    http.get(path(session) + "/trace.txt").body()));
      }
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(DOCUMENT, out.toString());
    }
    assertThat(DOCUMENT).content().isEqualTo(out.toString());
  }

  private static List<String> values(Trap trap) {
    return List.copyOf(new TreeSet<>(trap.answers().keySet()));
  }

  private JsonNode run(Trap trap, String value) throws IOException {
    Answer answer = http.post(SESSIONS, trap.body(value));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private static String state(JsonNode session, String end) {
    JsonNode state = session.get(end).get("finalState");
    return state.isNull() ? "null" : state.asString();
  }

  private static String path(JsonNode session) {
    return SESSIONS + "/" + session.get("id").asString();
  }
}
