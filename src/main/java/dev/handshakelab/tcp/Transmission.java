package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ClosingChoice.CloseInSynReceived;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;

/**
 * Sending what the user has queued (§3.8.6.2.1): as much as the peer's window and slow start allow,
 * in segments that are worth sending.
 */
final class Transmission {
  /** Nothing may be sent now; 0 would be a bare FIN. */
  private static final int NOTHING = -1;

  private static final Rule AFTER_FIN = Rule.rfc9293("3.10.4");

  private Transmission() {}

  /** Sends what may be sent: what a timeout has lost, then what is new, then the FIN. */
  static Turn transmit(Turn turn, Rule rule) {
    if (!maySend(turn)) {
      return turn;
    }
    boolean idle = turn.tcb().send().allAcknowledged();
    var now = Retransmission.resendLost(turn);
    boolean sent = false;
    for (int length = sendable(now); length != NOTHING; length = sendable(now)) {
      now = emitNew(now, length, Effect.Kind.ORIGINAL, rule);
      sent = true;
    }
    if (!sent) {
      return WindowProbing.arm(now);
    }
    return Retransmission.afterSending(now, idle, rule);
  }

  /** Before ESTABLISHED only a connection that was opened fast may send (RFC 7413 §4.2.2). */
  private static boolean maySend(Turn turn) {
    return turn.phase().sends()
        || turn.phase() == Phase.SYN_RECEIVED && turn.tcb().opening().fastOpened();
  }

  /**
   * A connection that was opened fast sends in SYN-RECEIVED, but a FIN may have to wait even so.
   */
  private static boolean finMayGo(Turn turn) {
    return turn.phase() != Phase.SYN_RECEIVED
        || turn.policy().closeInSynReceived() == CloseInSynReceived.FIN_AT_ONCE;
  }

  /**
   * How much text the next segment carries: a full segment, or all there is, or at least half of
   * the largest window ever offered (MUST-38); {@link #NOTHING} when it has to wait.
   */
  private static int sendable(Turn turn) {
    var send = turn.tcb().send();
    if (!send.hasUnsent() || send.isRecovering()) {
      return NOTHING;
    }
    int mss = segmentSize(turn.tcb());
    int waiting = Math.max(0, send.queue().endOfText().minus(send.nxt()));
    int usable = send.window().wnd() - send.inFlight();
    int free = free(turn);
    if (waiting == 0) {
      boolean hasToWait = turn.policy().isLinuxSchedule() && free == 0;
      return usable > 0 && finMayGo(turn) && !hasToWait ? 0 : NOTHING;
    }
    int room = Math.min(usable, free);
    if (Math.min(waiting, room) >= mss) {
      return mss;
    }
    if (waiting <= room) {
      return send.queue().fin() || mayBeShort(turn) ? waiting : NOTHING;
    }
    boolean fraction = room > 0 && room >= (send.window().max() + 1) / 2;
    return fraction && mayBeShort(turn) ? room : NOTHING;
  }

  /**
   * How much of the congestion window is free, in octets. Linux counts segments, short ones and a
   * bare FIN like others (tcp_cwnd_test).
   */
  private static int free(Turn turn) {
    var send = turn.tcb().send();
    int cwnd = send.congestion().cwnd();
    if (!turn.policy().isLinuxSchedule()) {
      return cwnd - send.inFlight();
    }
    int mss = segmentSize(turn.tcb());
    return Math.max(0, cwnd / mss - send.segmentsFrom(send.una(), mss)) * mss;
  }

  /** Nagle's algorithm (SHLD-7), unless the user has turned it off (MUST-17). */
  private static boolean mayBeShort(Turn turn) {
    var send = turn.tcb().send();
    return turn.cx().settings().noDelay()
        || switch (turn.policy().nagle()) {
          case RFC_896 -> send.allAcknowledged();
          case MINSHALL -> send.small().isAtOrBefore(send.una());
        };
  }

  /** How much new text a tail-loss probe may carry: slow start does not hold it back. */
  static int probeLength(Turn turn) {
    var send = turn.tcb().send();
    int waiting = Math.max(0, send.queue().endOfText().minus(send.nxt()));
    int usable = send.window().wnd() - send.inFlight();
    return Math.max(0, Math.min(Math.min(waiting, usable), segmentSize(turn.tcb())));
  }

  /** Sends {@code length} octets that were never sent, with the FIN when they are the last. */
  static Turn emitNew(Turn turn, int length, Effect.Kind kind, Rule rule) {
    var cx = turn.cx();
    var send = turn.tcb().send();
    var seq = send.nxt();
    boolean fin =
        send.queue().fin() && seq.plus(length).equals(send.queue().endOfText()) && finMayGo(turn);
    var text = send.queue().text(seq, length);
    boolean tells = length > 0 && turn.tcb().negotiated().ecn() && send.congestion().untold();
    var flags = flags(send, seq, length, fin);
    var segment = Output.text(cx, turn.tcb(), seq, tells ? flags.plus(Flag.CWR) : flags, text);
    boolean lastAck = fin && turn.phase() == Phase.CLOSE_WAIT;
    var at = lastAck ? turn.enter(Phase.LAST_ACK, AFTER_FIN) : turn;
    var out = Output.emit(at, segment, kind, length > 0, rule);
    return noteSent(tells ? out.know(told(out)) : out, send, segment);
  }

  private static Sending told(Turn turn) {
    return turn.tcb().send().with(turn.tcb().send().congestion().told());
  }

  /**
   * @param before what was sent before {@code segment}
   */
  private static Turn noteSent(Turn turn, Sending before, Segment segment) {
    var tcb = turn.tcb();
    long now = turn.cx().nowNs();
    int length = segment.payload().length();
    boolean small = length > 0 && length < segmentSize(tcb);
    var after = tcb.send().to(segment.end());
    var timed = tcb.clocks().roundTrip().timing(now, segment.end());
    var clocks =
        before.allAcknowledged() ? tcb.clocks().oldestFrom(now, timed) : tcb.clocks().with(timed);
    var sent = turn.know(tcb.with(small ? after.sentSmall(segment.end()) : after, clocks));
    var receive = sent.tcb().receive();
    return length > 0 ? sent.know(receive.with(receive.promptness().sentText(now))) : sent;
  }

  /** PSH on the segment that empties the queue (§3.9.1.2). */
  static Flags flags(Sending send, SequenceNumber seq, int length, boolean fin) {
    boolean push = length > 0 && send.queue().isPushed(seq.plus(length));
    var flags = push ? Flags.PSH_ACK : Flags.ACK;
    return fin ? flags.plus(Flag.FIN) : flags;
  }

  /** Eff.snd.MSS less the options of this moment (MUST-16), in octets. */
  static int segmentSize(Tcb tcb) {
    return tcb.negotiated().sendMss() - SegmentOptions.length(tcb);
  }
}
