package dev.handshakelab.tcp;

/** What a {@link Policy} chooses about sending, and sending again (RFC 9293 §3.7, §3.8). */
public final class SendingChoice {
  private SendingChoice() {}

  /** Which short segments wait (§3.7.4). */
  public enum Nagle {
    @Meaning("One that is not full waits while anything is unacknowledged.")
    RFC_896,
    @Meaning("It waits only for an earlier one that was not full either (Appendix A.3).")
    MINSHALL
  }

  /** When to acknowledge. */
  public enum Acks {
    @Meaning("At once.")
    AT_ONCE,
    @Meaning(
        "As Linux: text at once, but after 40 ms once this side has answered text with text or"
            + " sixteen ACKs were sent; a FIN after a tick, or after 40 ms when text came before"
            + " it.")
    LINUX
  }

  /** Whether the MSS that a side announces is also the most that it sends. */
  public enum OwnMss {
    @Meaning("It says only what this side can receive (§3.7.1).")
    OF_RECEIVING,
    @Meaning("As Linux's TCP_MAXSEG: this side sends no larger segments either.")
    OF_BOTH
  }

  /** Tail-loss probe. */
  public enum LossProbe {
    OFF,
    @Meaning("After two smoothed round trips when SACK is in force.")
    ON
  }

  /** Retransmission schedules. */
  public enum Schedule {
    @Meaning("RFC 6298, given up at the first expiry past R2 (MUST-20, MUST-23).")
    RFC_6298,
    @Meaning(
        "Linux's counts: tcp_syn_retries with linear timeouts, tcp_synack_retries, tcp_retries2.")
    LINUX
  }

  /** Where the least RTO is applied. */
  public enum RtoFloor {
    @Meaning("To the sum (RFC 6298 §2.4).")
    SUM,
    @Meaning("To the variance that is added to the smoothed round trip.")
    VARIANCE
  }

  /** What the user hears when R1 is reached (SHLD-9). */
  public enum AtR1 {
    @Meaning("IP is warned and the user told.")
    TELL,
    @Meaning("IP is warned.")
    WARN_IP
  }

  /** What asks a peer that has shut its window (§3.8.6.1). */
  public enum WindowProbe {
    @Meaning("The next octet of text.")
    OCTET,
    @Meaning("A segment without text, one below what was acknowledged.")
    BELOW_UNA
  }

  /** The IPv4 identification of datagrams that may not be fragmented. */
  public enum Identification {
    @Meaning("0.")
    ZERO,
    @Meaning("Counted up per connection; 0 where no full connection stands behind the segment.")
    COUNTED
  }
}
