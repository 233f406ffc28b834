package dev.handshakelab.comparison;

import dev.handshakelab.tcp.Policy;

/**
 * How much a time on a real machine may differ from a simulated one, in nanoseconds.
 *
 * @param jiffyNs of the kernel's timers
 * @param answerNs within which a kernel answers what arrives
 * @param callNs within which a user's thread does what it was to do, at a time or when something
 *     has arrived
 * @param timestampTicks by which a TSval may be off, in its unit of 1 ms
 */
public record Tolerances(long jiffyNs, long answerNs, long callNs, long timestampTicks) {
  private static final long MS = 1_000_000;

  /** Linux may add an eighth to a timer, the coarseness of its wheel. */
  private static final long WHEEL = 8;

  /** TCP_DELACK_MIN: how long Linux lets an acknowledgment wait for text that could carry it. */
  private static final long DELAYED_ACK_NS = 40 * MS;

  /** For a kernel of 250 ticks a second, as the simulated one is. */
  public static final Tolerances USUAL = new Tolerances(Policy.LINUX.jiffyNs(), 5 * MS, 15 * MS, 2);

  /** How long an acknowledgment may wait for text to carry it. */
  long delayedAckNs() {
    return DELAYED_ACK_NS;
  }

  /** The earliest at which a timer runs out, counted from its start. */
  long timerFrom(long askedNs) {
    return askedNs - jiffyNs;
  }

  /**
   * The latest at which what a timer sends is sent, counted from its start.
   *
   * @param latenessNs by which the machine was seen to be late
   */
  long timerTo(long askedNs, long latenessNs) {
    long ticked = askedNs + jiffyNs; // what a round trip adds is rounded up to ticks
    return ticked + ticked / WHEEL + 2 * jiffyNs + latenessNs;
  }
}
