package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * What the peer lets us send (RFC 9293 §3.3.1).
 *
 * @param wnd SND.WND in octets from SND.UNA, scaled up already
 * @param wl1 SND.WL1: the sequence number of the segment that told it
 * @param wl2 SND.WL2: the acknowledgment of that segment
 * @param max MAX.SND.WND of RFC 5961 §5.2 and Max(SND.WND) of §3.8.6.2.1
 */
public record SendWindow(int wnd, SequenceNumber wl1, SequenceNumber wl2, int max) {
  static SendWindow first(int wnd, SequenceNumber seq, SequenceNumber ack) {
    return new SendWindow(wnd, seq, ack, wnd);
  }

  SendWindow told(int newWnd, SequenceNumber seq, SequenceNumber ack) {
    return new SendWindow(newWnd, seq, ack, Math.max(max, newWnd));
  }

  /** Whether a segment with these numbers was sent after the one that told the window. */
  boolean isOlderThan(SequenceNumber seq, SequenceNumber ack) {
    return wl1.isBefore(seq) || wl1.equals(seq) && wl2.isAtOrBefore(ack);
  }

  boolean isShut() {
    return wnd == 0;
  }
}
