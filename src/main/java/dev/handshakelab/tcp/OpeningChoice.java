package dev.handshakelab.tcp;

/** What a {@link Policy} chooses about opening a connection (RFC 9293 §3.4, §3.5). */
public final class OpeningChoice {
  private OpeningChoice() {}

  /** The strawman and the real thing. */
  public enum Handshake {
    THREE_WAY,
    @Meaning("ESTABLISHED as soon as the SYN arrives: an old duplicate opens a connection.")
    TWO_WAY
  }

  /** ISN generators; all but the first are weak and there to be seen so. */
  public enum IsnGenerator {
    @Meaning("Clock plus keyed hash of the 4-tuple (§3.4.1).")
    CLOCK_AND_HASH,
    @Meaning("The clock alone (RFC 793).")
    CLOCK,
    @Meaning("128,000 more each second and 64,000 more each connection (4.2BSD).")
    RULE_64K,
    @Meaning("The same number always.")
    CONSTANT,
    @Meaning(
        "Drawn anew each time: unpredictable, but a new incarnation may start in the old one's"
            + " window.")
    RANDOM
  }

  /** After a crash. */
  public enum QuietTime {
    @Meaning("A machine that lost its memory speaks as soon as it is up.")
    OFF,
    @Meaning("It keeps quiet for one MSL, so that its old segments die first.")
    ON
  }

  /** TRAP-1. */
  public enum SimultaneousOpen {
    @Meaning("The crossing SYN+ACK is unacceptable and answered by an ACK, which establishes.")
    STRICT,
    @Meaning("The crossing SYN+ACK establishes at once, as Figure 7 draws it.")
    FIGURE_7,
    @Meaning(
        "As Figure 7, but the SYN+ACK repeats the offer of the SYN and is answered by an ACK that"
            + " tells of the duplicate.")
    FIGURE_7_AND_ACK
  }

  /** Which checks a passive SYN-RECEIVED runs. */
  public enum SynReceivedChecks {
    @Meaning("The eight checks of §3.10.7.4.")
    RFC,
    @Meaning(
        "Those of Linux's request socket: duplicates are answered by SYN+ACK, ACK comes first.")
    REQUEST
  }

  /** TRAP-5. */
  public enum SynInSynReceived {
    @Meaning("Back to LISTEN, silently.")
    LISTEN,
    @Meaning("A challenge ACK, as in the synchronized states.")
    CHALLENGE
  }

  /** SYN+FIN at a listener. */
  public enum SynFin {
    @Meaning("The SYN is taken, the FIN is not processed.")
    TAKE_SYN,
    DROP
  }

  /** Text on a SYN. */
  public enum TextOnSyn {
    @Meaning("Queued until ESTABLISHED and acknowledged.")
    QUEUE,
    @Meaning("Dropped: only the SYN is acknowledged, the text comes again.")
    DROP
  }

  /** What the first window is. */
  public enum InitialWindow {
    @Meaning("The whole buffer.")
    BUFFER,
    @Meaning("As many whole segments as the buffer holds.")
    WHOLE_SEGMENTS
  }

  /** After a bad ACK in SYN-SENT. */
  public enum AfterBadAck {
    @Meaning("The SYN is sent again when its timer runs out.")
    WAIT,
    @Meaning("The first time, the SYN is sent again after two ticks.")
    HURRY
  }

  /** What a refused user hears. */
  public enum Refusal {
    @Meaning("\"connection reset\", as §3.10.7.3 says.")
    RESET,
    @Meaning("\"connection refused\".")
    REFUSED
  }

  /** TRAP-2. */
  public enum SynSentReset {
    @Meaning("CLOSED: the user is told (§3.10.7.3).")
    CLOSED,
    @Meaning(
        "LISTEN: the socket waits for a peer to come by itself (§3.5); the OPEN stays pending.")
    LISTEN
  }

  /** Soft ICMP errors during establishment. */
  public enum SoftErrors {
    @Meaning("The user is told, the attempt goes on.")
    GO_ON,
    @Meaning("The attempt is aborted (RFC 5461 describes it).")
    ABORT
  }
}
