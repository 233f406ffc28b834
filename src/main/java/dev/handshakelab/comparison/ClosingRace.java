package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two ends that close at about the same time: whether the peer's FIN is there yet when a user calls
 * decides between CLOSE-WAIT and FIN-WAIT-1, at that end, and between FIN-WAIT-2 and CLOSING at the
 * other; and so does which comes first of two segments that arrive together.
 */
final class ClosingRace {
  private static final String CLOSE = "CLOSE";

  /** Where a connection can be once somebody has closed. */
  private static final Set<StateName> CLOSING =
      EnumSet.of(
          StateName.FIN_WAIT_1,
          StateName.FIN_WAIT_2,
          StateName.CLOSE_WAIT,
          StateName.CLOSING,
          StateName.LAST_ACK,
          StateName.TIME_WAIT,
          StateName.CLOSED);

  private ClosingRace() {}

  static boolean explains(Found found, Aligned run, Tolerances tolerances) {
    Party party = found.at().party();
    if (found.at().aspect() != Aspect.STATES || party == null) {
      return false;
    }
    int number = found.at().connection();
    Long here = parting(run, number, party);
    Long there = parting(run, number, party.other());
    return here != null
        && (isRace(run, party, here, tolerances)
            || there != null && there <= here && isRace(run, party.other(), there, tolerances));
  }

  /** When, simulated, an end went the way that the kernel did not; null when not while closing. */
  private static @Nullable Long parting(Aligned run, int number, Party party) {
    Parting parting = Parting.of(run, number, party);
    Entry.Transition ours = parting == null ? null : parting.simulated();
    return parting != null && ours != null && isClosing(ours) && isClosing(parting.real())
        ? ours.atNs()
        : null;
  }

  private static boolean isClosing(Entry.@Nullable Transition move) {
    return move != null && CLOSING.contains(move.to());
  }

  /**
   * Whether something arrived about then, and about then the end's user closed, or something else
   * arrived: a FIN and the acknowledgment of one's own.
   */
  private static boolean isRace(Aligned run, Party party, long atNs, Tolerances tolerances) {
    long around = tolerances.callNs() + run.latenessNs();
    boolean closed =
        run.simulatedCalls().all().entrySet().stream()
            .filter(each -> each.getKey().party() == party && each.getKey().op().equals(CLOSE))
            .anyMatch(each -> Math.abs(each.getValue().atNs() - atNs) <= around);
    long arrivals =
        run.simulated().segments().stream()
            .filter(segment -> segment.sent().from() != party)
            .map(TracedSegment::receivedNs)
            .filter(arrived -> arrived != null && Math.abs(arrived - atNs) <= around)
            .count();
    return arrivals > (closed ? 0 : 1);
  }
}
