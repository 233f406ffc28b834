package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where two traces differ.
 *
 * @param connection from 1
 * @param party null for what both ends share
 * @param segment which of that end's segments of the simulated trace, from 1; of one that only the
 *     kernel sent, the one before it, 0 for none; null for what is no segment's
 * @param extra whether only the kernel sent it
 */
public record Place(
    int connection,
    @Nullable Party party,
    @Nullable Integer segment,
    boolean extra,
    Aspect aspect) {

  static Place of(int connection, Aspect aspect) {
    return new Place(connection, null, null, false, aspect);
  }

  static Place of(int connection, Party party, Aspect aspect) {
    return new Place(connection, party, null, false, aspect);
  }

  /** E.g. {@code connection 1, client segment 2, window}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("connection ").append(connection);
    if (party != null) {
      text.append(", ");
      if (extra) {
        text.append("after ");
      }
      text.append(party.name().toLowerCase(Locale.ROOT));
      if (segment != null) {
        text.append(" segment ").append(segment);
      }
    }
    return aspect == Aspect.CONNECTION
        ? text.toString()
        : text.append(", ").append(aspect.label()).toString();
  }
}
