package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sending again (RFC 6298 §5). A timeout takes all that is in flight for lost: the oldest segment
 * goes out at once, the others as slow start allows.
 */
final class Retransmission {
  private static final Rule RESEND = Rule.of("RFC 6298 5.4");
  private static final Rule ALL_ACKNOWLEDGED = Rule.of("RFC 6298 5.2");
  private static final Rule LOSS_PROBE = Rule.linux("tcp_schedule_loss_probe");
  private static final Rule USER = Rule.rfc9293("3.9.1.1");

  /** The timers that notice a loss. */
  private static final List<Timer> OF_A_LOSS = List.of(Timer.RETRANSMIT, Timer.LOSS_PROBE);

  private Retransmission() {}

  /** The oldest unacknowledged numbers once more: text, the FIN, or the SYN+ACK. */
  static Turn resendOldest(Turn turn, Rule rule) {
    var send = turn.tcb().send();
    return send.una().equals(turn.tcb().opening().iss())
        ? SynReceived.synAckAgain(turn, rule)
        : resend(turn, send.una(), Effect.Kind.RETRANSMISSION, rule);
  }

  /** The last segment once more: the tail-loss probe. What is in flight is not timed any more. */
  static Turn resendLast(Turn turn, Rule rule) {
    var send = turn.tcb().send();
    var clocks = turn.tcb().clocks();
    int mss = Transmission.segmentSize(turn.tcb());
    var seq = send.queue().lastSent(send.endOfSentText(), send.finSent(), mss);
    var untimed = turn.know(clocks.with(clocks.roundTrip().untimed()));
    return resend(untimed, seq, Effect.Kind.PROBE, rule);
  }

  private static Turn resend(Turn turn, SequenceNumber seq, Effect.Kind kind, Rule rule) {
    var tcb = turn.tcb();
    var send = tcb.send();
    int mss = Transmission.segmentSize(tcb);
    int sentText = Math.max(0, send.endOfSentText().minus(seq));
    int length = send.queue().again(seq, sentText, mss);
    boolean fin =
        send.finSent() && length == sentText && send.queue().isFinWithText(seq, sentText, mss);
    var flags = Transmission.flags(send, seq, length, fin);
    var segment = Output.text(turn.cx(), tcb, seq, flags, send.queue().text(seq, length));
    var sent = Output.emit(turn, segment, kind, false, rule);
    var after = sent.tcb().send().with(sent.tcb().send().congestion().resentOne());
    return after.isRecovering() && segment.end().isAfter(seq)
        ? sent.know(after.resentTo(segment.end()))
        : sent.know(after);
  }

  /** Sends what a timeout has lost, as far as slow start and the peer's window allow. */
  static Turn resendLost(Turn turn) {
    var now = turn;
    for (var seq = nextLost(now); seq != null; seq = nextLost(now)) {
      now = resend(now, seq, Effect.Kind.RETRANSMISSION, RESEND);
    }
    return now;
  }

  /** The next number to be sent again now; null when there is none. */
  private static @Nullable SequenceNumber nextLost(Turn turn) {
    var send = turn.tcb().send();
    if (send.resend() == null || send.recover() == null) {
      return null;
    }
    int sentAgain = send.resend().minus(send.una());
    boolean left = send.resend().isBefore(send.recover());
    int room = Math.min(send.window().wnd(), send.congestion().cwnd());
    return left && sentAgain < room ? send.resend() : null;
  }

  /** Segments were sent: the timers that notice a loss run (RFC 6298 §5.1). */
  static Turn afterSending(Turn turn, boolean wasIdle, Rule rule) {
    return wasIdle || probes(turn) ? arm(turn, rule) : turn;
  }

  /** New numbers were acknowledged: the timer starts again (RFC 6298 §5.3), or stops. */
  static Turn afterProgress(Turn turn, Rule rule) {
    var told = userTimeout(turn);
    return turn.tcb().send().allAcknowledged()
        ? told.stop(OF_A_LOSS, ALL_ACKNOWLEDGED)
        : arm(told, rule);
  }

  /** The user timeout counts from the last progress, while anything is not acknowledged. */
  static Turn userTimeout(Turn turn) {
    long limit = turn.cx().settings().patience().userTimeoutNs();
    if (limit == 0 || turn.policy().isLinuxSchedule()) {
      return turn;
    }
    var send = turn.tcb().send();
    return send.una().isBefore(send.queue().end())
        ? turn.startIn(Timer.USER, limit, USER)
        : turn.stop(Timer.USER, USER);
  }

  /** Whether a tail-loss probe comes before the RTO: once a flight, when SACK is in force. */
  private static boolean probes(Turn turn) {
    var send = turn.tcb().send();
    return turn.policy().lossProbe() == SendingChoice.LossProbe.ON
        && turn.tcb().negotiated().sack()
        && turn.phase() != Phase.SYN_RECEIVED
        && !send.probed()
        && !send.isRecovering();
  }

  /** Starts what will notice a loss: the tail-loss probe, else the RTO. */
  private static Turn arm(Turn turn, Rule rule) {
    var clocks = turn.tcb().clocks();
    if (!probes(turn)) {
      return turn.startIn(Timer.RETRANSMIT, clocks.rtoNs(), rule);
    }
    var send = turn.tcb().send();
    boolean oneOut = send.segmentsFrom(send.una(), Transmission.segmentSize(turn.tcb())) <= 1;
    return turn.stop(Timer.RETRANSMIT, LOSS_PROBE)
        .startIn(Timer.LOSS_PROBE, Schedules.probeAfter(turn.cx(), clocks, oneOut), LOSS_PROBE);
  }
}
