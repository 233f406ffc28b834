package dev.handshakelab.tcp;

import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The send sequence space (RFC 9293 §3.3.1, Figure 3) and what waits in it.
 *
 * @param una SND.UNA
 * @param nxt SND.NXT: never falls back; a retransmission sends old numbers again
 * @param wnd SND.WND in octets, scaled up already
 * @param wl1 SND.WL1
 * @param wl2 SND.WL2
 * @param maxWnd MAX.SND.WND of RFC 5961 §5.2: the largest window the peer has offered
 * @param first the position of the first octet of {@code queue}
 * @param queue text that is not acknowledged yet, sent or not
 * @param fin the user has closed: a FIN follows the text
 * @param recover while resending after a timeout: SND.NXT at that time; null otherwise
 * @param probed the tail-loss probe of this flight has been sent
 * @param pending SENDs whose text is not all acknowledged
 * @param datagrams how many IP packets this connection has sent
 */
public record Sending(
    SequenceNumber una,
    SequenceNumber nxt,
    int wnd,
    SequenceNumber wl1,
    SequenceNumber wl2,
    int maxWnd,
    SequenceNumber first,
    Octets queue,
    boolean fin,
    @Nullable SequenceNumber recover,
    boolean probed,
    List<Pending> pending,
    int datagrams) {
  public Sending {
    pending = List.copyOf(pending);
  }

  /**
   * A SEND that is answered when everything before {@code end} is acknowledged.
   *
   * @param call its id
   */
  public record Pending(int call, SequenceNumber end) {}

  /** The position after all text: where a FIN stands. */
  SequenceNumber endOfText() {
    return first.plus(queue.length());
  }

  /** The position after all that the user wants sent. */
  SequenceNumber end() {
    return endOfText().plus(fin ? 1 : 0);
  }

  boolean finSent() {
    return fin && nxt.isAfter(endOfText());
  }

  boolean allAcknowledged() {
    return una.equals(nxt);
  }

  boolean finAcknowledged() {
    return finSent() && una.isAfter(endOfText());
  }

  /** Octets of sequence space that are sent and not acknowledged. */
  int inFlight() {
    return nxt.minus(una);
  }

  Sending to(SequenceNumber newNxt) {
    return new Sending(
        una, newNxt, wnd, wl1, wl2, maxWnd, first, queue, fin, recover, probed, pending, datagrams);
  }

  Sending sentOne() {
    return new Sending(
        una,
        nxt,
        wnd,
        wl1,
        wl2,
        maxWnd,
        first,
        queue,
        fin,
        recover,
        probed,
        pending,
        datagrams + 1);
  }

  /** SND.UNA moves up to {@code ack}; text before it is forgotten. */
  Sending acknowledged(SequenceNumber ack) {
    int done = Math.clamp(ack.minus(first), 0, queue.length());
    var left = pending.isEmpty() ? pending : stillPending(ack);
    var resending = recover != null && ack.isBefore(recover) ? recover : null;
    return new Sending(
        ack,
        nxt,
        wnd,
        wl1,
        wl2,
        maxWnd,
        first.plus(done),
        queue.from(done),
        fin,
        resending,
        false,
        left,
        datagrams);
  }

  private List<Pending> stillPending(SequenceNumber ack) {
    List<Pending> left = new ArrayList<>(pending);
    left.removeIf(send -> send.end().isAtOrBefore(ack));
    return left;
  }

  Sending window(int window, SequenceNumber seq, SequenceNumber ack) {
    return new Sending(
        una,
        nxt,
        window,
        seq,
        ack,
        Math.max(maxWnd, window),
        first,
        queue,
        fin,
        recover,
        probed,
        pending,
        datagrams);
  }

  Sending queued(Octets text, int call) {
    var all = queue.plus(text);
    var more = new ArrayList<>(pending);
    more.add(new Pending(call, first.plus(all.length())));
    return new Sending(
        una, nxt, wnd, wl1, wl2, maxWnd, first, all, fin, recover, probed, more, datagrams);
  }

  Sending closed() {
    return new Sending(
        una, nxt, wnd, wl1, wl2, maxWnd, first, queue, true, recover, probed, pending, datagrams);
  }

  Sending recoverTo(SequenceNumber end) {
    return new Sending(
        una, nxt, wnd, wl1, wl2, maxWnd, first, queue, fin, end, probed, pending, datagrams);
  }

  Sending afterProbe() {
    return new Sending(
        una, nxt, wnd, wl1, wl2, maxWnd, first, queue, fin, recover, true, pending, datagrams);
  }
}
