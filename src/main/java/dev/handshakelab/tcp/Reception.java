package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.Duplicates;
import dev.handshakelab.tcp.Receiving.Held;
import dev.handshakelab.tcp.Receiving.When;
import dev.handshakelab.tcp.SendingChoice.Acks;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment.Block;

/** Seventh and eighth check of §3.10.7.4: text reaches the user in order, and a FIN after it. */
final class Reception {
  private static final Rule TEXT = Rule.rfc9293("3.10.7.4", 7);
  private static final Rule FIN = Rule.rfc9293("3.10.7.4", 8);
  private static final Rule NOBODY_READS = Rule.rfc9293("3.6.1");
  private static final Rule PAST_FIN = Rule.linux("tcp_rcv_state_process text past FIN");

  private Reception() {}

  /**
   * Seventh. What lies outside the window is cut off; what lies beyond RCV.NXT waits (SHLD-31) and
   * is answered at once, so that its sender learns of the gap (RFC 5681 §4.2).
   */
  static Turn takeText(Turn turn, Segment segment) {
    if (!turn.phase().receives()) {
      return afterFin(turn, segment);
    }
    if (segment.payload().isEmpty() && !segment.isFin()) {
      return assemble(turn);
    }
    var first = segment.isSyn() ? segment.sequence().plus(1) : segment.sequence();
    var arrived = new Held(first, segment.payload(), segment.isFin());
    if (isForNobody(turn, arrived)) {
      return refuse(turn, segment, "text for a user who is gone", NOBODY_READS); // SHLD-3
    }
    var fresh = Reassembly.cut(arrived, turn.tcb().receive());
    if (fresh.isEmpty()) {
      return arrived.isEmpty() ? assemble(turn) : nothingNew(turn, segment);
    }
    var receive = turn.tcb().receive();
    boolean gap = fresh.sequence().isAfter(receive.nxt());
    boolean fills = !receive.held().isEmpty() && !(segment.isFin() && forgetsTheGap(turn));
    var taken = turn.know(receive.holding(Reassembly.insert(receive.held(), fresh)));
    var hurried = gap || fills ? owing(taken, When.NOW, TEXT) : taken;
    return assemble(hurried.accepted(TEXT));
  }

  /**
   * Linux looks whether a gap was filled only after tcp_fin, which empties the queue behind it: a
   * FIN that fills one is acknowledged as any other.
   */
  private static boolean forgetsTheGap(Turn turn) {
    return turn.policy().acks() == Acks.LINUX;
  }

  /**
   * Where the peer's FIN is taken there is no more text. What comes again is acknowledged again; by
   * Table 6 none of it gets here.
   */
  private static Turn afterFin(Turn turn, Segment segment) {
    var nxt = turn.tcb().receive().nxt();
    if (!turn.phase().hasFin() || !segment.sequence().isBefore(nxt)) {
      return turn;
    }
    if (segment.end().isAtOrBefore(nxt)) {
      return segment.length() == 0 ? turn : duplicate(turn, segment);
    }
    return switch (turn.policy().textPastFin()) {
      case IGNORE -> turn;
      case RESET -> refuse(turn, segment, "text past the FIN", PAST_FIN);
    };
  }

  /** Text for a user who is gone, beyond what has arrived already. */
  private static boolean isForNobody(Turn turn, Held arrived) {
    return turn.tcb().user().gone()
        && !arrived.text().isEmpty()
        && arrived.endOfText().isAfter(turn.tcb().receive().nxt());
  }

  /** A RST shows that it is lost. */
  private static Turn refuse(Turn turn, Segment segment, String why, Rule rule) {
    return Refusals.tellAll(turn.reset(segment.acknowledgment(), rule), Refusals.RESET, rule)
        .with(new Effect.Dropped(why, rule))
        .leaveTo(State.CLOSED, rule);
  }

  /** All of it is here already, or there is no room for any of it. */
  private static Turn nothingNew(Turn turn, Segment segment) {
    boolean old = segment.end().isAtOrBefore(turn.tcb().receive().nxt());
    return assemble(old ? duplicate(turn, segment) : owing(turn, When.NOW, TEXT));
  }

  /**
   * A segment that is not acceptable is dropped, and an ACK says what would be; it names what has
   * arrived before (tcp_send_dupack).
   */
  static Turn refused(Turn turn, Segment segment, String reason, Rule rule) {
    var nxt = turn.tcb().receive().nxt();
    boolean old = segment.length() > 0 && segment.sequence().isBefore(nxt) && !segment.isSyn();
    var end = segment.end().isAfter(nxt) ? nxt : segment.end();
    var named = old ? reporting(turn, new Block(segment.sequence(), end)) : turn;
    return Challenge.unacceptable(named, segment, reason, rule);
  }

  /** The answer to a segment that brought nothing new names it, where that is agreed on. */
  static Turn duplicate(Turn turn, Segment segment) {
    var block = new Block(segment.sequence(), segment.end());
    return owing(reporting(turn, block), When.NOW, TEXT);
  }

  private static Turn reporting(Turn turn, Block block) {
    boolean reports =
        turn.policy().duplicates() == Duplicates.REPORT && turn.tcb().negotiated().sack();
    return Acknowledging.tookTwice(
        reports ? turn.know(turn.tcb().receive().reporting(block)) : turn);
  }

  private static Turn owing(Turn turn, When when, Rule rule) {
    return turn.know(turn.tcb().receive().owing(when, rule));
  }

  /** Text that came with the SYN, once the connection is ESTABLISHED. */
  static Turn takeHeld(Turn turn) {
    return assemble(turn);
  }

  /** Takes from what is held all that follows RCV.NXT without a gap. */
  private static Turn assemble(Turn turn) {
    var receive = turn.tcb().receive();
    var next = Reassembly.next(receive.held(), receive.nxt());
    if (next == null || next.text().isEmpty()) {
      return turn;
    }
    int length = next.text().length();
    var rest = Reassembly.without(receive.held(), next);
    var taken =
        receive
            .holding(next.fin() ? Reassembly.insert(rest, finOf(next)) : rest)
            .advanced(length)
            .unread(receive.unread().plus(next.text()))
            .owing(When.SOME_TIME, TEXT);
    return Delivery.deliver(Acknowledging.tookText(turn.know(taken), length), TEXT);
  }

  private static Held finOf(Held held) {
    return new Held(held.endOfText(), held.text().from(held.text().length()), true);
  }

  /** Eighth. The FIN counts once all text before it has arrived. */
  static Turn checkFin(Turn turn) {
    var receive = turn.tcb().receive();
    if (!turn.phase().receives() || !finIsNext(receive)) {
      return turn;
    }
    var closing = Delivery.noMore(turn.know(receive.tookFin()).accepted(FIN), FIN);
    return switch (turn.phase()) {
      case SYN_RECEIVED, ESTABLISHED ->
          owing(closing, When.SOME_TIME, FIN).enter(Phase.CLOSE_WAIT, FIN);
      case FIN_WAIT_1 -> crossed(closing).enter(Phase.CLOSING, FIN);
      case FIN_WAIT_2 -> TimeWait.enter(closing.ack(Effect.Kind.ORIGINAL, FIN), FIN);
      case CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> closing;
    };
  }

  /** Linux acknowledges a FIN that met its own before it sends what could carry that (tcp_fin). */
  private static Turn crossed(Turn turn) {
    return switch (turn.policy().acks()) {
      case AT_ONCE -> owing(turn, When.NOW, FIN);
      case LINUX -> turn.ack(Effect.Kind.ORIGINAL, FIN);
    };
  }

  private static boolean finIsNext(Receiving receive) {
    SequenceNumber nxt = receive.nxt();
    var next = Reassembly.next(receive.held(), nxt);
    return next != null && next.fin() && next.endOfText().equals(nxt);
  }
}
