package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Receiving.Held;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/** Seventh and eighth check of §3.10.7.4: text reaches the user in order, and a FIN after it. */
final class Reception {
  private static final Rule TEXT = Rule.rfc9293("3.10.7.4", 7);
  private static final Rule FIN = Rule.rfc9293("3.10.7.4", 8);

  private Reception() {}

  /** Seventh. What lies outside the window is cut off; what lies beyond RCV.NXT waits (SHLD-31). */
  static Turn takeText(Turn turn, Segment segment) {
    boolean queued = !turn.tcb().receive().held().isEmpty();
    boolean text = !segment.payload().isEmpty();
    if (!turn.phase().receives() || !text && !segment.isFin() && !queued) {
      return turn;
    }
    var receive = turn.tcb().receive();
    var first = segment.isSyn() ? segment.sequence().plus(1) : segment.sequence();
    var arrived = inWindow(new Held(first, segment.payload(), segment.isFin()), receive);
    boolean inOrder = arrived.sequence().isAtOrBefore(receive.nxt());
    if (text && !inOrder) {
      var held = receive.holding(insert(receive.held(), arrived));
      return turn.know(held).ack(Effect.Kind.ORIGINAL, TEXT).accepted(TEXT);
    }
    if (arrived.end().isBefore(receive.nxt()) && text) {
      return turn.ack(Effect.Kind.ORIGINAL, TEXT).accepted(TEXT);
    }
    var all = text || segment.isFin() ? insert(receive.held(), arrived) : receive.held();
    return assemble(turn.know(receive.holding(all)), text);
  }

  private static Held inWindow(Held arrived, Receiving receive) {
    int before = Math.clamp(receive.nxt().minus(arrived.sequence()), 0, arrived.text().length());
    var cut = arrived.text().from(before);
    int room = receive.nxt().plus(receive.wnd()).minus(arrived.sequence().plus(before));
    boolean fits = cut.length() <= room;
    return new Held(
        arrived.sequence().plus(before),
        fits ? cut : cut.slice(0, Math.max(room, 0)),
        fits && arrived.fin());
  }

  private static List<Held> insert(List<Held> held, Held more) {
    List<Held> sorted = new ArrayList<>(held);
    int at = 0;
    while (at < sorted.size() && sorted.get(at).sequence().isBefore(more.sequence())) {
      at++;
    }
    sorted.add(at, more);
    return sorted;
  }

  /** Takes from what is held all that follows RCV.NXT without a gap. */
  private static Turn assemble(Turn turn, boolean text) {
    var receive = turn.tcb().receive();
    SequenceNumber nxt = receive.nxt();
    var taken = Octets.EMPTY;
    List<Held> left = new ArrayList<>();
    for (Held held : receive.held()) {
      if (held.sequence().isAfter(nxt)) {
        left.add(held);
        continue;
      }
      var fresh = held.text().from(Math.clamp(nxt.minus(held.sequence()), 0, held.text().length()));
      taken = taken.plus(fresh);
      nxt = nxt.plus(fresh.length());
      if (held.fin()) {
        left.add(new Held(nxt, Octets.EMPTY, true));
      }
    }
    if (taken.isEmpty()) {
      return turn.know(receive.holding(left));
    }
    var buffered =
        receive
            .holding(left)
            .to(nxt)
            .window(receive.wnd() - taken.length())
            .buffered(receive.unread().plus(taken), receive.wanted())
            .owing(taken.length())
            .afterText();
    var delivered = deliver(turn.know(buffered), TEXT, receive.wnd());
    return text ? delivered.accepted(TEXT) : delivered;
  }

  /**
   * Hands the user as much as was asked for; the window opens by as much.
   *
   * @param before RCV.WND as the peer knows it: an opening worth telling is told at once (MUST-39)
   */
  static Turn deliver(Turn turn, Rule rule, int before) {
    var receive = turn.tcb().receive();
    int count =
        turn.cx().settings().readsAtOnce()
            ? receive.unread().length()
            : Math.min(receive.wanted(), receive.unread().length());
    if (count == 0) {
      return turn;
    }
    int wanted = Math.max(0, receive.wanted() - count);
    var read = receive.buffered(receive.unread().from(count), wanted).window(receive.wnd() + count);
    var told = turn.with(new Effect.Deliver(receive.unread().slice(0, count), rule)).know(read);
    int worth = Math.min(turn.cx().settings().receiveBuffer() / 2, turn.cx().path().maxMss());
    boolean opened = before < worth && read.wnd() - before >= worth;
    return opened && !read.ackOwed() ? told.ack(Effect.Kind.ORIGINAL, rule) : told;
  }

  /** Eighth. The FIN counts once all text before it has arrived. */
  static Turn checkFin(Turn turn) {
    if (!turn.phase().receives()) {
      return turn;
    }
    var receive = turn.tcb().receive();
    boolean next =
        receive.held().stream()
            .anyMatch(held ->
                held.fin() && held.text().isEmpty() && held.sequence().equals(receive.nxt()));
    if (!next) {
      return turn;
    }
    var closing =
        turn.know(receive.holding(List.of()).to(receive.nxt().plus(1)).owing(0))
            .accepted(FIN)
            .tell(0, "RECEIVE", Refusals.CLOSING, FIN);
    return switch (turn.phase()) {
      case SYN_RECEIVED, ESTABLISHED -> closing.enter(Phase.CLOSE_WAIT, FIN);
      case FIN_WAIT_1 -> closing.enter(Phase.CLOSING, FIN).ack(Effect.Kind.ORIGINAL, FIN);
      case FIN_WAIT_2 -> TimeWait.enter(closing.ack(Effect.Kind.ORIGINAL, FIN), FIN);
      case CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> closing;
    };
  }
}
