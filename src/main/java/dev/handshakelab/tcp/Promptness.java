package dev.handshakelab.tcp;

/**
 * How promptly Linux acknowledges text. A connection begins promptly, since a sender in slow start
 * waits for every ACK. Who answers text with text of its own within 40 ms is in a conversation
 * (Linux calls it pingpong), and lets its ACKs travel with the answers from then on, until one that
 * nothing carried had to be sent by the timer, or something came twice.
 *
 * @param left how many more ACKs are sent at once: icsk_ack.quick
 * @param conversing an ACK waits for an answer that may carry it
 * @param patient an ACK that waits does so for 40 ms, and not for a tick: icsk_ack.ato is set
 * @param largest the largest segment that came, in octets: icsk_ack.rcv_mss
 * @param textAtNs when text came last, {@link Clocks#NEVER} before
 */
public record Promptness(
    int left, boolean conversing, boolean patient, int largest, long textAtNs) {
  /** TCP_DELACK_MIN, and TCP_ATO_MIN, in nanoseconds. */
  static final long DELAY_NS = 40_000_000L;

  /** TCP_MAX_QUICKACKS. */
  private static final int MOST = 16;

  /** TCP_MSS_DEFAULT: what a peer is thought to send before it has. */
  private static final int SMALLEST = 536;

  static final Promptness INITIAL = new Promptness(0, false, false, SMALLEST, Clocks.NEVER);

  boolean isPrompt() {
    return left > 0 && !conversing;
  }

  private boolean tookText() {
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
    boolean anew = !patient || tookText() && nowNs - textAtNs > rtoNs;
    return new Promptness(anew ? promptly(most, window) : left, conversing, true, most, nowNs);
  }

  /** Something came twice: an acknowledgment was lost, and the next ones are sent at once. */
  Promptness tookTwice(int window) {
    return new Promptness(promptly(largest, window), false, true, largest, textAtNs);
  }

  private int promptly(int most, int window) {
    return Math.max(left, Math.clamp(window / (2L * most), 2, MOST));
  }

  Promptness sentText(long nowNs) {
    boolean answers = tookText() && nowNs - textAtNs < DELAY_NS;
    return answers && !conversing ? new Promptness(left, true, patient, largest, textAtNs) : this;
  }

  Promptness acknowledged() {
    return left == 0 ? this : new Promptness(left - 1, conversing, patient, largest, textAtNs);
  }

  /** The timer ran out: no answer carried the ACK. */
  Promptness missed() {
    return conversing ? new Promptness(left, false, patient, largest, textAtNs) : this;
  }
}
