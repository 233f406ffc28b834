package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.grading.source.JsonFault;
import dev.handshakelab.wire.Octets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the octets of a body as one JSON value. What the members mean is for others to say: here a
 * body is refused only for what makes it no JSON, or JSON that is too deep or repeats a member.
 */
public final class JsonBodies {
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1024;

  private final JsonMapper mapper;

  /**
   * @param maxDepth of nesting, the outermost value counted
   * @param maxString in characters
   */
  public JsonBodies(int maxDepth, int maxString) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxStringLength(maxString)
            .maxNumberLength(LONGEST_NUMBER)
            .maxNameLength(LONGEST_NAME)
            .build();
    mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  /**
   * The value, decimals exact.
   *
   * @throws Refusal of type SYNTAX, with line and column
   */
  public JsonNode read(Octets body) {
    try {
      JsonNode tree = mapper.readTree(body.toArray());
      if (tree.isMissingNode()) {
        throw new Refusal(
            ProblemType.SYNTAX, "line 1, column 1: the body is empty; send at least {}");
      }
      return tree;
    } catch (JacksonException wrong) {
      throw new Refusal(ProblemType.SYNTAX, place(wrong.getLocation()) + JsonFault.told(wrong));
    }
  }

  private static String place(TokenStreamLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
  }
}
