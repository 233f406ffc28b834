package dev.handshakelab.grading;

import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A result as JSON. Points are strings, since a JSON number is a double to many readers. */
public final class ResultJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ResultJson() {}

  /** The members of the contract, in its order; what is unknown is null. */
  public static ObjectNode toTree(Result result) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("rubric")
        .put("id", result.rubric().id())
        .put("version", result.version())
        .put("sha256", result.rubricSha256());
    tree.put("traceSha256", result.traceSha256());
    tree.put("state", result.state().name());
    tree.put("score", Decimals.text(result.score()));
    tree.put("maxScore", Decimals.text(result.maxScore()));
    ArrayNode checks = tree.putArray("checks");
    for (CheckResult check : result.checks()) {
      checks
          .addObject()
          .put("id", check.id())
          .put("status", check.status().name())
          .put("points", text(check.points()))
          .put("max", Decimals.text(check.max()))
          .put("given", check.given())
          .put("feedback", check.feedback())
          .put("misconception", check.misconception());
    }
    return tree;
  }

  static Octets octets(Result result) {
    return Octets.of(MAPPER.writeValueAsBytes(toTree(result)));
  }

  private static @Nullable String text(@Nullable BigDecimal points) {
    return points == null ? null : Decimals.text(points);
  }
}
