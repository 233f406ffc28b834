package dev.handshakelab.linux;

import dev.handshakelab.scenario.Agreement;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.EndSpec.Profile;
import dev.handshakelab.scenario.EndSpec.Stack;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.Queues;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SocketOptions;
import dev.handshakelab.scenario.SpecJson;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.trace.Party;
import java.util.List;
import java.util.TreeMap;
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
    return new SessionRequest(
        Mode.REAL_SOCKET,
        "basic-three-way-handshake",
        0,
        new TreeMap<>(),
        end(false),
        end(true),
        NetworkSpec.PERFECT,
        Exchange.NOTHING,
        List.of(new Step(new Step.When.At(0), Party.CLIENT, Step.Call.OPEN, 0)),
        new Until.Quiescent());
  }

  private static EndSpec end(boolean listens) {
    return new EndSpec(
        Stack.KERNEL,
        Profile.LINUX,
        new TreeMap<>(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        Agreement.OPEN,
        null,
        null,
        null,
        listens,
        null,
        null,
        null,
        null,
        Queues.OPEN,
        SocketOptions.OPEN);
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
