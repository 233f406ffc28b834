package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows for the ends of a connection: an end goes another way when what moved it is only in
 * one of the two traces, its user is told of that way, and the outcome is what both ways make.
 */
final class EndConsequences {
  private final Aligned run;
  private final List<Found> found;
  private final Map<Found, String> names;
  private final OneSided oneSided;

  /**
   * @param found all that differs
   * @param names of what is explained so far
   */
  EndConsequences(Aligned run, List<Found> found, Map<Found, String> names, OneSided oneSided) {
    this.run = run;
    this.found = found;
    this.names = names;
    this.oneSided = oneSided;
  }

  /** Null when it follows from nothing. */
  @Nullable String explaining(Place at) {
    int connection = at.connection();
    Party party = at.party();
    return switch (at.aspect()) {
      case STATES -> {
        Parting parting = party == null ? null : Parting.of(run, connection, party);
        String lacking = parting == null ? null : why(parting.simulated(), true);
        yield parting == null || lacking != null ? lacking : why(parting.real(), false);
      }
      case ANSWER -> ofTheWay(connection, party);
      case OUTCOME -> ofBothWays(connection);
      case CONNECTION,
          SEGMENT,
          FLAGS,
          ACK,
          WINDOW,
          URGENT,
          OPTIONS,
          TIMESTAMP,
          ECHO,
          TTL,
          ECN,
          IDENTIFICATION,
          LATENCY,
          CAUSE ->
          null;
    };
  }

  private @Nullable String why(Entry.@Nullable Transition move, boolean isSimulated) {
    return move != null && move.cause() instanceof Cause.BySegment(int ordinal, int _)
        ? oneSided.why(ordinal, isSimulated)
        : null;
  }

  private @Nullable String ofTheWay(int connection, @Nullable Party party) {
    return ways(connection).stream()
        .filter(each -> each.at().party() == party)
        .map(names::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String ofBothWays(int connection) {
    List<Found> ways = ways(connection);
    return ways.isEmpty() || !ways.stream().allMatch(names::containsKey)
        ? null
        : names.get(ways.getFirst());
  }

  private List<Found> ways(int connection) {
    return found.stream()
        .filter(each -> each.at().connection() == connection && each.at().aspect() == Aspect.STATES)
        .toList();
  }
}
