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
 * one of the two traces, its user is told of that way, the outcome is what both ways make, or a
 * RST, and what it sends from then on is another.
 */
final class EndConsequences {
  private final Aligned run;
  private final List<Found> found;
  private final Map<Found, String> names;
  private final OneSided oneSided;
  private final OtherFaults faults;

  /**
   * @param found all that differs
   * @param names of what is explained so far
   */
  EndConsequences(
      Aligned run,
      List<Found> found,
      Map<Found, String> names,
      OneSided oneSided,
      OtherFaults faults) {
    this.run = run;
    this.found = found;
    this.names = names;
    this.oneSided = oneSided;
    this.faults = faults;
  }

  /** Null when it follows from nothing. */
  @Nullable String explaining(Place at) {
    int connection = at.connection();
    Party party = at.party();
    return switch (at.aspect()) {
      case STATES -> {
        Parting parting = party == null ? null : Parting.of(run, connection, party);
        yield parting == null ? null : ofTheParting(parting);
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

  private @Nullable String ofTheParting(Parting parting) {
    String ours = why(parting.simulated(), true);
    return ours == null ? why(parting.real(), false) : ours;
  }

  private @Nullable String why(Entry.@Nullable Transition move, boolean isSimulated) {
    if (move == null) {
      return null;
    }
    String lacking =
        move.cause() instanceof Cause.BySegment(int ordinal, int _)
            ? oneSided.why(ordinal, isSimulated)
            : null;
    return lacking == null ? faults.after(move.connection(), move.atNs(), isSimulated) : lacking;
  }

  /**
   * Why only one trace has a segment: its sender had gone another way by then. Not so a SYN, which
   * comes before all ways.
   */
  @Nullable String ofTheParted(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    var sent = pair.any().sent();
    String name = pair.any().segment().isSyn() ? null : ofTheWay(sent.connection(), sent.from());
    Parting parting = name == null ? null : Parting.of(run, sent.connection(), sent.from());
    if (parting == null) {
      return null;
    }
    Entry.Transition own = isSimulated ? parting.simulated() : parting.real();
    Entry.Transition other = isSimulated ? parting.real() : parting.simulated();
    Entry.Transition move = own == null ? other : own;
    return move != null && move.atNs() != null && sent.atNs() != null && sent.atNs() >= move.atNs()
        ? name
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
    if (ways.isEmpty()) {
      return ofTheReset(connection);
    }
    return ways.stream().allMatch(names::containsKey) ? names.get(ways.getFirst()) : null;
  }

  /** Both ends went the same way, but in one trace a RST was sent, to whom it did nothing. */
  private @Nullable String ofTheReset(int connection) {
    for (Pair pair : run.conversation(connection).all()) {
      Piece piece = pair.any();
      String name = oneSided.why(piece.sent().ordinal(), pair.simulated() != null);
      if (name != null && piece.segment().isRst()) {
        return name;
      }
    }
    return null;
  }

  private List<Found> ways(int connection) {
    return found.stream()
        .filter(each -> each.at().connection() == connection && each.at().aspect() == Aspect.STATES)
        .toList();
  }
}
