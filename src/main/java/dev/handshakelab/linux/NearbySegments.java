package dev.handshakelab.linux;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which conversation the kernel's log speaks of. It names addresses and ports, and one pair of
 * these may have several conversations, one after the other: then it is that of the nearest segment
 * in time, for the log is written within microseconds of sending one or dealing with one.
 */
final class NearbySegments {
  /** Where there are no segments at all. */
  private static final int FIRST = 1;

  /** What an end did with segments. */
  private record Dealt(Party party, boolean sending) {}

  /** Of each segment by its time, from time zero: the number of its conversation. */
  private final Map<Dealt, NavigableMap<Long, Integer>> conversations = new HashMap<>();

  /**
   * @param own whether a conversation is between the sockets that the log speaks of
   */
  NearbySegments(List<Entry> entries, IntPredicate own) {
    Map<Integer, Entry.Sent> sent = new HashMap<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Sent segment && own.test(segment.connection())) {
        sent.put(segment.ordinal(), segment);
        put(new Dealt(segment.from(), true), segment.atNs(), segment);
      } else if (entry instanceof Entry.Arrived copy) {
        Entry.Sent segment = sent.get(copy.segment());
        if (segment != null) {
          put(new Dealt(segment.from().other(), false), copy.atNs(), segment);
        }
      }
    }
  }

  private void put(Dealt dealt, @Nullable Long atNs, Entry.Sent segment) {
    if (atNs != null) {
      conversations.computeIfAbsent(dealt, _ -> new TreeMap<>()).put(atNs, segment.connection());
    }
  }

  /** Of what an end sent about then. */
  int sentBy(Party party, long atNs) {
    return nearest(new Dealt(party, true), atNs);
  }

  /** Of what reached an end about then. */
  int gotBy(Party party, long atNs) {
    return nearest(new Dealt(party, false), atNs);
  }

  private int nearest(Dealt dealt, long atNs) {
    NavigableMap<Long, Integer> byTime = conversations.getOrDefault(dealt, new TreeMap<>());
    Map.Entry<Long, Integer> before = byTime.floorEntry(atNs);
    Map.Entry<Long, Integer> after = byTime.ceilingEntry(atNs);
    if (before == null || after == null) {
      return before != null ? before.getValue() : after != null ? after.getValue() : FIRST;
    }
    return atNs - before.getKey() <= after.getKey() - atNs ? before.getValue() : after.getValue();
  }
}
