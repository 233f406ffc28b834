package dev.handshakelab.grading.format;

import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns trees and text into octets of UTF-8. */
final class Documents {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private Documents() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Decimals are written in full, digit by digit. */
  static String json(JsonNode tree) {
    return MAPPER.writeValueAsString(tree);
  }

  static Octets octets(JsonNode tree) {
    return octets(json(tree));
  }

  static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
