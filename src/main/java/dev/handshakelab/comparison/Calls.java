package dev.handshakelab.comparison;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the users of a trace called: the first entry of each call, its answers left out. What is the
 * same call in two traces is told by who called what for the how manieth time.
 */
final class Calls {
  /**
   * @param nth of this kind by this end, from 1
   */
  record Call(Party party, String op, int nth) {}

  /**
   * When it was made, and upon what.
   *
   * @param upon the segment that had arrived at that instant; null when the time was its own
   * @param tookNs until it was answered; 0 when it was at once, or never
   */
  record Made(long atNs, Entry.@Nullable Arrived upon, long tookNs) {
    Made answered(long answeredNs) {
      return new Made(atNs, upon, answeredNs - atNs);
    }
  }

  private final Map<Call, Made> made = new HashMap<>();

  Calls(Trace trace) {
    Map<Integer, Party> senders = new HashMap<>();
    for (TracedSegment segment : trace.segments()) {
      senders.put(segment.sent().ordinal(), segment.sent().from());
    }
    Map<Party, Map<Integer, Call>> seen = new EnumMap<>(Party.class);
    Map<Party, Entry.Arrived> arrived = new EnumMap<>(Party.class);
    Map<String, Integer> counts = new HashMap<>();
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.Arrived arrival) {
        Party sender = senders.get(arrival.segment());
        if (sender != null) {
          arrived.put(sender.other(), arrival);
        }
      } else if (entry instanceof Entry.UserCall call && call.id() > 0 && call.atNs() != null) {
        Map<Integer, Call> known = seen.computeIfAbsent(call.endpoint(), none -> new HashMap<>());
        Call before = known.get(call.id());
        if (before == null) {
          int nth = counts.merge(call.endpoint() + call.op(), 1, Integer::sum);
          Call first = new Call(call.endpoint(), call.op(), nth);
          Entry.Arrived last = arrived.get(call.endpoint());
          boolean upon = last != null && call.atNs().equals(last.atNs());
          known.put(call.id(), first);
          made.put(first, new Made(call.atNs(), upon ? last : null, 0));
        } else if (call.result() != null) {
          long answeredNs = call.atNs();
          made.computeIfPresent(before, (_, first) -> first.answered(answeredNs));
        }
      }
    }
  }

  Map<Call, Made> all() {
    return made;
  }

  @Nullable Made of(Call call) {
    return made.get(call);
  }

  /** The last call of this kind at a time; null when there is none. */
  @Nullable Call at(Party party, String op, long atNs) {
    Call last = null;
    for (Map.Entry<Call, Made> each : made.entrySet()) {
      Call call = each.getKey();
      if (call.party() == party
          && call.op().equals(op)
          && each.getValue().atNs() == atNs
          && (last == null || call.nth() > last.nth())) {
        last = call;
      }
    }
    return last;
  }
}
