package dev.handshakelab.grading.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The service grades what the command grades: the same rubric, seed and answers give the same
 * octets of the result, from a session that was kept, on each database, and in every format.
 */
@LabTest
@Tag("database")
class TrialFormatsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/handshakelab/grading/golden");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired RestTestClient http;

  @Test
  void theResultIsTheSameToTheOctetAsTheCommands() throws IOException {
    String grade = text(tried("", MediaType.ALL, trial()));

    assertThat(grade)
        .endsWith("\"result\":" + Files.readString(GOLDEN.resolve("result.json")) + "}");
  }

  @Test
  void everyFormatIsServedByNameAndByMediaType() throws IOException {
    String trial = trial();
    for (Format format : Formats.ALL.all()) {
      ExchangeResult named = tried("?format=" + format.name(), MediaType.ALL, trial);
      MediaType type = Objects.requireNonNull(named.getResponseHeaders().getContentType());
      assertThat(type).isEqualTo(MediaType.parseMediaType(format.mediaType()));
      Understood understood =
          Pipeline.read(format.name(), Octets.of(text(named).getBytes(StandardCharsets.UTF_8)));
      assertThat(understood.graded()).as(format.name()).isTrue();

      ExchangeResult accepted = tried("", new MediaType(type.getType(), type.getSubtype()), trial);
      assertThat(accepted.getResponseHeaders().getContentType())
          .as("one of that type")
          .satisfies(each -> assertThat(type.isCompatibleWith(each)).isTrue());
    }
    ExchangeResult owned = tried("?format=classroom50&owner=alice", MediaType.ALL, trial);
    assertThat(text(owned)).contains("\"owner\":\"alice\"");
    assertThat(tried("?format=tap&released=maybe", MediaType.ALL, trial).getStatus().value())
        .isEqualTo(400);
  }

  /** Runs the session of the golden rubric with the seed of the golden result. */
  private String trial() throws IOException {
    ExchangeResult session =
        post(
            "/api/v1/sessions",
            MediaType.ALL,
            "{\"scenario\":\"lost-syn-ack\",\"network\":{\"delayMs\":20},\"seed\":7}");
    ObjectNode trial = JSON.createObjectNode();
    trial.put("rubric", Files.readString(GOLDEN.resolve("rubric.yaml")));
    trial.set("session", JSON.readTree(text(session)).get("id"));
    trial.set("answers", JSON.readTree(Files.readString(GOLDEN.resolve("answers.json"))));
    return JSON.writeValueAsString(trial);
  }

  private ExchangeResult tried(String query, MediaType accept, String trial) {
    return post("/api/v1/rubrics/try" + query, accept, trial);
  }

  private ExchangeResult post(String path, MediaType accept, String body) {
    return http.post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .accept(accept)
        .body(body)
        .exchange()
        .returnResult(byte[].class);
  }

  private static String text(ExchangeResult answer) {
    return new String(answer.getResponseBodyContent(), StandardCharsets.UTF_8);
  }
}
