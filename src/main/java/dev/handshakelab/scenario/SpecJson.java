package dev.handshakelab.scenario;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A complete request as JSON and back: the text that is stored as a session's {@code spec}. Equal
 * requests give the same characters, and {@code read(write(r))} equals {@code r}.
 *
 * <p>Members stand in the order of the contract. What a profile or a kernel leaves open is left
 * out; {@code mss} and {@code windowScale} of a simulated end are written even when null, which
 * there means that its SYN announces none.
 */
public final class SpecJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SpecJson() {}

  public static String write(SessionRequest request) {
    return toTree(request).toString();
  }

  public static JsonNode toTree(SessionRequest request) {
    return SpecWriter.write(request);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the text is no complete spec
   */
  public static SessionRequest read(String json) {
    try {
      return fromTree(MAPPER.readTree(json));
    } catch (JacksonException wrong) {
      throw new IllegalArgumentException("not a session's spec: " + wrong.getMessage(), wrong);
    }
  }

  /**
   * @throws IllegalArgumentException when the tree is no complete spec
   */
  public static SessionRequest fromTree(JsonNode spec) {
    return SpecReader.read(spec);
  }
}
