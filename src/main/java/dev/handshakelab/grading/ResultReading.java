package dev.handshakelab.grading;

import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link ResultJson} wrote: a kept result, with the rubric that it came of. */
public final class ResultReading {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ResultReading() {}

  /**
   * The result again; written once more it is the same octets.
   *
   * @throws IllegalArgumentException when the octets are not a result of this rubric
   */
  public static Result read(Octets kept, Rubric rubric) {
    JsonNode tree = MAPPER.readTree(kept.toArray());
    JsonNode which = tree.get("rubric");
    JsonNode checks = tree.get("checks");
    if (checks.size() != rubric.checks().size()) {
      throw new IllegalArgumentException("a result of another rubric than " + rubric.id());
    }
    List<CheckResult> results = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      results.add(check(rubric.checks().get(i), checks.get(i)));
    }
    JsonNode version = which.get("version");
    return new Result(
        rubric,
        version.isNull() ? null : version.asInt(),
        which.get("sha256").asString(),
        tree.get("traceSha256").asString(),
        results);
  }

  private static CheckResult check(Check check, JsonNode kept) {
    if (!kept.get("id").asString().equals(check.id())) {
      throw new IllegalArgumentException(kept.get("id") + " is kept where " + check.id() + " is");
    }
    String points = text(kept.get("points"));
    JsonNode misconception = kept.get("misconception");
    return new CheckResult(
        check,
        CheckResult.Status.valueOf(kept.get("status").asString()),
        points == null ? null : new BigDecimal(points),
        text(kept.get("given")),
        text(kept.get("feedback")),
        misconception.isNull() ? null : misconception.asInt());
  }

  private static @Nullable String text(JsonNode node) {
    return node.isNull() ? null : node.asString();
  }
}
