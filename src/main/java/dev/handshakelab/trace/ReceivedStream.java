package dev.handshakelab.trace;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint must have received, put in order: RCV.NXT, the window it announced, and whether
 * the peer's FIN has been reached (RFC 9293 §3.10.7.4, first and eighth).
 */
final class ReceivedStream {
  private static final int LARGEST_SHIFT = 14;

  private final SequenceNumber initial;
  private final int shift;
  private SequenceNumber next;

  /** The rightmost position that it has announced to take, exclusive. */
  private SequenceNumber edge;

  /** What arrived ahead of RCV.NXT. */
  private final List<Span> ahead = new ArrayList<>(0);

  /** The position after the peer's FIN, once a segment showed it. */
  private @Nullable SequenceNumber end;

  private record Span(SequenceNumber from, SequenceNumber to) {}

  /**
   * @param theirs the SYN that arrived
   * @param ours the SYN or SYN+ACK that this endpoint sent
   */
  ReceivedStream(Segment theirs, Segment ours) {
    initial = theirs.sequence();
    // A SYN+ACK tells whether text of the SYN was taken.
    next = ours.isAck() ? ours.acknowledgment() : initial.plus(1);
    edge = next.plus(ours.window());
    shift = scale(theirs) < 0 || scale(ours) < 0 ? 0 : scale(ours);
  }

  private static int scale(Segment syn) {
    return syn.option(TcpOption.WindowScale.class)
        .map(option -> Math.min(option.shift(), LARGEST_SHIFT))
        .orElse(-1);
  }

  /** IRS. */
  SequenceNumber initial() {
    return initial;
  }

  /** RCV.NXT. */
  SequenceNumber next() {
    return next;
  }

  boolean ended() {
    return end != null && next.isAtOrAfter(end);
  }

  /** This endpoint sent a segment, and with it a window. */
  void announced(Segment segment) {
    if (segment.isAck() && !segment.isSyn()) {
      SequenceNumber announced = segment.acknowledgment().plus((long) segment.window() << shift);
      if (announced.isAfter(edge)) {
        edge = announced;
      }
    }
  }

  /** Table 6 of RFC 9293 §3.4; the window is what was announced, never taken back. */
  boolean acceptable(Segment segment) {
    int window = Math.max(0, edge.minus(next));
    SequenceNumber first = segment.sequence();
    int length = segment.length();
    if (length == 0) {
      return window == 0 ? first.equals(next) : first.isWithin(next, window);
    }
    return window > 0
        && (first.isWithin(next, window) || segment.end().plus(-1).isWithin(next, window));
  }

  void take(Segment segment) {
    SequenceNumber from = segment.sequence().plus(segment.isSyn() ? 1 : 0);
    SequenceNumber to = segment.end();
    if (segment.isFin()) {
      end = to;
    }
    if (!to.equals(from)) {
      ahead.add(new Span(from, to));
    }
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Span span : List.copyOf(ahead)) {
        if (span.from().isAtOrBefore(next)) {
          ahead.remove(span);
          if (span.to().isAfter(next)) {
            next = span.to();
            grown = true;
          }
        }
      }
    }
  }
}
