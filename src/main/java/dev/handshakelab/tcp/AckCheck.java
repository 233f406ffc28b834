package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.AckAboveNxt;
import dev.handshakelab.tcp.ArrivalChoice.Rfc5961;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;

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
      case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_2, TIME_WAIT -> advance(turn, segment);
      case FIN_WAIT_1 ->
          advance(turn, segment)
              .then(each -> finAcknowledged(each) ? FinWait2.enter(closed(each), ACK) : each);
      case CLOSING ->
          advance(turn, segment)
              .then(each -> finAcknowledged(each) ? TimeWait.enter(closed(each), ACK) : each);
      case LAST_ACK ->
          advance(turn, segment)
              .then(each -> finAcknowledged(each) ? closed(each).leaveTo(State.CLOSED, ACK) : each);
    };
  }

  private static boolean finAcknowledged(Turn turn) {
    return turn.tcb().send().finAcknowledged();
  }

  /** The user's CLOSE is answered. */
  private static Turn closed(Turn turn) {
    var user = turn.tcb().user();
    return turn.know(user.closing(0)).answer(user.close(), "CLOSE", ACK);
  }

  /** Our SYN is acknowledged or the segment is none of this connection's (§3.5.2, group 2). */
  private static Turn inSynReceived(Turn turn, Segment segment) {
    var send = turn.tcb().send();
    boolean acceptable =
        send.una().isBefore(segment.acknowledgment())
            && segment.acknowledgment().isAtOrBefore(send.nxt());
    if (!acceptable) {
      return turn.reset(segment.acknowledgment(), ACK)
          .drop("acknowledges what was never sent", ACK);
    }
    boolean crossing = SimultaneousOpen.completes(turn, segment);
    var established = SynReceived.establish(turn.accepted(ACK), segment, ACK);
    return crossing ? SimultaneousOpen.established(established, segment) : established;
  }

  private static Turn advance(Turn turn, Segment segment) {
    var send = turn.tcb().send();
    var ack = segment.acknowledgment();
    if (ack.isAfter(send.nxt())) {
      return turn.policy().ackAboveNxt() == AckAboveNxt.SILENT
          ? turn.drop("acknowledges what was never sent", ACK)
          : Challenge.challenge(turn, "acknowledges what was never sent", ACK);
    }
    if (turn.policy().rfc5961() == Rfc5961.ON && ack.isBefore(oldest(turn))) {
      return Challenge.challenge(turn, "acknowledges too old a number", RFC_5961);
    }
    var heard = turn.tcb().clocks().heard(turn.cx().nowNs());
    var taken = turn.with(new Effect.Accepted(ACK), turn.tcb().with(heard));
    var judged = Needless.judge(taken, segment);
    var acknowledged = ack.isAfter(send.una()) ? acknowledge(judged, segment) : judged;
    return updateWindow(acknowledged, segment);
  }

  /** RFC 5961 §5.2: SND.UNA − MAX.SND.WND. */
  private static SequenceNumber oldest(Turn turn) {
    var send = turn.tcb().send();
    var byWindow = send.una().plus(-send.window().max());
    if (TwoWay.isOn(turn.cx())) {
      return byWindow; // nothing that the strawman sent was ever acknowledged
    }
    return switch (turn.policy().oldestAck()) {
      case LARGEST_WINDOW -> byWindow;
      case NOT_BEFORE_FIRST -> {
        var first = turn.tcb().opening().firstCounted();
        yield first.isAfter(byWindow) ? first : byWindow;
      }
    };
  }

  private static Turn acknowledge(Turn turn, Segment segment) {
    var tcb = turn.tcb();
    var ack = segment.acknowledgment();
    var roundTrip = Measuring.acknowledged(turn, segment);
    var clocks = tcb.clocks().oldestFrom(turn.cx().nowNs(), roundTrip);
    var send = tcb.send().acknowledged(ack, widened(turn, ack));
    var advanced = turn.know(tcb.with(send, clocks, tcb.user().acknowledged(ack)));
    for (var answered : tcb.user().sends()) {
      if (answered.end().isAtOrBefore(ack)) {
        advanced = advanced.answer(answered.call(), "SEND", ACK);
      }
    }
    return Retransmission.afterProgress(advanced, ACK);
  }

  private static Congestion widened(Turn turn, SequenceNumber ack) {
    var send = turn.tcb().send();
    int mss = Transmission.segmentSize(turn.tcb());
    return turn.policy().isLinuxSchedule()
        ? send.congestion()
            .counted(send.segmentsFrom(send.una(), mss) - send.segmentsFrom(ack, mss), mss)
        : send.congestion().acknowledged(ack.minus(send.una()), mss);
  }

  /**
   * SND.WND follows the segment that was sent last: SND.WL1 and SND.WL2 keep old ones from changing
   * it.
   */
  private static Turn updateWindow(Turn turn, Segment segment) {
    var send = turn.tcb().send();
    var ack = segment.acknowledgment();
    boolean newer =
        send.una().isAtOrBefore(ack) && send.window().isOlderThan(segment.sequence(), ack);
    if (!newer) {
      return turn;
    }
    int scaled = segment.window() << turn.tcb().negotiated().sendShift();
    var told = turn.know(send.with(send.window().told(scaled, segment.sequence(), ack)));
    return scaled == 0 ? WindowProbing.shut(told) : WindowProbing.opened(told, send.window());
  }
}
