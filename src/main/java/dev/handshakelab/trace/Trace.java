package dev.handshakelab.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one session, in order and with times. Everything that runs a session makes one
 * of these, and everything that shows, measures, stores or grades a session reads one.
 *
 * <p>The entries are the whole truth; {@link #segments()} and {@link #transitions()} are drawn from
 * them. The number of an entry in the timeline is its index plus one.
 *
 * @param resolutionNs the least difference of times that the clock can tell, in nanoseconds
 * @param conversations by number, beginning with 1
 */
public record Trace(
    Clock clock, long resolutionNs, List<Conversation> conversations, List<Entry> entries) {
  public Trace {
    conversations = List.copyOf(conversations);
    entries = List.copyOf(entries);
  }

  /**
   * @param number from 1
   */
  public Conversation conversation(int number) {
    return conversations.get(number - 1);
  }

  /** Every segment in order of sending, lost ones included. */
  public List<TracedSegment> segments() {
    Map<Integer, List<Entry.Arrived>> deliveries = new LinkedHashMap<>();
    List<Entry.Sent> sent = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Sent segment) {
        sent.add(segment);
      } else if (entry instanceof Entry.Arrived arrived) {
        deliveries.computeIfAbsent(arrived.segment(), none -> new ArrayList<>(1)).add(arrived);
      }
    }
    return sent.stream()
        .map(segment ->
            TracedSegment.of(
                segment,
                deliveries.getOrDefault(segment.ordinal(), List.of()),
                conversation(segment.connection())))
        .toList();
  }

  public List<Entry.Transition> transitions() {
    return entries.stream()
        .filter(Entry.Transition.class::isInstance)
        .map(Entry.Transition.class::cast)
        .toList();
  }

  /** From time zero to the last entry that has a time; null when none has. */
  public @Nullable Long durationNs() {
    Long last = null;
    for (Entry entry : entries) {
      Long at = entry.atNs();
      if (at != null && (last == null || at > last)) {
        last = at;
      }
    }
    return last;
  }
}
