package dev.handshakelab.comparison;

import dev.handshakelab.comparison.Aligned.Conversation;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A segment and its counterpart, field by field. Exactly: flags, numbers, options, a SYN's window,
 * TTL, ECN. By relation: numbers to ISNs, TSval to one of that side's, TSecr to the segment it
 * echoes. A later window within one MSS. Checksums, the flow label and an identification that is
 * not simulated as 0 are not compared; the octets of data are the lab's own.
 */
final class Fields {
  private static final long TICK_NS = 1_000_000;
  private static final long HALF = 1L << 31;

  private final Aligned run;
  private final Conversation conversation;
  private final Tolerances tolerances;
  private final Pair pair;
  private final Piece ours;
  private final Piece theirs;
  private final List<Found> found = new ArrayList<>();

  private Fields(
      Aligned run,
      Conversation conversation,
      Tolerances tolerances,
      Pair pair,
      Piece ours,
      Piece theirs) {
    this.run = run;
    this.conversation = conversation;
    this.tolerances = tolerances;
    this.pair = pair;
    this.ours = ours;
    this.theirs = theirs;
  }

  /** What differs between the two segments of a pair; nothing when one is missing. */
  static List<Found> of(Aligned run, Conversation conversation, Tolerances tolerances, Pair pair) {
    if (pair.simulated() == null || pair.real() == null || pair.simulated().isInjected()) {
      return List.of();
    }
    return new Fields(run, conversation, tolerances, pair, pair.simulated(), pair.real()).compare();
  }

  private List<Found> compare() {
    Segment one = ours.segment();
    Segment other = theirs.segment();
    Party from = ours.from();
    boolean cutOtherwise = ours.isJoined() || theirs.isJoined();
    exactly(Aspect.FLAGS, flags(one, cutOtherwise), flags(other, cutOtherwise));
    exactly(
        Aspect.ACK,
        conversation.simulated().acknowledgment(ours.last(), from),
        conversation.real().acknowledgment(theirs.last(), from));
    window();
    exactly(Aspect.URGENT, urgent(one), urgent(other));
    exactly(
        Aspect.OPTIONS,
        options(one, conversation.simulated()),
        options(other, conversation.real()));
    timestamps();
    ip();
    return found;
  }

  private void exactly(Aspect aspect, String simulated, String real) {
    if (!simulated.equals(real)) {
      found.add(Found.of(pair, aspect, simulated, real));
    }
  }

  private static String flags(Segment segment, boolean withoutPsh) {
    return (withoutPsh ? segment.flags().minus(Flag.PSH) : segment.flags()).letters();
  }

  private static String urgent(Segment segment) {
    return segment.has(Flag.URG) ? String.valueOf(segment.urgentPointer()) : "none";
  }

  private void window() {
    Party from = ours.from();
    long one = conversation.simulated().window(ours.last(), from);
    long other = conversation.real().window(theirs.last(), from);
    long within = ours.segment().isSyn() ? 0 : conversation.real().mss();
    boolean shut = (one == 0) != (other == 0);
    if (shut || Math.abs(one - other) > within) {
      found.add(Found.of(pair, Aspect.WINDOW, one + " octets", other + " octets"));
    }
  }

  private String options(Segment segment, View view) {
    return segment.options().stream()
        .map(option -> option(option, view))
        .collect(Collectors.joining(","));
  }

  private String option(TcpOption option, View view) {
    return switch (option) {
      case Timestamps _ -> "TS";
      case TcpOption.NoOperation _ -> "nop";
      case TcpOption.SackPermitted _ -> "sackOK";
      case TcpOption.MaximumSegmentSize(int value) -> "mss " + value;
      case TcpOption.WindowScale(int shift) -> "wscale " + shift;
      case TcpOption.FastOpen(var cookie) -> "FO of " + cookie.length();
      case TcpOption.ExperimentalFastOpen(var cookie) -> "FOEXP of " + cookie.length();
      case SelectiveAcknowledgment(var blocks) ->
          blocks.stream()
              .map(block ->
                  view.acknowledged(block.left(), ours.from())
                      + ":"
                      + view.acknowledged(block.right(), ours.from()))
              .collect(Collectors.joining(" ", "sack ", ""));
      case TcpOption.EndOfList(var padding) -> "eol " + padding;
      case TcpOption.UserTimeout(boolean minutes, int value) ->
          "uto " + value + (minutes ? "m" : "s");
      case TcpOption.Unknown(int kind, var data) -> "unknown-" + kind + " " + data;
      case TcpOption.Illegal(int kind, var octets) -> "illegal-" + kind + " " + octets;
    };
  }

  private void timestamps() {
    Timestamps one = View.timestamps(ours);
    Timestamps other = View.timestamps(theirs);
    if (one == null || other == null) {
      return; // the options differ then
    }
    Long simulated = ticks(ours, conversation.simulated());
    Long real = ticks(theirs, conversation.real());
    Long slack = slackTicks();
    if (simulated != null && real != null && slack != null) {
      long off = real - simulated - slack;
      if (Math.abs(off) > tolerances.timestampTicks()) {
        found.add(
            Found.of(
                pair,
                Aspect.TIMESTAMP,
                "%+d".formatted(simulated),
                "%+d, %+d ms being its clock's".formatted(real, real - off)));
      }
    }
    echo(one, other);
  }

  /** TSval − that of the side's first that is read from its clock, modulo 2^32. */
  private static @Nullable Long ticks(Piece piece, View view) {
    Piece first = view.clockBase(piece.from());
    Timestamps base = first == null ? null : View.timestamps(first);
    Timestamps own = View.timestamps(piece);
    if (base == null || own == null) {
      return null;
    }
    long ticks = (own.value() - base.value()) & 0xffff_ffffL;
    return ticks >= HALF ? ticks - (HALF << 1) : ticks;
  }

  /** How much later than simulated this was sent after that side's first, in ticks. */
  private @Nullable Long slackTicks() {
    Long simulated = sinceFirst(ours, conversation.simulated());
    Long real = sinceFirst(theirs, conversation.real());
    return simulated == null || real == null
        ? null
        : Math.round((real - simulated) / (double) TICK_NS);
  }

  private static @Nullable Long sinceFirst(Piece piece, View view) {
    Piece first = view.clockBase(piece.from());
    Long begin = first == null ? null : first.sent().atNs();
    Long at = piece.sent().atNs();
    return begin == null || at == null ? null : at - begin;
  }

  private void echo(Timestamps one, Timestamps other) {
    if (!ours.segment().isAck()) {
      return; // TSecr means nothing then (RFC 7323 §3.2)
    }
    List<Piece> simulated = echoed(one, conversation.simulated());
    List<Piece> real = echoed(other, conversation.real());
    boolean same =
        simulated.isEmpty() && real.isEmpty()
            || simulated.stream()
                .flatMap(piece -> piece.parts().stream())
                .map(part -> run.realOf(part.sent().ordinal()))
                .filter(Objects::nonNull)
                .anyMatch(part -> real.stream().anyMatch(piece -> piece.parts().contains(part)));
    if (!same) {
      found.add(Found.of(pair, Aspect.ECHO, names(simulated, null), names(real, run::simulatedOf)));
    }
  }

  /** The peer's segments whose TSval a TSecr repeats: several when they were sent in one tick. */
  private List<Piece> echoed(Timestamps timestamps, View view) {
    Party peer =
        view.conversation().opening() == dev.handshakelab.trace.Conversation.Opening.SELF
            ? ours.from()
            : ours.from().other();
    return view.stampedWith(timestamps.echo(), peer);
  }

  /** Segments by the simulated numbers, where there is one. */
  private static String names(
      List<Piece> pieces, @Nullable Function<Integer, @Nullable TracedSegment> simulated) {
    if (pieces.isEmpty()) {
      return "of no segment";
    }
    return pieces.stream()
        .map(piece ->
            piece.segment().flags().letters()
                + " "
                + piece.number()
                + (simulated == null || simulated.apply(piece.sent().ordinal()) != null
                    ? ""
                    : " (only real)"))
        .collect(Collectors.joining(", ", "of ", ""));
  }

  private void ip() {
    IpHeader one = ours.sent().packet().ip();
    IpHeader other = theirs.sent().packet().ip();
    exactly(Aspect.TTL, String.valueOf(one.timeToLive()), String.valueOf(other.timeToLive()));
    exactly(Aspect.ECN, String.valueOf(one.ecn()), String.valueOf(other.ecn()));
    if (one instanceof IpHeader.Ipv4 left
        && other instanceof IpHeader.Ipv4 right
        && left.identification() == 0) {
      exactly(Aspect.IDENTIFICATION, "0", String.valueOf(right.identification()));
    }
  }
}
