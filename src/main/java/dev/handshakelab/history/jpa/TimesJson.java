package dev.handshakelab.history.jpa;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The times of a conversation that are not one number each, as JSON: waits as {@code
 * [1000000000,2000000000]}, time in states as {@code {"CLIENT":{"SYN_SENT":40000000}}}.
 */
final class TimesJson {
  private static final TypeReference<List<Long>> WAITS = new TypeReference<>() {};
  private static final TypeReference<Map<Party, Map<StateName, Long>>> TIME_IN_STATE =
      new TypeReference<>() {};

  // Made once: this is done for every conversation that is stored.
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ObjectWriter WAITS_WRITER = MAPPER.writerFor(WAITS);
  private static final ObjectReader WAITS_READER = MAPPER.readerFor(WAITS);
  private static final ObjectWriter TIME_IN_STATE_WRITER = MAPPER.writerFor(TIME_IN_STATE);
  private static final ObjectReader TIME_IN_STATE_READER = MAPPER.readerFor(TIME_IN_STATE);

  private TimesJson() {}

  static String writeWaits(List<Long> waits) {
    return WAITS_WRITER.writeValueAsString(waits);
  }

  static List<Long> readWaits(String json) {
    return WAITS_READER.readValue(json);
  }

  /** In the order of parties and states, so that equal times are equal text. */
  static String writeTimeInState(Map<Party, Map<StateName, Long>> times) {
    Map<Party, Map<StateName, Long>> ordered = new EnumMap<>(Party.class);
    times.forEach((party, states) -> {
      Map<StateName, Long> inOrder = new EnumMap<>(StateName.class);
      inOrder.putAll(states);
      ordered.put(party, inOrder);
    });
    return TIME_IN_STATE_WRITER.writeValueAsString(ordered);
  }

  static Map<Party, Map<StateName, Long>> readTimeInState(String json) {
    return TIME_IN_STATE_READER.readValue(json);
  }
}
