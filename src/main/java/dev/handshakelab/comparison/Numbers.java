package dev.handshakelab.comparison;

import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sequence numbers by what they are counted from, so that two runs with other ISNs can be compared:
 * an ISN of that side, if the number lies in what the side sent from there on, else a number that
 * an injected segment carried, if that is near. What is neither stands for itself.
 *
 * <p>Which of its ISNs it is matters, but not of a listener that answers with SYN cookies: it makes
 * each anew from the minute, and knows none of them again.
 */
final class Numbers {
  /** As near as a number must be to what it is counted from. */
  private static final int NEAR = 1 << 24;

  private record Base(String name, SequenceNumber at) {}

  private final Map<Party, List<SequenceNumber>> isns = new EnumMap<>(Party.class);
  private final Map<Party, Long> reaches = new EnumMap<>(Party.class);
  private final List<Base> injected = new ArrayList<>();
  private final Set<Party> cookies;

  /**
   * @param segments of one conversation, in order of sending
   * @param cookies who answered SYNs with cookies
   */
  Numbers(Conversation conversation, List<TracedSegment> segments, Set<Party> cookies) {
    this.cookies = Set.copyOf(cookies);
    for (Party party : Party.values()) {
      isns.put(party, isns(conversation.isnOf(party), party, segments));
      reaches.put(party, reach(party, segments));
    }
    int count = 0;
    for (TracedSegment segment : segments) {
      if (segment.sent().injectedBy() != null) {
        count++;
        var carried = segment.sent().packet().segment();
        injected.add(new Base("injected " + count + " seq", carried.sequence()));
        if (carried.isAck()) {
          injected.add(new Base("injected " + count + " ack", carried.acknowledgment()));
        }
      }
    }
  }

  /** The first is the conversation's; a listener that was reset answers with another. */
  private static List<SequenceNumber> isns(
      @Nullable SequenceNumber first, Party party, List<TracedSegment> segments) {
    Set<SequenceNumber> isns = new LinkedHashSet<>();
    if (first != null && !isInjected(first, party, segments)) {
      isns.add(first);
    }
    for (TracedSegment segment : segments) {
      var sent = segment.sent().packet().segment();
      if (segment.sent().from() == party && segment.sent().injectedBy() == null && sent.isSyn()) {
        isns.add(sent.sequence());
      }
    }
    return List.copyOf(isns);
  }

  /** A SYN that nobody of that side sent gives it no ISN. */
  private static boolean isInjected(SequenceNumber isn, Party party, List<TracedSegment> segments) {
    return segments.stream()
        .filter(segment -> segment.sent().from() == party)
        .filter(segment -> segment.sent().packet().segment().isSyn())
        .filter(segment -> segment.sent().packet().segment().sequence().equals(isn))
        .findFirst()
        .filter(segment -> segment.sent().injectedBy() != null)
        .isPresent();
  }

  /** How far from its ISN a side can be: all that it sent, and a FIN. */
  private static long reach(Party party, List<TracedSegment> segments) {
    long octets = 2;
    for (TracedSegment segment : segments) {
      if (segment.sent().from() == party && segment.sent().injectedBy() == null) {
        octets += segment.sent().packet().segment().payload().length();
      }
    }
    return octets;
  }

  /** A number in the sequence space of {@code party}, e.g. {@code 1}: one after its ISN. */
  String of(SequenceNumber number, Party party) {
    String own = own(number, party);
    if (own != null) {
      return own;
    }
    if (number.equals(SequenceNumber.ZERO)) {
      return "absolute 0"; // of a RST that answers what has no ACK, however near an ISN may be
    }
    @Nullable Base nearest = null;
    for (Base base : injected) {
      if (nearest == null || distance(number, base.at()) < distance(number, nearest.at())) {
        nearest = base;
      }
    }
    if (nearest != null && distance(number, nearest.at()) < NEAR) {
      return "%s%+d".formatted(nearest.name(), number.minus(nearest.at()));
    }
    List<SequenceNumber> bases = Objects.requireNonNull(isns.get(party));
    return !bases.isEmpty() && distance(number, bases.getFirst()) < NEAR
        ? String.valueOf(number.minus(bases.getFirst()))
        : "absolute " + number;
  }

  /** Counted from the latest ISN whose numbers it is among; null when it is among none's. */
  private @Nullable String own(SequenceNumber number, Party party) {
    List<SequenceNumber> bases = Objects.requireNonNull(isns.get(party));
    long reach = Objects.requireNonNull(reaches.get(party));
    String text = null;
    long least = reach + 1;
    for (int i = 0; i < bases.size(); i++) {
      long distance = number.minus(bases.get(i));
      if (distance >= 0 && distance < least) {
        least = distance;
        boolean anyOfThem = i == 0 || cookies.contains(party);
        text = anyOfThem ? String.valueOf(distance) : "ISN %d + %d".formatted(i + 1, distance);
      }
    }
    return text;
  }

  private static long distance(SequenceNumber one, SequenceNumber other) {
    return Math.abs((long) one.minus(other));
  }
}
