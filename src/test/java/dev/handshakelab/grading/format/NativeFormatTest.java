package dev.handshakelab.grading.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeFormatTest {
  @Test
  void theGradeStandsAroundItsResult() {
    Result result =
        Samples.grade(
            Samples.rubricOf("{id: c, kind: outcome, points: 1.50, expect: ESTABLISHED}"),
            Samples.evidence("{}"),
            "{}");
    Grade grade = Grade.unkept(result, Instant.parse("2026-11-22T09:16:02Z"));

    String json =
        new String(new NativeFormat().render(grade, Map.of()).toArray(), StandardCharsets.UTF_8);

    assertThat(json)
        .startsWith(
            "{\"id\":null,\"attempt\":null,\"assignment\":null,\"subject\":null,"
                + "\"state\":\"GRADED\",\"gradedAt\":\"2026-11-22T09:16:02Z\",\"supersedes\":null,"
                + "\"score\":\"1.5\",\"maxScore\":\"1.5\",\"resultSha256\":\""
                + result.sha256()
                + "\",\"result\":{")
        .endsWith(new String(result.octets().toArray(), StandardCharsets.UTF_8) + "}");
  }
}
