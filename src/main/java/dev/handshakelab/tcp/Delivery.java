package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.InitialWindow;
import dev.handshakelab.tcp.Receiving.When;

/** Handing text to the user, and opening the window again for what is read (§3.8.6.2.2). */
final class Delivery {
  private static final Rule WINDOW = Rule.rfc9293("3.8.6.2.2");

  private Delivery() {}

  /** Hands over as much as RECEIVEs ask for, or all to a user who always asks. */
  static Turn deliver(Turn turn, Rule rule) {
    var now = turn;
    if (turn.cx().settings().readsAtOnce()) {
      now = handOver(now, now.tcb().receive().unread().length(), rule);
    }
    while (!now.tcb().user().receives().isEmpty() && !now.tcb().receive().unread().isEmpty()) {
      var call = now.tcb().user().receives().getFirst();
      int count = Math.min(call.count(), now.tcb().receive().unread().length());
      now =
          handOver(now, count, rule)
              .know(now.tcb().user().received())
              .with(new Effect.Returned(call.call(), "RECEIVE", count + " octets", false, rule));
    }
    return open(now);
  }

  private static Turn handOver(Turn turn, int count, Rule rule) {
    var receive = turn.tcb().receive();
    if (count == 0) {
      return turn;
    }
    var left = receive.unread(receive.unread().from(count));
    return turn.with(new Effect.Deliver(receive.unread().slice(0, count), rule)).know(left);
  }

  /**
   * MUST-39: the right edge stays until it can move by a segment or by half of the buffer; Linux
   * lets it follow the reader as soon as so much is free. A peer that saw a smaller window than
   * that is told at once.
   */
  private static Turn open(Turn turn) {
    var receive = turn.tcb().receive();
    int capacity = Negotiation.capacity(turn.cx(), turn.tcb());
    int worth = Math.min((capacity + 1) / 2, turn.cx().path().maxMss());
    int free = capacity - receive.unread().length();
    boolean follows = turn.policy().initialWindow() == InitialWindow.WHOLE_SEGMENTS;
    int gain = free - receive.wnd();
    if (gain <= 0 || (follows ? free : gain) < worth) {
      return turn;
    }
    boolean wasSmall = receive.lastAck().plus(worth).isAfter(receive.edge());
    var opened = turn.know(receive.window(free));
    return wasSmall && turn.phase() != Phase.SYN_RECEIVED
        ? opened.know(opened.tcb().receive().owing(When.NOW, WINDOW))
        : opened;
  }

  /** The user will get no more: every RECEIVE that waits is told. */
  static Turn noMore(Turn turn, Rule rule) {
    var told = turn;
    for (var call : turn.tcb().user().receives()) {
      told = told.tellError(call.call(), "RECEIVE", Refusals.CLOSING, rule);
    }
    var user = told.tcb().user().withoutReceives();
    return user.gone() ? told.know(user) : told.know(user).with(closing(rule));
  }

  /** MUST-12: the peer has closed in good order. */
  private static Effect closing(Rule rule) {
    return new Effect.Returned(0, "RECEIVE", Refusals.CLOSING, false, rule);
  }

  /** A RECEIVE was called: what is there is handed over, and the window may open. */
  static Turn received(Turn turn, Rule rule) {
    return deliver(turn, rule).then(Acknowledging::settle);
  }
}
