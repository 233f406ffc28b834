package dev.handshakelab.tcp;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * Sending what the user has queued, and sending it again. There is no congestion control beyond a
 * fixed window of ten segments: a handshake is over before one would matter.
 */
final class Transmission {
  /** RFC 6928, and what Linux begins with. */
  private static final int WINDOW_SEGMENTS = 10;

  private static final Rule RESEND = Rule.of("RFC 6298 5.4");
  private static final Rule ALL_ACKNOWLEDGED = Rule.of("RFC 6298 5.2");
  private static final Rule LOSS_PROBE = Rule.linux("tcp_schedule_loss_probe");
  private static final Rule ZERO_WINDOW = Rule.rfc9293("3.8.6.1");

  private Transmission() {}

  /**
   * Sends as much as the peer's window, the fixed window and Nagle's rule (SHLD-7) allow, then the
   * FIN.
   */
  static Turn transmit(Turn turn, Rule rule) {
    if (!turn.phase().sends()) {
      return turn;
    }
    var now = turn;
    boolean sent = false;
    for (var next = sendNext(now, rule); next != null; next = sendNext(now, rule)) {
      sent = true;
      now = next;
    }
    return sent ? arm(now, rule) : probeZeroWindow(now);
  }

  /** Null when nothing may be sent now. */
  private static @Nullable Turn sendNext(Turn turn, Rule rule) {
    var send = turn.tcb().send();
    if (!send.nxt().isBefore(send.end())) {
      return null;
    }
    int mss = segmentSize(turn);
    int window = Math.min(send.wnd(), WINDOW_SEGMENTS * mss);
    int usable = send.una().plus(window).minus(send.nxt());
    int waiting = Math.max(0, send.endOfText().minus(send.nxt()));
    int length = Math.min(Math.min(waiting, mss), Math.max(usable, 0));
    boolean last = length == waiting;
    boolean nagle = length < mss && !send.fin() && !send.allAcknowledged();
    if (usable <= 0 || waiting > 0 && (length == 0 || nagle)) {
      return null;
    }
    return emit(turn, send.nxt(), length, last && send.fin(), rule);
  }

  private static Turn emit(Turn turn, SequenceNumber seq, int length, boolean fin, Rule rule) {
    var cx = turn.cx();
    var tcb = turn.tcb();
    var send = tcb.send();
    int from = Math.max(0, seq.minus(send.first()));
    var text = send.queue().slice(from, from + length);
    var segment = Output.text(cx, tcb, seq, flags(send, seq, length, fin), text);
    var clocks = send.allAcknowledged() ? tcb.clocks().sending(cx.nowNs()) : tcb.clocks();
    var out = Output.emit(turn, segment, Effect.Kind.ORIGINAL, length > 0, rule);
    var after = out.tcb();
    var receive = length > 0 ? after.receive().afterSending() : after.receive();
    return out.know(
        after
            .with(after.send().to(segment.end()))
            .with(receive)
            .with(clocks.timing(cx.nowNs(), segment.end())));
  }

  /** PSH on the segment that empties the queue: no user waits for more (§3.9.1.2). */
  private static Flags flags(Sending send, SequenceNumber seq, int length, boolean fin) {
    boolean push = length > 0 && seq.plus(length).equals(send.endOfText());
    var flags = push ? Flags.PSH_ACK : Flags.ACK;
    return fin ? flags.plus(Flag.FIN) : flags;
  }

  static int segmentSize(Turn turn) {
    var negotiated = turn.tcb().negotiated();
    return negotiated.sendMss() - negotiated.optionsLength();
  }

  /** The oldest unacknowledged octets once more: the SYN+ACK, text, or the FIN. */
  static Turn resendOldest(Turn turn, Effect.Kind kind, Rule rule) {
    var send = turn.tcb().send();
    if (turn.phase() == Phase.SYN_RECEIVED) {
      return SynReceived.synAckAgain(turn, rule);
    }
    return resend(turn, send.una(), kind, rule);
  }

  /** The last segment once more: the tail-loss probe. */
  static Turn resendLast(Turn turn, Rule rule) {
    var send = turn.tcb().send();
    int text = Math.max(0, send.nxt().minus(send.first()) - (send.finSent() ? 1 : 0));
    int back = text == 0 ? 0 : (text - 1) % segmentSize(turn) + 1;
    var from = send.first().plus(text - back);
    return resend(turn, from.isBefore(send.una()) ? send.una() : from, Effect.Kind.PROBE, rule);
  }

  private static Turn resend(Turn turn, SequenceNumber seq, Effect.Kind kind, Rule rule) {
    var send = turn.tcb().send();
    int sentText = Math.max(0, send.nxt().minus(seq) - (send.finSent() ? 1 : 0));
    int length = Math.min(sentText, segmentSize(turn));
    boolean fin = send.finSent() && length == sentText;
    int from = Math.max(0, seq.minus(send.first()));
    var segment =
        Output.text(
            turn.cx(),
            turn.tcb(),
            seq,
            flags(send, seq, length, fin),
            send.queue().slice(from, from + length));
    return Output.emit(turn, segment, kind, false, rule);
  }

  /**
   * New data was acknowledged: the timer starts again (RFC 6298 §5.3), or stops; what a timeout
   * lost follows.
   */
  static Turn afterProgress(Turn turn, Rule rule) {
    var send = turn.tcb().send();
    if (send.allAcknowledged()) {
      return turn.stop(Timer.RETRANSMIT, ALL_ACKNOWLEDGED)
          .stop(Timer.LOSS_PROBE, ALL_ACKNOWLEDGED)
          .stop(Timer.ZERO_WINDOW_PROBE, ALL_ACKNOWLEDGED);
    }
    var resent =
        send.recover() == null ? turn : resendOldest(turn, Effect.Kind.RETRANSMISSION, RESEND);
    return arm(resent, rule);
  }

  /**
   * Arms what will notice a loss: the tail-loss probe where it is on and this flight has had none,
   * else the RTO.
   */
  static Turn arm(Turn turn, Rule rule) {
    var cx = turn.cx();
    var send = turn.tcb().send();
    var clocks = turn.tcb().clocks();
    if (send.allAcknowledged()) {
      return turn;
    }
    boolean probe =
        cx.policy().lossProbe() == Policy.LossProbe.ON
            && turn.tcb().negotiated().sack()
            && clocks.hasSample()
            && !send.probed()
            && send.recover() == null;
    if (!probe) {
      return turn.start(Timer.RETRANSMIT, cx.nowNs() + clocks.rtoNs(), rule);
    }
    boolean oneOut = send.inFlight() <= segmentSize(turn);
    return turn.stop(Timer.RETRANSMIT, LOSS_PROBE)
        .start(Timer.LOSS_PROBE, cx.nowNs() + Schedules.probeAfter(cx, clocks, oneOut), LOSS_PROBE);
  }

  /** Text waits, nothing is out and the window is shut: only a probe can find out when it opens. */
  private static Turn probeZeroWindow(Turn turn) {
    var tcb = turn.tcb();
    boolean stuck =
        tcb.send().allAcknowledged()
            && tcb.send().nxt().isBefore(tcb.send().end())
            && tcb.send().wnd() == 0;
    return stuck
        ? turn.start(Timer.ZERO_WINDOW_PROBE, turn.cx().nowNs() + tcb.clocks().rtoNs(), ZERO_WINDOW)
        : turn;
  }
}
