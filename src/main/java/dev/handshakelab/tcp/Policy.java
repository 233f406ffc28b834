package dev.handshakelab.tcp;

/**
 * Where RFC 9293 leaves a choice, contradicts itself, or is not followed by Linux: each such place
 * is a named switch. {@link #RFC_9293} takes the text of §3.10; {@link #LINUX} is Linux 6.18 as
 * measured. {@link Switches} lists them for people.
 */
public record Policy(
    @Meaning("Which checks a connection in SYN-RECEIVED that came from a passive OPEN runs.")
        SynReceivedChecks synReceivedChecks,
    @Meaning("Which checks a connection in TIME-WAIT runs.") TimeWaitChecks timeWaitChecks,
    @Meaning("What a SYN+ACK does to SYN-RECEIVED after crossed SYNs: Figure 7 against §3.10.7.4.")
        SimultaneousOpen simultaneousOpen,
    @Meaning("Where the side that aborts goes: §3.10.5 against §3.5.2.") AfterAbort afterAbort,
    @Meaning("What an in-window SYN does to a passive SYN-RECEIVED (§3.10.7.4, fourth).")
        SynInSynReceived synInSynReceived,
    @Meaning("What an acknowledgment of something never sent gets (§3.10.7.4, fifth).")
        AckAboveNxt ackAboveNxt,
    @Meaning("Whether RST and SYN are validated by challenge ACKs (RFC 5961).") Rfc5961 rfc5961,
    @Meaning("How many challenge ACKs may be sent.") ChallengeBudget challengeBudget,
    @Meaning("How an initial sequence number is chosen (§3.4.1).") IsnGenerator isnGenerator,
    @Meaning("Nanoseconds for one step of the ISN clock.") long isnTickNs,
    @Meaning("Whether the server waits for the third segment.") Handshake handshake,
    @Meaning("What happens to text on a SYN without Fast Open (§3.5).") TextOnSyn textOnSyn,
    @Meaning("What SYN and FIN together do to a listener (§3.10.7.2).") SynFin synFin,
    @Meaning("When the acknowledgment of text or of a FIN is sent (§3.8.6.3).") Acks acks,
    @Meaning("Whether the last segment of a flight is sent again early, as a probe.")
        LossProbe lossProbe,
    @Meaning("How long a retransmission waits and when it is given up.") Schedule schedule,
    @Meaning("What closing a listener does to connections in SYN-RECEIVED (§3.10.4).")
        ListenerClose listenerClose,
    @Meaning("Whether a RST ends TIME-WAIT (RFC 1337).") Rfc1337 rfc1337,
    @Meaning("Whether a SYN may begin a new incarnation in TIME-WAIT (MAY-2, RFC 6191).")
        TimeWaitReuse timeWaitReuse,
    @Meaning(
            "Whether a segment without timestamps is taken once they are in force (RFC 7323 §3.2).")
        MissingTimestamps missingTimestamps,
    @Meaning("What an ICMP error of the soft kind does before ESTABLISHED (MUST-56, RFC 5461).")
        SoftErrors softErrors,
    @Meaning("Which segments are acceptable: Table 6, or what Linux compares.")
        Acceptance acceptance,
    @Meaning("Nanoseconds that TIME-WAIT lasts: 2 MSL, or 60 s.") long timeWaitNs,
    @Meaning("The shortest RTO, in nanoseconds (RFC 6298 §2.4).") long minRtoNs,
    @Meaning("The longest RTO, in nanoseconds (RFC 6298 §2.5).") long maxRtoNs,
    @Meaning("Nanoseconds of one tick of the timer wheel; 0 for none.") long jiffyNs) {

  /** Which checks a passive SYN-RECEIVED runs. */
  public enum SynReceivedChecks {
    @Meaning("The eight checks of §3.10.7.4.")
    RFC,
    @Meaning(
        "Those of Linux's request socket: duplicates are answered by SYN+ACK, ACK comes first.")
    REQUEST
  }

  /** Which checks TIME-WAIT runs. */
  public enum TimeWaitChecks {
    @Meaning("The eight checks of §3.10.7.4.")
    RFC,
    @Meaning("Those of Linux's TIME-WAIT minisocket.")
    MINISOCK
  }

  /** TRAP-1. */
  public enum SimultaneousOpen {
    @Meaning("The crossing SYN+ACK is unacceptable and answered by an ACK, which establishes.")
    STRICT,
    @Meaning("The crossing SYN+ACK establishes at once, as Figure 7 draws it.")
    FIGURE_7
  }

  /** TRAP-3. */
  public enum AfterAbort {
    @Meaning("CLOSED at once, as §3.10.5 says.")
    CLOSED,
    @Meaning("TIME-WAIT, as §3.5.2 advises.")
    TIME_WAIT
  }

  /** TRAP-5. */
  public enum SynInSynReceived {
    @Meaning("Back to LISTEN, silently.")
    LISTEN,
    @Meaning("A challenge ACK, as in the synchronized states.")
    CHALLENGE
  }

  /** TRAP-6. */
  public enum AckAboveNxt {
    @Meaning("An ACK answers it.")
    ACK,
    @Meaning("It is dropped in silence.")
    SILENT
  }

  /** RFC 5961, folded into RFC 9293. */
  public enum Rfc5961 {
    ON,
    @Meaning("The rules of RFC 793: a RST or SYN anywhere in the window ends the connection.")
    OFF
  }

  /** Who pays for a challenge ACK. */
  public enum ChallengeBudget {
    @Meaning("At most ten in five seconds on one host (RFC 5961 §7).")
    PER_HOST,
    @Meaning("At most one in 500 ms on one connection.")
    PER_CONNECTION,
    UNLIMITED
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
        "Drawn anew each time: unpredictable, but a new incarnation may start in the old one's window.")
    RANDOM
  }

  /** The strawman and the real thing. */
  public enum Handshake {
    THREE_WAY,
    @Meaning("ESTABLISHED as soon as the SYN arrives: an old duplicate opens a connection.")
    TWO_WAY
  }

  /** Text on a SYN. */
  public enum TextOnSyn {
    @Meaning("Queued until ESTABLISHED and acknowledged.")
    QUEUE,
    @Meaning("Dropped: only the SYN is acknowledged, the text comes again.")
    DROP
  }

  /** SYN+FIN at a listener. */
  public enum SynFin {
    @Meaning("The SYN is taken, the FIN is not processed.")
    TAKE_SYN,
    DROP
  }

  /** When to acknowledge. */
  public enum Acks {
    @Meaning("At once.")
    AT_ONCE,
    @Meaning(
        "As Linux: text at once until this side has sent text itself, then after 40 ms; a FIN after a tick, or after 40 ms when text came before it.")
    LINUX
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

  /** What becomes of half-open children. */
  public enum ListenerClose {
    @Meaning("They live: each is a connection of its own.")
    KEEPS_CHILDREN,
    @Meaning("They are dropped in silence.")
    DROPS_CHILDREN
  }

  /** TIME-WAIT assassination. */
  public enum Rfc1337 {
    @Meaning("A RST ends TIME-WAIT.")
    OFF,
    @Meaning("A RST is ignored in TIME-WAIT.")
    ON
  }

  /** New incarnations. */
  public enum TimeWaitReuse {
    @Meaning("A SYN beyond the old incarnation's numbers or timestamps opens.")
    ON,
    OFF
  }

  /** Segments that lack negotiated timestamps. */
  public enum MissingTimestamps {
    DROP,
    TAKE
  }

  /** Soft ICMP errors during establishment. */
  public enum SoftErrors {
    @Meaning("The user is told, the attempt goes on.")
    GO_ON,
    @Meaning("The attempt is aborted (RFC 5461 describes it).")
    ABORT
  }

  /** The first check of §3.10.7.4. */
  public enum Acceptance {
    TABLE_6,
    @Meaning(
        "Acceptable when it ends at or after what was last acknowledged and begins inside the window.")
    LINUX
  }

  private static final long MS = 1_000_000L;
  private static final long SECOND = 1000 * MS;

  /** The text of RFC 9293 §3.10, with RFC 6298 and MSL = 2 minutes. */
  public static final Policy RFC_9293 =
      new Policy(
          SynReceivedChecks.RFC,
          TimeWaitChecks.RFC,
          SimultaneousOpen.STRICT,
          AfterAbort.CLOSED,
          SynInSynReceived.LISTEN,
          AckAboveNxt.ACK,
          Rfc5961.ON,
          ChallengeBudget.PER_HOST,
          IsnGenerator.CLOCK_AND_HASH,
          4_000,
          Handshake.THREE_WAY,
          TextOnSyn.QUEUE,
          SynFin.TAKE_SYN,
          Acks.AT_ONCE,
          LossProbe.OFF,
          Schedule.RFC_6298,
          ListenerClose.KEEPS_CHILDREN,
          Rfc1337.OFF,
          TimeWaitReuse.OFF,
          MissingTimestamps.DROP,
          SoftErrors.GO_ON,
          Acceptance.TABLE_6,
          240 * SECOND,
          SECOND,
          240 * SECOND,
          0);

  /** Linux 6.18 with HZ = 250, as measured on its loopback and in namespaces. */
  public static final Policy LINUX =
      new Policy(
          SynReceivedChecks.REQUEST,
          TimeWaitChecks.MINISOCK,
          SimultaneousOpen.FIGURE_7,
          AfterAbort.CLOSED,
          SynInSynReceived.CHALLENGE,
          AckAboveNxt.ACK,
          Rfc5961.ON,
          ChallengeBudget.PER_CONNECTION,
          IsnGenerator.CLOCK_AND_HASH,
          64,
          Handshake.THREE_WAY,
          TextOnSyn.DROP,
          SynFin.DROP,
          Acks.LINUX,
          LossProbe.ON,
          Schedule.LINUX,
          ListenerClose.DROPS_CHILDREN,
          Rfc1337.OFF,
          TimeWaitReuse.ON,
          MissingTimestamps.TAKE,
          SoftErrors.GO_ON,
          Acceptance.LINUX,
          60 * SECOND,
          200 * MS,
          120 * SECOND,
          4 * MS);

  /** Whether this policy answers as Linux does, for rules that bear Linux's names. */
  boolean isLinuxSchedule() {
    return schedule == Schedule.LINUX;
  }
}
