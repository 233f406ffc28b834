package dev.handshakelab.linux.hybrid;

import dev.handshakelab.scenario.Limits;
import dev.handshakelab.scenario.Reading;
import dev.handshakelab.scenario.RequestReading;
import dev.handshakelab.scenario.SessionRequest;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Complete requests for a session between simulator and kernel, read as a client's are. */
final class HybridRequests {
  private static final RequestReading READING = new RequestReading(Limits.USUAL);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
          .build();

  private HybridRequests() {}

  /**
   * @param members beside the mode, e.g. {@code {server: {mss: 1000}}}
   */
  static SessionRequest asking(String members) {
    var asked = (ObjectNode) MAPPER.readTree(members);
    asked.put("mode", "HYBRID");
    Reading reading = READING.read(asked, () -> 42);
    if (reading instanceof Reading.Complete(var request)) {
      return request;
    }
    throw new AssertionError(asked + " cannot be read: " + reading);
  }
}
