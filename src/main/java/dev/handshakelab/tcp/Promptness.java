package dev.handshakelab.tcp;

/**
 * How promptly Linux acknowledges text. A connection begins promptly, since a sender in slow start
 * waits for every ACK. Who answers text with text of its own within 40 ms is in a conversation
 * (Linux calls it pingpong), and lets its ACKs travel with the answers from then on, until one that
 * nothing carried had to be sent by the timer.
 *
 * @param left how many more ACKs are sent at once: icsk_ack.quick
 * @param conversing an ACK waits for an answer that may carry it
 * @param largest the largest segment that came, in octets: icsk_ack.rcv_mss
 * @param textAtNs when text came last, {@link Clocks#NEVER} before
 */
public record Promptness(int left, boolean conversing, int largest, long textAtNs) {
  /** TCP_DELACK_MIN, and TCP_ATO_MIN, in nanoseconds. */
  static final long DELAY_NS = 40_000_000L;

  /** TCP_MAX_QUICKACKS. */
  private static final int MOST = 16;

  /** TCP_MSS_DEFAULT: what a peer is thought to send before it has. */
  private static final int SMALLEST = 536;

  static final Promptness INITIAL = new Promptness(0, false, SMALLEST, Clocks.NEVER);

  boolean isPrompt() {
    return left > 0 && !conversing;
  }

  boolean tookText() {
    return textAtNs != Clocks.NEVER;
  }

  /**
   * Text came: for the first time, or after so long that its sender will have slowed down.
   *
   * @param octets how much
   * @param window RCV.WND: half of it is acknowledged promptly
   */
  Promptness tookText(long nowNs, int octets, int window, long rtoNs) {
    int most = Math.max(largest, octets);
    boolean anew = !tookText() || nowNs - textAtNs > rtoNs;
    int quick = Math.clamp(window / (2L * most), 2, MOST);
    return new Promptness(anew ? Math.max(left, quick) : left, conversing, most, nowNs);
  }

  Promptness sentText(long nowNs) {
    boolean answers = tookText() && nowNs - textAtNs < DELAY_NS;
    return answers && !conversing ? new Promptness(left, true, largest, textAtNs) : this;
  }

  Promptness acknowledged() {
    return left == 0 ? this : new Promptness(left - 1, conversing, largest, textAtNs);
  }

  /** The timer ran out: no answer carried the ACK. */
  Promptness missed() {
    return conversing ? new Promptness(left, false, largest, textAtNs) : this;
  }
}
