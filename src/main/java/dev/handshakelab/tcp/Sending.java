package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * The send sequence space (RFC 9293 §3.3.1, Figure 3) and what waits in it.
 *
 * @param una SND.UNA
 * @param nxt SND.NXT: never falls back; a retransmission sends old numbers again
 * @param resend while numbers that a timeout took for lost are sent again: the next of them
 * @param recover where that ends: SND.NXT at the time of the timeout
 * @param small the end of the last segment that was not full (SND.SML of Appendix A.3)
 * @param probed the tail-loss probe of this flight has been sent
 * @param datagrams how many IP packets this connection has sent
 */
public record Sending(
    SequenceNumber una,
    SequenceNumber nxt,
    SendWindow window,
    SendQueue queue,
    Congestion congestion,
    @Nullable SequenceNumber resend,
    @Nullable SequenceNumber recover,
    SequenceNumber small,
    boolean probed,
    int datagrams) {

  /** Before anything but the SYN was sent. */
  static Sending begin(
      SequenceNumber una,
      SequenceNumber nxt,
      SendWindow window,
      SendQueue queue,
      int datagramsSent) {
    return new Sending(
        una, nxt, window, queue, Congestion.NONE, null, null, una, false, datagramsSent);
  }

  boolean finSent() {
    return queue.fin() && nxt.isAfter(queue.endOfText());
  }

  boolean finAcknowledged() {
    return finSent() && una.isAfter(queue.endOfText());
  }

  boolean allAcknowledged() {
    return una.equals(nxt);
  }

  /** Something is queued that was never sent. */
  boolean hasUnsent() {
    return nxt.isBefore(queue.end());
  }

  /** The position after all text that was sent. */
  SequenceNumber endOfSentText() {
    return finSent() ? queue.endOfText() : nxt;
  }

  /**
   * How many segments were sent from a position on, as they were cut; a FIN that came when the text
   * had gone is one of its own.
   *
   * @param mss what a segment holds, in octets
   */
  int segmentsFrom(SequenceNumber position, int mss) {
    var end = endOfSentText();
    if (position.isAfter(end)) {
      return 0;
    }
    var from = position.isBefore(queue.first()) ? queue.first() : position;
    boolean finAlone = finSent() && (from.equals(end) || queue.cuts().contains(end));
    int count = finAlone ? 1 : 0;
    for (SequenceNumber cut : queue.cuts()) {
      if (cut.isAfter(from) && cut.isBefore(end)) {
        count += Math.ceilDiv(cut.minus(from), mss);
        from = cut;
      }
    }
    return count + Math.ceilDiv(end.minus(from), mss);
  }

  /** Octets of sequence space that are sent and not acknowledged. */
  int inFlight() {
    return nxt.minus(una);
  }

  boolean isRecovering() {
    return recover != null;
  }

  Sending to(SequenceNumber newNxt) {
    return new Sending(
        una, newNxt, window, queue, congestion, resend, recover, small, probed, datagrams);
  }

  Sending with(SendWindow other) {
    return new Sending(
        una, nxt, other, queue, congestion, resend, recover, small, probed, datagrams);
  }

  private Sending with(SendQueue other) {
    return new Sending(
        una, nxt, window, other, congestion, resend, recover, small, probed, datagrams);
  }

  /** The user wants more sent. */
  Sending wanted(Octets more) {
    return with(queue.sentUpTo(nxt).plus(more));
  }

  /** The user wants no more sent than that. */
  Sending closed() {
    return with(queue.sentUpTo(nxt).closed());
  }

  Sending with(Congestion other) {
    return new Sending(una, nxt, window, queue, other, resend, recover, small, probed, datagrams);
  }

  Sending sentOne() {
    return new Sending(
        una, nxt, window, queue, congestion, resend, recover, small, probed, datagrams + 1);
  }

  Sending sentSmall(SequenceNumber end) {
    return new Sending(
        una, nxt, window, queue, congestion, resend, recover, end, probed, datagrams);
  }

  /** SND.UNA moves up to {@code ack}; text before it is forgotten, and slow start goes on. */
  Sending acknowledged(SequenceNumber ack, Congestion then) {
    boolean recovering = recover != null && ack.isBefore(recover);
    return new Sending(
        ack,
        nxt,
        window,
        queue.acknowledged(ack),
        then,
        recovering ? later(resend, ack) : null,
        recovering ? recover : null,
        small.isBefore(ack) ? ack : small,
        false,
        datagrams);
  }

  private static SequenceNumber later(@Nullable SequenceNumber resend, SequenceNumber ack) {
    return resend == null || resend.isBefore(ack) ? ack : resend;
  }

  /** All that is in flight is taken for lost and will be sent again from SND.UNA on. */
  Sending lost() {
    return new Sending(una, nxt, window, queue, congestion, una, nxt, small, probed, datagrams);
  }

  Sending resentTo(SequenceNumber end) {
    return new Sending(una, nxt, window, queue, congestion, end, recover, small, probed, datagrams);
  }

  Sending afterProbe() {
    return new Sending(
        una, nxt, window, queue, congestion, resend, recover, small, true, datagrams);
  }
}
