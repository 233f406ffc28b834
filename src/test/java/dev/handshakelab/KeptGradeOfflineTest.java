package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.api.Course;
import dev.handshakelab.grading.Result;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Who has the seed can grade an attempt again without the service, and gets the same octets. */
@LabTest
class KeptGradeOfflineTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/handshakelab/grading/golden");

  @Autowired RestTestClient http;

  @Test
  void theCommandGradesAnAttemptAsTheServiceDid() throws Exception {
    Course course = new Course(http);
    String rubric = Files.readString(GOLDEN.resolve("rubric.yaml"));
    String id = rubric.lines().findFirst().orElseThrow().substring("id: ".length()).strip();
    course.rubric(id, 9, rubric);
    course
        .post(
            "/assignments",
            "{\"id\":\"offline\",\"rubric\":{\"id\":\"%s\",\"version\":9}}".formatted(id))
        .of(201);
    String answers = Files.readString(GOLDEN.resolve("answers.json"));
    JsonNode attempt =
        course
            .post(
                "/assignments/offline/attempts",
                "{\"subject\":\"s_1\",\"answers\":" + answers + "}")
            .of(201);
    long seed =
        course.get("/sessions/" + attempt.get("session").asString()).of(200).get("seed").asLong();

    Result offline =
        new OfflineGrading()
            .grade(
                new OfflineGrading.Source("rubric.yaml", octets(rubric)),
                9,
                new OfflineGrading.Source("answers.json", octets(answers)),
                seed);
    String served = course.get("/grades/" + attempt.at("/grade/id").asString()).body();
    assertThat(served.substring(served.indexOf("{\"rubric\""), served.length() - 1))
        .isEqualTo(new String(offline.octets().toArray(), StandardCharsets.UTF_8));
    assertThat(attempt.at("/grade/resultSha256").asString()).isEqualTo(offline.sha256());
  }

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
