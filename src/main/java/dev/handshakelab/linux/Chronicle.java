package dev.handshakelab.linux;

import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.StateInference;
import dev.handshakelab.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/**
 * Makes the trace of a session whose segments were tapped: calls and segments where they belong by
 * time, and after each the states that it proves. What the kernel said besides is compared with
 * that, and where the two disagree a note says so.
 */
final class Chronicle {
  private Chronicle() {}

  static Trace of(Evidence evidence) {
    var seen = SeenSegments.of(evidence);
    List<Placed> placed = new ArrayList<>();
    for (Told told : evidence.told()) {
      placed.add(new Placed(told.atNs() - evidence.zeroNs(), entry(told, evidence.zeroNs(), seen)));
    }
    placed.addAll(seen.placed());
    // Stable: what has one time stays in the order in which it was learnt.
    placed.sort(Comparator.comparingLong(Placed::placeNs));
    List<Entry> entries =
        new ArrayList<>(
            TracedStates.woven(
                states(placed.stream().map(Placed::entry).toList(), evidence, seen),
                evidence,
                seen::isOwn));
    for (Party party : Party.values()) {
      GivenUp.of(evidence, entries, seen.lastOwn(), party).ifPresent(entries::add);
    }
    List<String> doubts = new ArrayList<>(seen.doubts());
    if (evidence.eventsLost() > 0) {
      doubts.add(
          "the kernel's log is not complete: it had no room for "
              + evidence.eventsLost()
              + " events of this host");
    }
    doubts.addAll(Contradictions.between(evidence, seen, entries));
    doubts.forEach(doubt -> entries.add(new Entry.Note(0, null, doubt, null)));
    return new Trace(Clock.REALTIME, 1, seen.conversations(), entries);
  }

  private static List<Entry> states(List<Entry> entries, Evidence evidence, SeenSegments seen) {
    return evidence.ofOneSocket()
        ? StateInference.withStatesOfOne(entries)
        : StateInference.withStates(
            entries,
            EnumSet.allOf(Party.class),
            (number, party) -> evidence.cookies().answered(party, seen.isOwn(number)));
  }

  /** Transitions get their ordinals when all are there. */
  private static Entry entry(Told told, long zeroNs, SeenSegments seen) {
    return switch (told) {
      case Told.Called called -> ToldEntries.call(called, seen.numberOf(called.whose()), zeroNs);
      case Told.Remark remark -> ToldEntries.note(remark, seen.numberOf(remark.whose()), zeroNs);
      case Told.Sampled sampled ->
          switch (sampled.subject()) {
            case LISTENER -> ToldEntries.listener(sampled, zeroNs, 0);
            case CONNECTION -> ToldEntries.found(sampled, zeroNs);
          };
    };
  }
}
