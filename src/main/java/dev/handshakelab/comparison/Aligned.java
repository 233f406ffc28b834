package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A simulated trace and one run on a kernel, side by side. */
final class Aligned {
  private final Trace simulated;
  private final Trace real;
  private final Calls simulatedCalls;
  private final Calls realCalls;
  private final Cookies cookies;
  private final List<Conversation> conversations = new ArrayList<>();
  private final Map<Integer, TracedSegment> simulatedByOrdinal = new HashMap<>();
  private final Map<Integer, TracedSegment> realByOrdinal = new HashMap<>();

  /** By the ordinal of the simulated segment, the real one; and the other way. */
  private final Map<Integer, TracedSegment> counterparts = new HashMap<>();

  private final Map<Integer, TracedSegment> originals = new HashMap<>();

  /** Simulated, by connection, what became of its timers. */
  private final Map<Integer, List<Entry.TimerChange>> timers = new HashMap<>();

  private final @Nullable Long endNs;
  private @Nullable CrowdedQueue crowdedQueue;
  private @Nullable Long latenessNs;

  /** One connection that both have. */
  record Conversation(int number, View simulated, View real, Map<Party, List<Pair>> pairs) {
    List<Pair> of(Party party) {
      return Objects.requireNonNull(pairs.get(party));
    }

    /** Every pair, the client's first. */
    List<Pair> all() {
      List<Pair> all = new ArrayList<>(of(Party.CLIENT));
      all.addAll(of(Party.SERVER));
      return all;
    }
  }

  /**
   * @param endNs when both were over; null when they waited until there was nothing more to come
   * @throws TooLong when they differ in too much
   */
  Aligned(Trace simulated, Trace real, @Nullable Long endNs) {
    this.endNs = endNs;
    this.simulated = simulated;
    this.real = real;
    simulatedCalls = new Calls(simulated);
    realCalls = new Calls(real);
    cookies = new Cookies(simulated);
    for (Entry entry : simulated.entries()) {
      if (entry instanceof Entry.TimerChange change) {
        timers.computeIfAbsent(change.connection(), none -> new ArrayList<>()).add(change);
      }
    }
    Map<Integer, List<TracedSegment>> ours = byConnection(simulated, simulatedByOrdinal);
    Map<Integer, List<TracedSegment>> theirs = byConnection(real, realByOrdinal);
    int both = Math.min(simulated.conversations().size(), real.conversations().size());
    for (int number = 1; number <= both; number++) {
      Set<Party> answering = cookies.answering(number);
      var one = new View(simulated, number, ours.getOrDefault(number, List.of()), answering);
      var other = new View(real, number, theirs.getOrDefault(number, List.of()), answering);
      Map<Party, List<Pair>> pairs = new EnumMap<>(Party.class);
      for (Party party : Party.values()) {
        pairs.put(party, Alignment.of(one, other, party));
      }
      conversations.add(new Conversation(number, one, other, pairs));
    }
    remember();
    // When the counterpart of something arrived in the real trace is known only by now.
    var first = new Latencies(this, Tolerances.USUAL);
    pairAnew((each, party) -> Alignment.settled(each, party, first::dueNs));
    var settled = new Latencies(this, Tolerances.USUAL);
    pairAnew((each, party) -> Alignment.parted(each, party, settled::areApart));
  }

  private void pairAnew(BiFunction<Conversation, Party, List<Pair>> pairing) {
    conversations.replaceAll(each -> {
      Map<Party, List<Pair>> pairs = new EnumMap<>(Party.class);
      for (Party party : Party.values()) {
        pairs.put(party, pairing.apply(each, party));
      }
      return new Conversation(each.number(), each.simulated(), each.real(), pairs);
    });
    counterparts.clear();
    originals.clear();
    latenessNs = null;
    remember();
  }

  private static Map<Integer, List<TracedSegment>> byConnection(
      Trace trace, Map<Integer, TracedSegment> byOrdinal) {
    Map<Integer, List<TracedSegment>> segments = new HashMap<>();
    for (TracedSegment segment : trace.segments()) {
      int connection = connection(segment, byOrdinal);
      segments.computeIfAbsent(connection, none -> new ArrayList<>()).add(segment);
      byOrdinal.put(segment.sent().ordinal(), segment);
    }
    return segments;
  }

  /**
   * A RST that a new incarnation answers to a segment of the old one has the old one's numbers, and
   * on a wire nobody could say that it was the new one that sent it.
   */
  private static int connection(TracedSegment segment, Map<Integer, TracedSegment> before) {
    Entry.Sent sent = segment.sent();
    TracedSegment answered =
        sent.packet().segment().isRst() && sent.cause() instanceof Cause.BySegment(int of, int _)
            ? before.get(of)
            : null;
    return answered != null
            && answered.sent().packet().source().equals(sent.packet().destination())
            && answered.sent().packet().destination().equals(sent.packet().source())
        ? answered.sent().connection()
        : sent.connection();
  }

  private void remember() {
    conversations.forEach(conversation -> conversation.all().forEach(this::remember));
  }

  private void remember(Pair pair) {
    if (pair.simulated() == null || pair.real() == null) {
      return;
    }
    for (TracedSegment part : pair.simulated().parts()) {
      counterparts.put(part.sent().ordinal(), ending(part, pair.simulated(), pair.real()));
    }
    for (TracedSegment part : pair.real().parts()) {
      originals.put(part.sent().ordinal(), ending(part, pair.real(), pair.simulated()));
    }
  }

  /** The part that reaches as far as this one does. */
  private static TracedSegment ending(TracedSegment part, Piece of, Piece in) {
    int length = 0;
    for (TracedSegment before : of.parts()) {
      length += before.sent().packet().segment().payload().length();
      if (before.equals(part)) {
        break;
      }
    }
    int reached = 0;
    for (TracedSegment candidate : in.parts()) {
      reached += candidate.sent().packet().segment().payload().length();
      if (reached >= length) {
        return candidate;
      }
    }
    return in.parts().getLast();
  }

  Trace simulated() {
    return simulated;
  }

  Trace real() {
    return real;
  }

  List<Conversation> conversations() {
    return conversations;
  }

  Conversation conversation(int number) {
    return conversations.get(number - 1);
  }

  @Nullable TracedSegment simulated(int ordinal) {
    return simulatedByOrdinal.get(ordinal);
  }

  @Nullable TracedSegment real(int ordinal) {
    return realByOrdinal.get(ordinal);
  }

  /** What the kernel did for a simulated segment; null when nothing. */
  @Nullable TracedSegment realOf(int simulatedOrdinal) {
    return counterparts.get(simulatedOrdinal);
  }

  /** What was simulated for a segment of the kernel; null when nothing. */
  @Nullable TracedSegment simulatedOf(int realOrdinal) {
    return originals.get(realOrdinal);
  }

  /** Every simulated segment that has one, with its counterpart. */
  Map<TracedSegment, TracedSegment> counterparts() {
    Map<TracedSegment, TracedSegment> both = new LinkedHashMap<>();
    counterparts.forEach((ordinal, real) -> both.put(simulatedByOrdinal.get(ordinal), real));
    return both;
  }

  /** When a copy of the counterpart of a simulated segment arrived; null when nobody knows. */
  @Nullable Long realArrivalNs(int simulatedOrdinal, int copy) {
    TracedSegment counterpart = realOf(simulatedOrdinal);
    if (counterpart == null) {
      return null;
    }
    for (Entry.Arrived arrived : counterpart.deliveries()) {
      if (arrived.copy() == copy) {
        return arrived.atNs();
      }
    }
    return null;
  }

  /** How late this machine's threads were, in nanoseconds. */
  long latenessNs() {
    if (latenessNs == null) {
      latenessNs = new Lateness(this).most();
    }
    return latenessNs;
  }

  /** What, simulated, became of the timers of a connection, in order. */
  List<Entry.TimerChange> timers(int connection) {
    return timers.getOrDefault(connection, List.of());
  }

  /** The server's queues of half-open connections; they are looked at when first asked for. */
  CrowdedQueue crowdedQueue(Circumstances where) {
    if (crowdedQueue == null) {
      crowdedQueue = new CrowdedQueue(this, where);
    }
    return crowdedQueue;
  }

  /** When both were over, in nanoseconds from time zero; null when nothing more was to come. */
  @Nullable Long endNs() {
    return endNs;
  }

  /** Who answered with SYN cookies, simulated. */
  Cookies cookies() {
    return cookies;
  }

  Calls simulatedCalls() {
    return simulatedCalls;
  }

  Calls realCalls() {
    return realCalls;
  }
}
