package dev.handshakelab.tcp;

/** What a {@link Policy} chooses about arriving segments and messages (RFC 9293 §3.10.7). */
public final class ArrivalChoice {
  private ArrivalChoice() {}

  /** The first check of §3.10.7.4. */
  public enum Acceptance {
    TABLE_6,
    @Meaning(
        "Acceptable when it ends at or after what was last acknowledged and begins inside the"
            + " window.")
    LINUX
  }

  /** RFC 5961, folded into RFC 9293. */
  public enum Rfc5961 {
    ON,
    @Meaning("The rules of RFC 793: a RST or SYN anywhere in the window ends the connection.")
    OFF
  }

  /** Where a RST is exact. */
  public enum ExactReset {
    @Meaning("At RCV.NXT.")
    RCV_NXT,
    @Meaning(
        "Also one before it once the peer's FIN stands there, and where the furthest text that is"
            + " held out of order ends, when SACK is in force.")
    FIN_AND_SACK_TOO
  }

  /** How far back an acknowledgment may lie. */
  public enum OldestAck {
    @Meaning("As far as the largest window.")
    LARGEST_WINDOW,
    @Meaning("As far as the largest window, but not before what was ever sent.")
    NOT_BEFORE_FIRST
  }

  /** Text where there can be none. */
  public enum TextPastFin {
    @Meaning("It is not looked at.")
    IGNORE,
    @Meaning("Text that begins before the peer's FIN and goes past it is answered by a RST.")
    RESET
  }

  /** Who pays for a challenge ACK. */
  public enum ChallengeBudget {
    @Meaning("At most ten in five seconds on one host (RFC 5961 §7).")
    PER_HOST,
    @Meaning("At most one in 500 ms on one connection, for all reasons together.")
    PER_CONNECTION,
    UNLIMITED
  }

  /** TRAP-6. */
  public enum AckAboveNxt {
    @Meaning("An ACK answers it.")
    ACK,
    @Meaning("It is dropped in silence.")
    SILENT
  }

  /** Segments that lack negotiated timestamps. */
  public enum MissingTimestamps {
    DROP,
    TAKE
  }

  /** How old a timestamp may be. */
  public enum Paws {
    @Meaning("A timestamp before the last one is refused.")
    STRICT,
    @Meaning("One step back is forgiven.")
    ONE_STEP
  }

  /** An option whose length cannot be (MUST-7). */
  public enum IllegalOptions {
    @Meaning("The connection is reset and the user is told.")
    RESET,
    @Meaning("It and what stands behind it are not read.")
    IGNORE
  }

  /** What a segment that brings nothing new is told. */
  public enum Duplicates {
    @Meaning("An ACK answers it.")
    ACK,
    @Meaning("The ACK names the duplicate in a SACK block (RFC 2883).")
    REPORT
  }

  /** Hard ICMP errors (§3.9.2.2). */
  public enum HardErrors {
    @Meaning("They abort the connection in every state (SHLD-26).")
    ABORT,
    @Meaning("They abort an opening; later the user is only told.")
    ABORT_OPENING
  }

  /** ICMP "fragmentation needed" and "packet too big". */
  public enum TooBig {
    @Meaning("A hard error: it is among the codes 2-4 of §3.9.2.2.")
    HARD,
    @Meaning("Path MTU discovery (§3.7.2): the segments become smaller.")
    SHRINK
  }
}
