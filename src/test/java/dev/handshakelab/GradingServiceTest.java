package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Grading by a service in a process of its own, with 256 MB of heap. */
@Tag("database")
class GradingServiceTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Path GOLDEN = Path.of("src/test/resources/dev/handshakelab/grading/golden");
  private static final int SEED = 7;

  @TempDir Path folder;

  /** The command is held to the same file. */
  @Test
  void theResultIsTheSameToTheOctetAlsoAfterKillMinusNine() throws Exception {
    String yaml = Files.readString(GOLDEN.resolve("rubric.yaml"));
    ObjectNode request =
        (ObjectNode)
            Syntax.YAML
                .read(Octets.of(yaml.getBytes(StandardCharsets.UTF_8)))
                .tree()
                .get("session");
    JdbcConnectionDetails database = database();
    String trial;
    JsonNode attempt;
    JsonNode grade;
    try (LabProcess lab = LabProcess.start(database)) {
      trial =
          MAPPER.writeValueAsString(
              Map.of(
                  "rubric",
                  yaml,
                  "session",
                  session(lab, request.put("seed", SEED).toString()),
                  "answers",
                  MAPPER.readTree(Files.readString(GOLDEN.resolve("answers.json")))));
      assertThat(result(lab, trial)).isEqualTo(Files.readString(GOLDEN.resolve("result.json")));
      attempt = attempt(lab);
      grade = lab.get("/grades/" + attempt.at("/grade/id").asString());
      assertThat(grade.get("state").asString()).isEqualTo("GRADED");
      lab.killMinusNine();
    }
    try (LabProcess lab = LabProcess.start(database)) {
      assertThat(result(lab, trial)).isEqualTo(Files.readString(GOLDEN.resolve("result.json")));
      assertThat(lab.get("/grades/" + attempt.at("/grade/id").asString())).isEqualTo(grade);
      assertThat(lab.get("/attempts/" + attempt.get("id").asString())).isEqualTo(attempt);
      assertGradingAgainChangesNothing(lab);
    }
  }

  /** Handed in for an assignment of its own, with a rubric that the lab ships. */
  private static JsonNode attempt(LabProcess lab) throws Exception {
    lab.post("/assignments", "{\"id\":\"hs\",\"rubric\":{\"id\":\"lost-syn-ack\",\"version\":1}}");
    String answers = "{\"subject\":\"s_1\",\"answers\":{\"server-retransmits\":2}}";
    return MAPPER.readTree(lab.post("/assignments/hs/attempts", answers).body());
  }

  private static void assertGradingAgainChangesNothing(LabProcess lab) throws Exception {
    JsonNode again =
        MAPPER.readTree(lab.post("/assignments/hs/regrades", "{\"rubricVersion\":1}").body());
    assertThat(again.get("examined").asInt()).isEqualTo(1);
    assertThat(again.get("changed").asInt()).isZero();
  }

  private static String result(LabProcess lab, String trial) throws Exception {
    String grade = lab.post("/rubrics/try", trial).body();
    return grade.substring(grade.indexOf("{\"rubric\""), grade.length() - 1);
  }

  private static String session(LabProcess lab, String request)
      throws IOException, InterruptedException {
    return MAPPER.readTree(lab.post("/sessions", request).body()).get("id").asString();
  }

  private JdbcConnectionDetails database() {
    return System.getProperty("lab.db", "h2").equals("h2")
        ? new TestDatabase.Details(
            "jdbc:h2:file:" + folder.resolve("lab") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
            "sa",
            "")
        : TestDatabase.fresh();
  }
}
