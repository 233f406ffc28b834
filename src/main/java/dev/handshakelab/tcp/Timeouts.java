package dev.handshakelab.tcp;

import dev.handshakelab.tcp.State.Closed;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.tcp.State.Listen;
import dev.handshakelab.tcp.State.SynSent;
import dev.handshakelab.wire.Packet;
import java.util.ArrayList;
import java.util.List;

/** TIMEOUTS (§3.10.8), and the timers that other parts of the RFC and Linux add. */
final class Timeouts {
  private static final Rule RETRANSMIT = Rule.rfc9293("3.10.8");
  private static final Rule R2 = Rule.rfc9293("3.8.3");
  private static final Rule LINUX_GIVES_UP = Rule.linux("tcp_write_timeout");
  private static final Rule SYN_ACK = Rule.linux("reqsk_timer_handler");
  private static final Rule PROBE = Rule.linux("tcp_send_loss_probe");
  private static final Rule ZERO_WINDOW = Rule.rfc9293("3.8.6.1");
  private static final Rule DELAYED = Rule.linux("tcp_delack_timer");
  private static final Rule KEEPALIVE = Rule.rfc9293("3.8.4");
  private static final Rule USER = Rule.rfc9293("3.10.8");
  private static final Rule TIME_WAIT = Rule.rfc9293("3.10.8");
  private static final Rule FIN_WAIT_2 = Rule.linux("tcp_fin_timeout");

  private static final String TIMED_OUT = "connection timed out";

  private Timeouts() {}

  static Outcome expires(Context cx, State state, Timer timer) {
    return switch (state) {
      case Closed _, Listen _ -> Outcome.of(state);
      case SynSent here ->
          switch (timer) {
            case RETRANSMIT -> synAgain(cx, here);
            case USER -> giveUpSyn(here, "connection aborted due to user timeout", USER);
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
      case ZERO_WINDOW_PROBE -> zeroWindowProbe(turn);
      case DELAYED_ACK ->
          turn.tcb().receive().ackOwed() ? turn.ack(Effect.Kind.DELAYED_ACK, DELAYED) : turn;
      case KEEPALIVE -> keepalive(turn);
      case USER -> abort(turn, "connection aborted due to user timeout", USER);
      case FIN_WAIT_2 -> turn.leaveTo(State.CLOSED, FIN_WAIT_2);
      case TIME_WAIT -> turn.leaveTo(State.CLOSED, TIME_WAIT);
    };
  }

  private static Rule giveUpRule(Context cx) {
    return cx.policy().isLinuxSchedule() ? LINUX_GIVES_UP : R2;
  }

  private static Outcome synAgain(Context cx, SynSent here) {
    var calling = here.calling();
    var clocks = calling.clocks();
    if (Schedules.givesUpSyn(cx, clocks)) {
      return giveUpSyn(here, TIMED_OUT, giveUpRule(cx));
    }
    int count = clocks.retransmissions() + 1;
    var backedOff = clocks.retransmitted(Schedules.afterSyn(cx, clocks.rtoNs(), count));
    var plain = calling.withoutEcn();
    var syn = Output.syn(cx, plain);
    var packet = new Packet(Output.header(cx, plain.datagrams(), false, syn), syn);
    return Outcome.of(
        new SynSent(plain.sentOne().with(backedOff)),
        new Effect.Send(packet, Effect.Kind.RETRANSMISSION, RETRANSMIT),
        new Effect.Start(Timer.RETRANSMIT, cx.nowNs() + backedOff.rtoNs(), RETRANSMIT));
  }

  private static Outcome giveUpSyn(SynSent here, String told, Rule rule) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Returned(here.calling().call(), "OPEN", told, true, rule));
    for (var send : here.calling().sends()) {
      effects.add(new Effect.Returned(send.call(), "SEND", told, true, rule));
    }
    effects.add(new Effect.Moved(here.label(), StateName.CLOSED, rule));
    return new Outcome(State.CLOSED, effects);
  }

  private static Turn synAckAgain(Turn turn) {
    var cx = turn.cx();
    var clocks = turn.tcb().clocks();
    var timer = SynReceived.timer(cx, turn.tcb());
    if (Schedules.givesUpSynAck(cx, clocks)) {
      return Refusals.tellAll(turn, TIMED_OUT, giveUpRule(cx))
          .leaveTo(State.CLOSED, timer == Timer.SYN_ACK ? SYN_ACK : R2);
    }
    var backedOff = clocks.retransmitted(RoundTrip.backedOff(cx.policy(), clocks.rtoNs()));
    var rule = timer == Timer.SYN_ACK ? SYN_ACK : RETRANSMIT;
    return SynReceived.synAckAgain(turn.know(backedOff), rule)
        .start(timer, cx.nowNs() + backedOff.rtoNs(), rule);
  }

  private static Turn oldestAgain(Turn turn) {
    var cx = turn.cx();
    var clocks = turn.tcb().clocks();
    if (turn.tcb().send().allAcknowledged()) {
      return turn;
    }
    if (Schedules.givesUpText(cx, clocks)) {
      return abort(turn, TIMED_OUT, giveUpRule(cx));
    }
    var backedOff = clocks.retransmitted(RoundTrip.backedOff(cx.policy(), clocks.rtoNs()));
    var recovering =
        turn.know(backedOff).know(turn.tcb().send().recoverTo(turn.tcb().send().nxt()));
    return Transmission.resendOldest(recovering, Effect.Kind.RETRANSMISSION, RETRANSMIT)
        .start(Timer.RETRANSMIT, cx.nowNs() + backedOff.rtoNs(), RETRANSMIT);
  }

  private static Turn lossProbe(Turn turn) {
    if (turn.tcb().send().allAcknowledged()) {
      return turn;
    }
    var probed = turn.know(turn.tcb().send().afterProbe());
    long rto = turn.tcb().clocks().rtoNs();
    return Transmission.resendLast(probed, PROBE)
        .start(Timer.RETRANSMIT, turn.cx().nowNs() + rto, PROBE);
  }

  /** One octet beyond the window (§3.8.6.1): a peer that lives answers with its window. */
  private static Turn zeroWindowProbe(Turn turn) {
    var send = turn.tcb().send();
    if (send.wnd() > 0 || !send.nxt().isBefore(send.end())) {
      return turn;
    }
    var clocks = turn.tcb().clocks().probed();
    long wait =
        Math.min(clocks.rtoNs() << Math.min(clocks.probes(), 10), turn.cx().policy().maxRtoNs());
    return Keepalive.probe(turn.know(clocks), ZERO_WINDOW)
        .start(Timer.ZERO_WINDOW_PROBE, turn.cx().nowNs() + wait, ZERO_WINDOW);
  }

  private static Turn keepalive(Turn turn) {
    var settings = turn.cx().settings().keepalive();
    var clocks = turn.tcb().clocks();
    long silentUntil = clocks.provenAtNs() + settings.idleNs();
    if (turn.cx().nowNs() < silentUntil) {
      return turn.start(Timer.KEEPALIVE, silentUntil, KEEPALIVE);
    }
    if (clocks.probes() >= settings.probes()) {
      return abort(turn.abortPeer(KEEPALIVE), TIMED_OUT, KEEPALIVE);
    }
    return Keepalive.probe(turn.know(clocks.probed()), KEEPALIVE)
        .start(Timer.KEEPALIVE, turn.cx().nowNs() + settings.intervalNs(), KEEPALIVE);
  }

  /** The connection is given up; the user is told (MUST-20c). */
  private static Turn abort(Turn turn, String told, Rule rule) {
    return Refusals.tellAll(turn, told, rule)
        .tellError(0, "TIMEOUT", told, rule)
        .leaveTo(State.CLOSED, rule);
  }
}
