package dev.handshakelab.comparison;

import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of one trace, as it is compared: each side's segments, and what they rest on.
 */
final class View {
  /** What a side may send when it was told nothing (RFC 9293 §3.7.1). */
  private static final int LEAST_MSS = 536;

  private final Trace trace;
  private final Conversation conversation;
  private final Numbers numbers;
  private final Map<Party, List<Piece>> pieces = new EnumMap<>(Party.class);
  private final Map<Party, Integer> shifts = new EnumMap<>(Party.class);
  private final Map<Party, Piece> stamped = new EnumMap<>(Party.class);
  private final Map<Party, Map<Long, List<Piece>>> byTimestamp = new EnumMap<>(Party.class);
  private final int mss;

  /**
   * @param cookies who answered SYNs with cookies
   */
  View(Trace trace, int connection, List<TracedSegment> segments, Set<Party> cookies) {
    this.trace = trace;
    this.conversation = trace.conversation(connection);
    numbers = new Numbers(conversation, segments, cookies);
    for (Party party : Party.values()) {
      List<Piece> own = new ArrayList<>();
      for (TracedSegment segment : segments) {
        if (segment.sent().from() == party) {
          own.add(new Piece(own.size() + 1, List.of(segment)));
        }
      }
      pieces.put(party, List.copyOf(own));
    }
    for (Party party : Party.values()) {
      shifts.put(party, shift(party));
      noteTimestamps(party);
    }
    mss = leastMss();
  }

  private void noteTimestamps(Party party) {
    Map<Long, List<Piece>> pieces = new HashMap<>();
    for (Piece piece : of(party)) {
      Timestamps own = timestamps(piece);
      if (own != null) {
        pieces.computeIfAbsent(own.value(), none -> new ArrayList<>()).add(piece);
        if (!piece.isInjected()) {
          stamped.putIfAbsent(party, piece);
        }
      }
    }
    byTimestamp.put(party, pieces);
  }

  Trace trace() {
    return trace;
  }

  Conversation conversation() {
    return conversation;
  }

  List<Piece> of(Party party) {
    return Objects.requireNonNull(pieces.get(party));
  }

  /** SEG.SEQ by what it is counted from. */
  String sequence(Segment segment, Party from) {
    return numbers.of(segment.sequence(), from);
  }

  /** SEG.ACK by what it is counted from; empty without ACK. */
  String acknowledgment(Segment segment, Party from) {
    return segment.isAck() ? numbers.of(segment.acknowledgment(), from.other()) : "";
  }

  /** A number that {@code from} acknowledges. */
  String acknowledged(SequenceNumber number, Party from) {
    return numbers.of(number, from.other());
  }

  /** How far a number of {@code party}'s is from its ISN; null when nobody knows that. */
  @Nullable Integer offset(SequenceNumber number, Party party) {
    SequenceNumber isn = conversation.isnOf(party);
    return isn == null ? null : number.minus(isn);
  }

  /** In octets, the least by which a side's windows differ: they are rounded to it. */
  long grain(Party party) {
    return 1L << Objects.requireNonNull(shifts.get(party));
  }

  /** SND.WND in octets that a segment announces: a SYN's window is never scaled (RFC 7323 §2.2). */
  long window(Segment segment, Party from) {
    return segment.isSyn()
        ? segment.window()
        : (long) segment.window() << Objects.requireNonNull(shifts.get(from));
  }

  /** How far {@code party} shifts its windows: both SYNs must have offered it (RFC 7323 §1.3). */
  private int shift(Party party) {
    Integer own = offered(party);
    return own == null || offered(party.other()) == null ? 0 : Math.min(own, 14);
  }

  private @Nullable Integer offered(Party party) {
    return of(party).stream()
        .filter(piece -> !piece.isInjected() && piece.segment().isSyn())
        .flatMap(piece -> piece.segment().option(TcpOption.WindowScale.class).stream())
        .map(TcpOption.WindowScale::shift)
        .findFirst()
        .orElse(null);
  }

  /** The MSS that a side's own SYN announced, in octets; the least of both when none did. */
  int announced(Party party) {
    return of(party).stream()
        .filter(piece -> !piece.isInjected())
        .flatMap(piece -> piece.segment().option(TcpOption.MaximumSegmentSize.class).stream())
        .map(TcpOption.MaximumSegmentSize::value)
        .findFirst()
        .orElse(mss);
  }

  /** The least MSS that a SYN of either side announced, in octets. */
  int mss() {
    return mss;
  }

  private int leastMss() {
    int least = Integer.MAX_VALUE;
    for (Party party : Party.values()) {
      for (Piece piece : of(party)) {
        var announced = piece.segment().option(TcpOption.MaximumSegmentSize.class);
        if (!piece.isInjected() && announced.isPresent()) {
          least = Math.min(least, announced.get().value());
        }
      }
    }
    return least == Integer.MAX_VALUE ? LEAST_MSS : least;
  }

  static @Nullable Timestamps timestamps(Piece piece) {
    return piece.segment().option(Timestamps.class).orElse(null);
  }

  /** The first segment of a side that carries a timestamp of its own. */
  @Nullable Piece firstStamped(Party party) {
    return stamped.get(party);
  }

  /**
   * What the clock of a side's timestamps is read from: not a SYN+ACK if there is anything else,
   * since a SYN cookie keeps options in the low bits of its TSval.
   */
  @Nullable Piece clockBase(Party party) {
    for (Piece piece : of(party)) {
      boolean synAck = piece.segment().isSyn() && piece.segment().isAck();
      if (!synAck && !piece.isInjected() && timestamps(piece) != null) {
        return piece;
      }
    }
    return firstStamped(party);
  }

  /** The segments of a side with this TSval: several when they were sent in one tick. */
  List<Piece> stampedWith(long value, Party party) {
    return Objects.requireNonNull(byTimestamp.get(party)).getOrDefault(value, List.of());
  }
}
