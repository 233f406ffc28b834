package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import java.util.ArrayList;
import java.util.List;

/** TIMEOUTS (§3.10.8), and the timers that other parts of the RFC and Linux add. */
final class Timeouts {
  static final String TIMED_OUT = "connection timed out";

  private static final Rule RETRANSMIT = Rule.rfc9293("3.10.8");
  private static final Rule R2 = Rule.rfc9293("3.8.3");
  private static final Rule LINUX_GIVES_UP = Rule.linux("tcp_write_timeout");
  private static final Rule SYN_ACK = Rule.linux("reqsk_timer_handler");
  private static final Rule PROBE = Rule.linux("tcp_send_loss_probe");
  private static final Rule USER = Rule.rfc9293("3.10.8");
  private static final Rule TIME_WAIT = Rule.rfc9293("3.10.8");

  private static final String USER_TIMEOUT = "connection aborted due to user timeout";

  private Timeouts() {}

  static Outcome expires(Context cx, State state, Timer timer) {
    return switch (state) {
      case Closed _, Listen _ -> Outcome.of(state);
      case SynSent here ->
          switch (timer) {
            case RETRANSMIT -> synAgain(cx.within(here.calling().mtu()), here);
            case USER -> Refusals.endOpening(here, USER_TIMEOUT, USER);
            case SYN_ACK,
                LOSS_PROBE,
                ZERO_WINDOW_PROBE,
                DELAYED_ACK,
                KEEPALIVE,
                FIN_WAIT_2,
                TIME_WAIT ->
                Outcome.of(state);
          };
      case Connected here -> expires(Turn.begin(cx, here), timer).outcome();
    };
  }

  private static Turn expires(Turn turn, Timer timer) {
    return switch (timer) {
      case RETRANSMIT -> turn.phase() == Phase.SYN_RECEIVED ? synAckAgain(turn) : oldestAgain(turn);
      case SYN_ACK -> synAckAgain(turn);
      case LOSS_PROBE -> lossProbe(turn);
      case ZERO_WINDOW_PROBE -> WindowProbing.expired(turn);
      case DELAYED_ACK -> Acknowledging.expired(turn);
      case KEEPALIVE -> Keepalive.expired(turn);
      case USER -> abort(turn, USER_TIMEOUT, USER);
      case FIN_WAIT_2 -> FinWait2.expired(turn);
      case TIME_WAIT -> turn.leaveTo(State.CLOSED, TIME_WAIT);
    };
  }

  private static Rule giveUpRule(Context cx) {
    return cx.policy().isLinuxSchedule() ? LINUX_GIVES_UP : R2;
  }

  private static Outcome synAgain(Context cx, SynSent here) {
    var calling = here.calling().plain();
    var clocks = calling.clocks();
    if (Schedules.givesUpSyn(cx, clocks)) {
      return Refusals.endOpening(here, TIMED_OUT, giveUpRule(cx));
    }
    int count = clocks.retransmissions() + 1;
    var backedOff =
        clocks.retransmitted(cx.nowNs(), Schedules.afterSyn(cx, clocks.roundTrip(), count));
    long deadline = Schedules.nextDeadline(cx, backedOff, backedOff.firstSentNs());
    List<Effect> effects = new ArrayList<>();
    effects.add(Output.syn(cx, calling, Effect.Kind.RETRANSMISSION, RETRANSMIT));
    effects.add(new Effect.Start(Timer.RETRANSMIT, deadline, RETRANSMIT));
    effects.addAll(Warning.effects(cx, backedOff));
    return new Outcome(new SynSent(calling.sentOne().with(backedOff)), effects);
  }

  private static Turn synAckAgain(Turn turn) {
    var cx = turn.cx();
    var clocks = turn.tcb().clocks();
    var timer = SynReceived.timer(cx, turn.tcb());
    var rule = timer == Timer.SYN_ACK ? SYN_ACK : RETRANSMIT;
    if (Schedules.givesUpSynAck(cx, turn.tcb())) {
      return Refusals.tellAll(turn, TIMED_OUT, rule)
          .leaveTo(State.CLOSED, timer == Timer.SYN_ACK ? SYN_ACK : R2);
    }
    var backedOff = clocks.retransmitted(cx.nowNs(), clocks.roundTrip().backedOff(turn.policy()));
    var next = turn.know(backedOff);
    var sent = Schedules.repeatsSynAck(cx, turn.tcb()) ? SynReceived.synAckAgain(next, rule) : next;
    return sent.startIn(timer, backedOff.rtoNs(), rule);
  }

  /** RFC 6298 (5.4)–(5.6); after R2 the connection is given up (MUST-20). */
  private static Turn oldestAgain(Turn turn) {
    var cx = turn.cx();
    var tcb = turn.tcb();
    var send = tcb.send();
    if (send.allAcknowledged()) {
      return turn;
    }
    if (Schedules.givesUpText(cx, tcb)) {
      return abort(turn, TIMED_OUT, giveUpRule(cx));
    }
    var backedOff =
        tcb.clocks().retransmitted(cx.nowNs(), tcb.clocks().roundTrip().backedOff(turn.policy()));
    int mss = Transmission.segmentSize(tcb);
    var congestion =
        tcb.clocks().retransmissions() == 0
            ? send.congestion().timedOut(used(turn), mss, cx.nowNs())
            : send.congestion();
    var lost = turn.know(backedOff).know(send.with(congestion).lost());
    var sent =
        Retransmission.resendOldest(lost, RETRANSMIT)
            .start(
                Timer.RETRANSMIT,
                Schedules.nextDeadline(cx, backedOff, backedOff.firstResentNs()),
                RETRANSMIT);
    return Warning.told(sent);
  }

  /** What a timeout halves: what is in flight (RFC 5681 §3.1), for Linux all that might be. */
  private static int used(Turn turn) {
    var send = turn.tcb().send();
    return turn.policy().isLinuxSchedule() ? send.congestion().cwnd() : send.inFlight();
  }

  /** New text if there is any, else the last segment once more; then the RTO as usual. */
  private static Turn lossProbe(Turn turn) {
    var send = turn.tcb().send();
    if (send.allAcknowledged()) {
      return turn;
    }
    int length = Transmission.probeLength(turn);
    var probed = turn.know(send.afterProbe());
    var sent =
        length > 0
            ? Transmission.emitNew(probed, length, Effect.Kind.PROBE, PROBE)
            : Retransmission.resendLast(
                probed.know(probed.tcb().send().with(send.congestion().probing(send.nxt()))),
                PROBE);
    return sent.startIn(Timer.RETRANSMIT, turn.tcb().clocks().rtoNs(), PROBE);
  }

  /** The connection is given up; the user is told (MUST-20c). */
  static Turn abort(Turn turn, String told, Rule rule) {
    return Refusals.tellAll(turn, told, rule)
        .tellError(0, "TIMEOUT", told, rule)
        .leaveTo(State.CLOSED, rule);
  }
}
