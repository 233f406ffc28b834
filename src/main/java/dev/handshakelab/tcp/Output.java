package dev.handshakelab.tcp;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Making segments, and the IP header each travels in. */
final class Output {
  /** The default of RFC 9293 §3.9.2 (MUST-49 asks that it can be set) and of Linux. */
  private static final int TIME_TO_LIVE = 64;

  /** ECT(0) of RFC 3168: on text only. */
  private static final int ECT_0 = 2;

  private Output() {}

  /** A segment without text in a connection: its window, ACK number and options as they are now. */
  static Segment control(Context cx, Tcb tcb, SequenceNumber seq, Flags flags) {
    return text(cx, tcb, seq, flags, Octets.EMPTY);
  }

  static Segment text(Context cx, Tcb tcb, SequenceNumber seq, Flags flags, Octets text) {
    return new Segment(
        cx.path().local().port(),
        cx.path().remote().port(),
        seq,
        tcb.receive().nxt(),
        flags,
        windowField(tcb),
        0,
        options(cx, tcb.negotiated()),
        text);
  }

  /** A SYN: no ACK, the window unscaled. */
  static Segment syn(Context cx, Calling calling) {
    var flags = calling.ecnRequested() ? Flags.SYN.plus(Flag.ECE).plus(Flag.CWR) : Flags.SYN;
    return new Segment(
        cx.path().local().port(),
        cx.path().remote().port(),
        calling.iss(),
        SequenceNumber.ZERO,
        flags,
        Negotiation.initialWindow(cx, false),
        0,
        Negotiation.offer(cx),
        Octets.EMPTY);
  }

  /** A SYN+ACK: {@code <SEQ=ISS><ACK=RCV.NXT>}, the window unscaled. */
  static Segment synAck(Context cx, Tcb tcb, List<TcpOption> options) {
    return new Segment(
        cx.path().local().port(),
        cx.path().remote().port(),
        tcb.opening().iss(),
        tcb.receive().nxt(),
        tcb.negotiated().ecn() ? Flags.SYN_ACK.plus(Flag.ECE) : Flags.SYN_ACK,
        Math.min(tcb.receive().wnd(), 65_535),
        0,
        options,
        Octets.EMPTY);
  }

  /**
   * A reset without options or window.
   *
   * @param ack null for one without the ACK bit
   */
  static Segment reset(Context cx, SequenceNumber seq, @Nullable SequenceNumber ack) {
    return new Segment(
        cx.path().local().port(),
        cx.path().remote().port(),
        seq,
        ack == null ? SequenceNumber.ZERO : ack,
        ack == null ? Flags.RST : Flags.RST_ACK,
        0,
        0,
        List.of(),
        Octets.EMPTY);
  }

  /** RFC 7323 §3.2: once in force, timestamps are on every segment but a RST. */
  private static List<TcpOption> options(Context cx, Negotiated negotiated) {
    return negotiated.timestamps()
        ? List.of(
            TcpOption.NOP,
            TcpOption.NOP,
            new Timestamps(cx.timestamp(negotiated.tsOffset()), negotiated.tsRecent()))
        : List.of();
  }

  /**
   * SEG.WND: RCV.WND shifted down, rounded up as Linux does, so that no octet of the window is lost
   * to the shift.
   */
  private static int windowField(Tcb tcb) {
    int shift = tcb.negotiated().receiveShift();
    return Math.min(tcb.receive().wnd() + (1 << shift) - 1 >> shift, 65_535);
  }

  /**
   * Sends a segment of this connection and notes what follows from that: it carries whatever
   * acknowledgment was owed, and its datagram is counted.
   *
   * @param ect whether it may be marked ECN-capable: text, sent for the first time
   */
  static Turn emit(Turn turn, Segment segment, Effect.Kind kind, boolean ect, Rule rule) {
    var tcb = turn.tcb();
    var packet =
        new Packet(
            header(turn.cx(), tcb.send().datagrams(), ect && turn.isEcn(), segment), segment);
    var sent = turn.with(new Effect.Send(packet, kind, rule)).know(tcb.send().sentOne());
    if (!segment.isAck() || segment.isRst()) {
      return sent;
    }
    var heard = sent.tcb().with(tcb.negotiated().acknowledging(segment.acknowledgment()));
    return tcb.receive().ackOwed()
        ? sent.know(heard.with(tcb.receive().acknowledged())).stop(Timer.DELAYED_ACK, ACK_CARRIED)
        : sent.know(heard);
  }

  private static final Rule ACK_CARRIED = Rule.rfc9293("3.8.6.3");

  /**
   * The IP header of a segment. DF is set (path MTU discovery, §3.7.2), so the identification could
   * be anything; Linux counts it up from a drawn number and sends 0 where no socket of its own
   * stands behind a segment: SYN+ACK, RST.
   *
   * @param datagrams how many packets of the connection went before
   */
  static IpHeader header(Context cx, int datagrams, boolean ect, Segment segment) {
    var local = cx.path().local().address();
    var remote = cx.path().remote().address();
    int trafficClass = ect ? ECT_0 : 0;
    if (cx.path().isIpv6()) {
      return new IpHeader.Ipv6(local, remote, trafficClass, 0, TIME_TO_LIVE);
    }
    boolean zero =
        !cx.policy().isLinuxSchedule() || segment.isRst() || segment.isSyn() && segment.isAck();
    int identification = zero ? 0 : (int) (firstIdentification(cx) + datagrams & 0xffff);
    return new IpHeader.Ipv4(
        local, remote, trafficClass, identification, true, TIME_TO_LIVE, Octets.EMPTY);
  }

  private static long firstIdentification(Context cx) {
    return cx.secrets().seed() + 40_503L * cx.path().local().port() + cx.path().remote().port();
  }
}
