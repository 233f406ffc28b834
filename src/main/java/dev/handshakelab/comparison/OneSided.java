package dev.handshakelab.comparison;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why segments are only in one of the two traces, as far as that is explained. */
final class OneSided {
  private final Map<Integer, String> simulated = new HashMap<>();
  private final Map<Integer, String> real = new HashMap<>();

  /** Notes the reason of one; false when it was known. */
  boolean know(Pair pair, String name) {
    boolean isSimulated = pair.simulated() != null;
    return (isSimulated ? simulated : real).put(pair.any().sent().ordinal(), name) == null;
  }

  /** Null for what is in both, and for what nobody has explained. */
  @Nullable String why(int ordinal, boolean isSimulated) {
    return (isSimulated ? simulated : real).get(ordinal);
  }
}
