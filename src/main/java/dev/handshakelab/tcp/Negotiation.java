package dev.handshakelab.tcp;

import dev.handshakelab.tcp.OpeningChoice.InitialWindow;
import dev.handshakelab.tcp.OpeningChoice.SimultaneousOpen;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.TcpOption.MaximumSegmentSize;
import dev.handshakelab.wire.TcpOption.SackPermitted;
import dev.handshakelab.wire.TcpOption.Timestamps;
import dev.handshakelab.wire.TcpOption.WindowScale;

/**
 * What the SYNs say to each other. An option is in force when both carried it (RFC 7323 §2.2, §3.2;
 * RFC 2018 §2), and a SYN+ACK carries only what the SYN did.
 */
final class Negotiation {
  /** The largest shift there is (RFC 7323 §2.3). */
  static final int MAX_SHIFT = 14;

  /**
   * The smallest send MSS, whatever was announced (Linux's tcp_min_snd_mss): below it options would
   * leave no room for text.
   */
  private static final int MIN_SEND_MSS = 48;

  private Negotiation() {}

  /**
   * What is in force after the peer's SYN or SYN+ACK.
   *
   * @param ecn whether ECN is agreed on, which depends on who asked
   */
  static Negotiated agree(Context cx, Segment syn, boolean ecn) {
    var offer = cx.settings().offer();
    var scale = syn.option(WindowScale.class);
    boolean scaling = offer.windowScale() != Settings.NONE && scale.isPresent();
    var timestamps = syn.option(Timestamps.class);
    boolean stamped = offer.timestamps() && timestamps.isPresent();
    return new Negotiated(
        sendMss(cx, syn),
        scaling,
        scaling ? Math.min(scale.get().shift(), MAX_SHIFT) : 0,
        scaling ? offer.windowScale() : 0,
        offer.sackPermitted() && syn.option(SackPermitted.class).isPresent(),
        stamped,
        stamped ? timestamps.get().value() : 0,
        cx.nowNs(),
        stamped ? InitialSequenceNumbers.timestampOffset(cx.secrets(), cx.path()) : 0,
        ecn);
  }

  /**
   * The same after crossed SYNs: where the SYN+ACK repeats the offer, our windows are scaled as
   * offered, whatever the peer's SYN said.
   */
  static Negotiated agreeCrossed(Context cx, Segment syn, boolean ecn) {
    var agreed = agree(cx, syn, ecn);
    int shift = cx.settings().offer().windowScale();
    return cx.policy().simultaneousOpen() == SimultaneousOpen.FIGURE_7_AND_ACK
            && shift != Settings.NONE
        ? agreed.withReceiveShift(shift)
        : agreed;
  }

  /**
   * §3.7.1: what the peer announced (MUST-15: 536 or 1220 when nothing), but no more than fits the
   * path (MUST-16), and by policy no more than this side announced.
   */
  static int sendMss(Context cx, Segment syn) {
    int least = Math.min(announced(cx, syn), cx.path().maxMss());
    int own = ownMss(cx);
    return atLeastMinimum(
        switch (cx.policy().ownMss()) {
          case OF_RECEIVING -> least;
          case OF_BOTH -> own == Settings.NONE ? least : Math.min(least, own);
        });
  }

  static int atLeastMinimum(int mss) {
    return Math.max(MIN_SEND_MSS, mss);
  }

  private static int announced(Context cx, Segment syn) {
    var mss = syn.option(MaximumSegmentSize.class);
    return mss.isPresent() && mss.get().value() != 0 ? mss.get().value() : cx.path().defaultMss();
  }

  /** The MSS that we announce: no more than the link carries (MUST-67), {@link Settings#NONE}. */
  static int ownMss(Context cx) {
    return Math.min(cx.settings().offer().mss(), cx.path().maxMss());
  }

  /** An ECN-setup SYN: ECE and CWR (RFC 3168 §6.1.1). */
  static boolean asksForEcn(Segment syn) {
    return syn.has(Flag.ECE) && syn.has(Flag.CWR);
  }

  /** An ECN-setup SYN+ACK: ECE without CWR; both is a reflection and grants nothing. */
  static boolean grantsEcn(Segment synAck) {
    return synAck.has(Flag.ECE) && !synAck.has(Flag.CWR);
  }

  /**
   * RCV.WND at the beginning, in octets. The window of a SYN is never scaled, so it is at most
   * 65535. Linux offers whole segments of the buffer (tcp_select_initial_window), counting the
   * timestamps of segments to come once they are in force.
   */
  static int initialWindow(Context cx, boolean timestampsInForce) {
    int buffer = cx.settings().receiveBuffer();
    if (cx.policy().initialWindow() == InitialWindow.BUFFER) {
      return Math.min(buffer, 65_535);
    }
    int announced = ownMss(cx);
    int largest = announced == Settings.NONE ? cx.path().maxMss() : announced;
    return wholeSegments(buffer, largest - (timestampsInForce ? 12 : 0));
  }

  /** RCV.WND after a SYN cookie: Linux counts in segments of the MSS that the cookie kept. */
  static int windowAfterCookie(Context cx, int mss) {
    return cx.policy().initialWindow() == InitialWindow.BUFFER
        ? initialWindow(cx, false)
        : wholeSegments(cx.settings().receiveBuffer(), mss);
  }

  private static int wholeSegments(int buffer, int size) {
    return Math.min(size > buffer ? buffer : buffer / size * size, 65_535);
  }

  /**
   * How much RCV.WND may become. Linux lets a window grow with the stream; here it stays as it was
   * offered, after a SYN cookie too.
   */
  static int capacity(Context cx, Tcb tcb) {
    int kept = tcb.opening().cookieMss();
    return switch (cx.policy().initialWindow()) {
      case BUFFER -> cx.settings().receiveBuffer();
      case WHOLE_SEGMENTS ->
          kept == Opening.NO_COOKIE
              ? initialWindow(cx, tcb.opening().passive() && tcb.negotiated().timestamps())
              : windowAfterCookie(cx, kept);
    };
  }
}
