package dev.handshakelab.course;

import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.AnswersReading;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.source.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads answers that were kept, by a rubric that may have come after them. */
final class KeptAnswers {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private KeptAnswers() {}

  /** Without those that this rubric does not ask for; empty when one cannot be read by it. */
  static Optional<Answers> read(String json, Rubric rubric) {
    JsonNode kept = MAPPER.readTree(json);
    if (kept instanceof ObjectNode answers) {
      List<String> gone =
          answers.propertyNames().stream().filter(id -> rubric.check(id).isEmpty()).toList();
      gone.forEach(answers::remove);
    }
    try {
      return Optional.of(AnswersReading.read(new Located(kept, Map.of(), Map.of()), "", rubric));
    } catch (Flawed byThisRubric) {
      return Optional.empty();
    }
  }
}
