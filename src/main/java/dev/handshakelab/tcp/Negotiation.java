package dev.handshakelab.tcp;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.MaximumSegmentSize;
import dev.handshakelab.wire.TcpOption.SackPermitted;
import dev.handshakelab.wire.TcpOption.Timestamps;
import dev.handshakelab.wire.TcpOption.WindowScale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the SYNs say to each other. An option is in force when both carried it (RFC 7323 §2.2, §3.2;
 * RFC 2018 §2), and a SYN+ACK carries only what the SYN did. On the wire they stand as Linux puts
 * them, in words of four octets: {@code mss,sackOK,TS,nop,wscale}, with NOPs where one is missing.
 */
final class Negotiation {
  /** The largest shift there is (RFC 7323 §2.3). */
  static final int MAX_SHIFT = 14;

  /**
   * What is left for text in the smallest segment that is sent, whatever MSS was announced (Linux's
   * tcp_min_snd_mss).
   */
  private static final int MIN_SEND_MSS = 48;

  private Negotiation() {}

  /** The options of our SYN: everything we would like. */
  static List<TcpOption> offer(Context cx) {
    var settings = cx.settings();
    long offset = InitialSequenceNumbers.timestampOffset(cx.secrets(), cx.path());
    return layOut(
        settings.mss(),
        settings.sackPermitted(),
        settings.timestamps() ? new Timestamps(cx.timestamp(offset), 0) : null,
        settings.windowScale());
  }

  /** The options of our SYN+ACK: what is in force. */
  static List<TcpOption> answer(Context cx, Negotiated agreed) {
    return layOut(
        cx.settings().mss(),
        agreed.sack(),
        agreed.timestamps()
            ? new Timestamps(cx.timestamp(agreed.tsOffset()), agreed.tsRecent())
            : null,
        agreed.scaling() ? agreed.receiveShift() : Settings.NONE);
  }

  private static List<TcpOption> layOut(
      int mss, boolean sack, @Nullable Timestamps timestamps, int shift) {
    List<TcpOption> options = new ArrayList<>(6);
    if (mss != Settings.NONE) {
      options.add(new MaximumSegmentSize(mss));
    }
    if (sack || timestamps != null) {
      if (!(sack && timestamps != null)) {
        options.add(TcpOption.NOP);
        options.add(TcpOption.NOP);
      }
      if (sack) {
        options.add(TcpOption.SACK_PERMITTED);
      }
      if (timestamps != null) {
        options.add(timestamps);
      }
    }
    if (shift != Settings.NONE) {
      options.add(TcpOption.NOP);
      options.add(new WindowScale(shift));
    }
    return options;
  }

  /**
   * What is in force after the peer's SYN or SYN+ACK.
   *
   * @param ecn whether ECN is agreed on, which depends on who asked
   */
  static Negotiated agree(Context cx, Segment syn, boolean ecn) {
    var settings = cx.settings();
    var scale = syn.option(WindowScale.class);
    boolean scaling = settings.windowScale() != Settings.NONE && scale.isPresent();
    var timestamps = syn.option(Timestamps.class);
    boolean stamped = settings.timestamps() && timestamps.isPresent();
    return new Negotiated(
        sendMss(cx, syn),
        scaling,
        scaling ? Math.min(scale.get().shift(), MAX_SHIFT) : 0,
        scaling ? settings.windowScale() : 0,
        settings.sackPermitted() && syn.option(SackPermitted.class).isPresent(),
        stamped,
        stamped ? timestamps.get().value() : 0,
        InitialSequenceNumbers.timestampOffset(cx.secrets(), cx.path()),
        SequenceNumber.ZERO,
        ecn);
  }

  /**
   * §3.7.1: what the peer announced (MUST-15: 536 or 1220 when nothing), but no more than fits the
   * path (MUST-16).
   */
  private static int sendMss(Context cx, Segment syn) {
    int announced =
        syn.option(MaximumSegmentSize.class)
            .map(MaximumSegmentSize::value)
            .filter(mss -> mss != 0)
            .orElse(cx.path().defaultMss());
    return Math.max(MIN_SEND_MSS, Math.min(announced, cx.path().maxMss()));
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
    if (!cx.policy().isLinuxSchedule()) {
      return Math.min(buffer, 65_535);
    }
    int announced = cx.settings().mss() == Settings.NONE ? cx.path().maxMss() : cx.settings().mss();
    int whole = announced - (timestampsInForce ? 12 : 0);
    return Math.min(whole > buffer ? buffer : buffer / whole * whole, 65_535);
  }
}
