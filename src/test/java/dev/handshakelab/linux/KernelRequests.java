package dev.handshakelab.linux;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SpecJson;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Complete requests for the kernel. */
public final class KernelRequests {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
          .build();

  private KernelRequests() {}

  /** A handshake, everything left to the kernel. */
  static SessionRequest basic() {
    return Trial.onKernel();
  }

  /**
   * The handshake with these members laid over it, e.g. {@code {client: {mss: 1000}}}; lists take
   * the place of what was there.
   */
  public static SessionRequest asking(String members) {
    JsonNode spec = SpecJson.toTree(basic());
    MAPPER
        .readTree(members)
        .properties()
        .forEach(member -> lay(member.getKey(), member.getValue(), spec));
    return SpecJson.fromTree(spec);
  }

  private static void lay(String name, JsonNode value, JsonNode onto) {
    var object = (ObjectNode) onto;
    if (value.isObject() && object.path(name).isObject()) {
      value
          .properties()
          .forEach(member -> lay(member.getKey(), member.getValue(), object.get(name)));
    } else {
      object.set(name, value);
    }
  }
}
