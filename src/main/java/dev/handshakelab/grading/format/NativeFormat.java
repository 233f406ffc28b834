package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.ResultJson;
import dev.handshakelab.wire.Octets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The grade itself, with everything that is known of it. */
public final class NativeFormat implements Format {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public String name() {
    return "native";
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    return Octets.of(MAPPER.writeValueAsBytes(toTree(grade)));
  }

  /** The members of the contract, in its order. */
  public static ObjectNode toTree(Grade grade) {
    Result result = grade.result();
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", grade.id());
    tree.put("attempt", grade.attempt());
    tree.put("assignment", grade.assignment());
    tree.put("subject", grade.subject());
    tree.put("state", result.state().name());
    tree.put("gradedAt", text(grade.gradedAt()));
    tree.put("supersedes", grade.supersedes());
    tree.put("score", Decimals.text(result.score()));
    tree.put("maxScore", Decimals.text(result.maxScore()));
    tree.put("resultSha256", result.sha256());
    tree.set("result", ResultJson.toTree(result));
    return tree;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
