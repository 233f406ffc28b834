package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;

/** Fifth check of §3.10.7.4: what does it acknowledge? */
final class AckCheck {
  private static final Rule ACK = Rule.rfc9293("3.10.7.4", 5);
  private static final Rule RFC_5961 = Rule.of("RFC 5961 5.2");

  private AckCheck() {}

  static Turn check(Turn turn, Segment segment) {
    if (!segment.isAck()) {
      return turn.drop("no ACK", ACK);
    }
    return switch (turn.phase()) {
      case SYN_RECEIVED -> inSynReceived(turn, segment);
      case ESTABLISHED, CLOSE_WAIT -> advance(turn, segment);
      case FIN_WAIT_1 ->
          advance(turn, segment)
              .then(each ->
                  each.tcb().send().finAcknowledged()
                      ? finAcknowledged(each.enter(Phase.FIN_WAIT_2, ACK))
                      : each);
      case FIN_WAIT_2 -> advance(turn, segment);
      case CLOSING ->
          advance(turn, segment)
              .then(each ->
                  each.tcb().send().finAcknowledged()
                      ? TimeWait.enter(finAcknowledged(each), ACK)
                      : each);
      case LAST_ACK ->
          advance(turn, segment)
              .then(each ->
                  each.tcb().send().finAcknowledged()
                      ? finAcknowledged(each).leaveTo(State.CLOSED, ACK)
                      : each);
      case TIME_WAIT -> turn.accepted(ACK);
    };
  }

  /** The user's CLOSE is answered. */
  private static Turn finAcknowledged(Turn turn) {
    int call = turn.tcb().closeCall();
    return call == 0 ? turn : turn.know(turn.tcb().closingBy(0)).tell(call, "CLOSE", "ok", ACK);
  }

  private static Turn inSynReceived(Turn turn, Segment segment) {
    var send = turn.tcb().send();
    boolean acceptable =
        send.una().isBefore(segment.acknowledgment())
            && segment.acknowledgment().isAtOrBefore(send.nxt());
    if (!acceptable) {
      return turn.reset(segment.acknowledgment(), ACK)
          .drop("acknowledges what was never sent", ACK);
    }
    boolean figure7 = SimultaneousOpen.completes(turn, segment);
    var established = SynReceived.establish(turn.accepted(ACK), segment, ACK);
    var answered =
        figure7 && turn.cx().policy().acceptance() == Policy.Acceptance.LINUX
            ? established.ack(Effect.Kind.ORIGINAL, ACK)
            : established;
    return Transmission.transmit(answered, ACK);
  }

  private static Turn advance(Turn turn, Segment segment) {
    var send = turn.tcb().send();
    var ack = segment.acknowledgment();
    if (ack.isAfter(send.nxt())) {
      return turn.cx().policy().ackAboveNxt() == Policy.AckAboveNxt.SILENT
          ? turn.drop("acknowledges what was never sent", ACK)
          : Challenge.ack(turn, ACK).drop("acknowledges what was never sent", ACK);
    }
    if (turn.cx().policy().rfc5961() == Policy.Rfc5961.ON
        && ack.isBefore(send.una().plus(-send.maxWnd()))) {
      return Challenge.ack(turn, RFC_5961).drop("acknowledges too old a number", RFC_5961);
    }
    var taken = turn.accepted(ACK).know(turn.tcb().clocks().heard(turn.cx().nowNs()));
    var acknowledged = ack.isAfter(send.una()) ? acknowledge(taken, segment) : taken;
    return Transmission.transmit(updateWindow(acknowledged, segment), ACK);
  }

  private static Turn acknowledge(Turn turn, Segment segment) {
    var tcb = turn.tcb();
    var ack = segment.acknowledgment();
    var clocks = measured(turn, tcb.clocks(), segment).progressed(turn.cx().nowNs());
    var advanced = turn.know(tcb.with(tcb.send().acknowledged(ack)).with(clocks));
    for (var send : tcb.send().pending()) {
      if (send.end().isAtOrBefore(ack)) {
        advanced = advanced.tell(send.call(), "SEND", "ok", ACK);
      }
    }
    return Transmission.afterProgress(advanced, ACK);
  }

  private static Clocks measured(Turn turn, Clocks clocks, Segment segment) {
    boolean complete = clocks.isTiming() && segment.acknowledgment().isAtOrAfter(clocks.timedEnd());
    return complete
        ? RoundTrip.sample(turn.cx().policy(), clocks, turn.cx().nowNs() - clocks.timedAtNs())
        : clocks;
  }

  /**
   * SND.WND follows the segment that was sent last: SND.WL1 and SND.WL2 keep old ones from changing
   * it.
   */
  private static Turn updateWindow(Turn turn, Segment segment) {
    var send = turn.tcb().send();
    var ack = segment.acknowledgment();
    boolean newer =
        send.wl1().isBefore(segment.sequence())
            || send.wl1().equals(segment.sequence()) && send.wl2().isAtOrBefore(ack);
    return send.una().isAtOrBefore(ack) && newer
        ? turn.know(
            send.window(
                segment.window() << turn.tcb().negotiated().sendShift(), segment.sequence(), ack))
        : turn;
  }
}
