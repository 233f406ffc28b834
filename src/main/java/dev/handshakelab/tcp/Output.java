package dev.handshakelab.tcp;

import dev.handshakelab.tcp.SendingChoice.Identification;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Making segments, and the IP header each travels in. */
final class Output {
  /** The ECN bits of the traffic class; ECT(0) of RFC 3168 is set on text only. */
  private static final int ECT_0 = 2;

  private static final Rule ACK_CARRIED = Rule.rfc9293("3.8.6.3");

  private Output() {}

  /** A segment without text in a connection: its window, ACK number and options as they are now. */
  static Segment control(Context cx, Tcb tcb, SequenceNumber seq, Flags flags) {
    return text(cx, tcb, seq, flags, Octets.EMPTY);
  }

  static Segment text(Context cx, Tcb tcb, SequenceNumber seq, Flags flags, Octets text) {
    return segment(
        cx,
        seq,
        tcb.receive().nxt(),
        flags,
        windowField(tcb),
        SegmentOptions.inForce(cx, tcb),
        text);
  }

  /** A SYN: no ACK, the window unscaled. */
  static Segment syn(Context cx, Calling calling) {
    var flags = calling.ecnRequested() ? Flags.SYN.plus(Flag.ECE).plus(Flag.CWR) : Flags.SYN;
    int carried = calling.nxt().minus(calling.iss()) - 1;
    return segment(
        cx,
        calling.iss(),
        SequenceNumber.ZERO,
        flags,
        calling.window(),
        SegmentOptions.offer(cx, calling.fastOpen()),
        calling.carriesText()
            ? calling.queue().text(calling.iss().plus(1), carried)
            : Octets.EMPTY);
  }

  /** A SYN+ACK: {@code <SEQ=ISS><ACK=RCV.NXT>}, the window unscaled. */
  static Segment synAck(Context cx, Tcb tcb, List<TcpOption> options) {
    return segment(
        cx,
        tcb.opening().iss(),
        tcb.receive().nxt(),
        tcb.negotiated().ecn() ? Flags.SYN_ACK.plus(Flag.ECE) : Flags.SYN_ACK,
        Math.min(tcb.receive().wnd(), 65_535),
        options,
        Octets.EMPTY);
  }

  /**
   * A reset without options or window.
   *
   * @param ack null for one without the ACK bit
   */
  static Segment reset(Context cx, SequenceNumber seq, @Nullable SequenceNumber ack) {
    return segment(
        cx,
        seq,
        ack == null ? SequenceNumber.ZERO : ack,
        ack == null ? Flags.RST : Flags.RST_ACK,
        0,
        List.of(),
        Octets.EMPTY);
  }

  /** The RST that answers {@code offending} where no connection is (§3.10.7.1). */
  static Segment refusal(Context cx, Segment offending) {
    return offending.isAck()
        ? reset(cx, offending.acknowledgment(), null)
        : reset(cx, SequenceNumber.ZERO, offending.end());
  }

  /**
   * {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>}, with timestamps (RFC 7323 §3.2), and the
   * window that the connection has, as Linux's tcp_send_active_reset sends it.
   */
  static Segment abort(Context cx, Tcb tcb) {
    return segment(
        cx,
        tcb.send().nxt(),
        tcb.receive().nxt(),
        Flags.RST_ACK,
        windowField(tcb),
        SegmentOptions.timestamps(cx, tcb.negotiated()),
        Octets.EMPTY);
  }

  private static Segment segment(
      Context cx,
      SequenceNumber seq,
      SequenceNumber ack,
      Flags flags,
      int window,
      List<TcpOption> options,
      Octets text) {
    int from = cx.path().local().port();
    int to = cx.path().remote().port();
    return new Segment(from, to, seq, ack, flags, window, 0, options, text);
  }

  /**
   * SEG.WND: RCV.WND shifted down, rounded up as Linux does, so that no octet of the window is lost
   * to the shift.
   */
  private static int windowField(Tcb tcb) {
    int shift = tcb.negotiated().receiveShift();
    return Math.min(tcb.receive().wnd() + (1 << shift) - 1 >> shift, 65_535);
  }

  /** A segment that no connection sends: its answer is not counted and not awaited. */
  static Effect.Send stray(Context cx, Segment segment, Rule rule) {
    return new Effect.Send(new Packet(header(cx, 0, 0), segment), Effect.Kind.ORIGINAL, rule);
  }

  /** A SYN of a connection whose peer is not known yet. */
  static Effect.Send syn(Context cx, Calling calling, Effect.Kind kind, Rule rule) {
    int id = identification(cx, calling.datagrams());
    return new Effect.Send(new Packet(header(cx, id, 0), syn(cx, calling)), kind, rule);
  }

  /**
   * Sends a segment of this connection and notes what follows from that: it carries whatever
   * acknowledgment was owed, and its datagram is counted.
   *
   * @param ect whether it may be marked ECN-capable: text, sent for the first time
   */
  static Turn emit(Turn turn, Segment segment, Effect.Kind kind, boolean ect, Rule rule) {
    var cx = turn.cx();
    var tcb = turn.tcb();
    int ecn = ect && tcb.negotiated().ecn() ? ECT_0 : 0;
    int id = isFull(turn) ? identification(cx, tcb.send().datagrams()) : 0;
    var packet = new Packet(header(cx, id, ecn), segment);
    var effect = new Effect.Send(packet, kind, rule);
    var sent = tcb.send().sentOne();
    if (!segment.isAck() || segment.isRst()) {
      return turn.with(effect, tcb.with(sent));
    }
    boolean owed = tcb.receive().owed().isAny();
    var told = turn.with(effect, tcb.with(sent, tcb.receive().acknowledged()));
    return owed ? told.stop(Timer.DELAYED_ACK, ACK_CARRIED) : told;
  }

  /** Whether a socket of its own stands behind the connection, not a request or minisocket. */
  private static boolean isFull(Turn turn) {
    return switch (turn.phase()) {
      case SYN_RECEIVED -> !SynReceived.isRequest(turn.cx(), turn.tcb());
      case TIME_WAIT -> turn.policy().timeWaitChecks() == ClosingChoice.TimeWaitChecks.RFC;
      case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> true;
    };
  }

  /**
   * DF is set (path MTU discovery, §3.7.2), so the identification could be anything; Linux counts
   * it up from a number of the connection's own.
   *
   * @param datagrams how many packets of the connection went before
   */
  private static int identification(Context cx, int datagrams) {
    if (cx.policy().identification() == Identification.ZERO) {
      return 0;
    }
    long first =
        cx.secrets().seed() + 40_503L * cx.path().local().port() + cx.path().remote().port();
    return (int) (first + datagrams & 0xffff);
  }

  private static IpHeader header(Context cx, int identification, int ecn) {
    var local = cx.path().local().address();
    var remote = cx.path().remote().address();
    int trafficClass = cx.settings().diffserv() | ecn;
    int hops = cx.settings().timeToLive();
    return cx.path().isIpv6()
        ? new IpHeader.Ipv6(local, remote, trafficClass, 0, hops)
        : new IpHeader.Ipv4(local, remote, trafficClass, identification, true, hops, Octets.EMPTY);
  }
}
