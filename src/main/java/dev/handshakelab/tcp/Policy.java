package dev.handshakelab.tcp;

import dev.handshakelab.tcp.ArrivalChoice.Acceptance;
import dev.handshakelab.tcp.ArrivalChoice.AckAboveNxt;
import dev.handshakelab.tcp.ArrivalChoice.ChallengeBudget;
import dev.handshakelab.tcp.ArrivalChoice.Duplicates;
import dev.handshakelab.tcp.ArrivalChoice.ExactReset;
import dev.handshakelab.tcp.ArrivalChoice.HardErrors;
import dev.handshakelab.tcp.ArrivalChoice.IllegalOptions;
import dev.handshakelab.tcp.ArrivalChoice.MissingTimestamps;
import dev.handshakelab.tcp.ArrivalChoice.OldestAck;
import dev.handshakelab.tcp.ArrivalChoice.Paws;
import dev.handshakelab.tcp.ArrivalChoice.Rfc5961;
import dev.handshakelab.tcp.ArrivalChoice.TextPastFin;
import dev.handshakelab.tcp.ArrivalChoice.TooBig;
import dev.handshakelab.tcp.ClosingChoice.AbortSegment;
import dev.handshakelab.tcp.ClosingChoice.AfterAbort;
import dev.handshakelab.tcp.ClosingChoice.Close;
import dev.handshakelab.tcp.ClosingChoice.CloseInSynReceived;
import dev.handshakelab.tcp.ClosingChoice.ListenerClose;
import dev.handshakelab.tcp.ClosingChoice.Rfc1337;
import dev.handshakelab.tcp.ClosingChoice.TimeWaitChecks;
import dev.handshakelab.tcp.ClosingChoice.TimeWaitReuse;
import dev.handshakelab.tcp.OpeningChoice.AfterBadAck;
import dev.handshakelab.tcp.OpeningChoice.Handshake;
import dev.handshakelab.tcp.OpeningChoice.InitialWindow;
import dev.handshakelab.tcp.OpeningChoice.IsnGenerator;
import dev.handshakelab.tcp.OpeningChoice.QuietTime;
import dev.handshakelab.tcp.OpeningChoice.Refusal;
import dev.handshakelab.tcp.OpeningChoice.SimultaneousOpen;
import dev.handshakelab.tcp.OpeningChoice.SoftErrors;
import dev.handshakelab.tcp.OpeningChoice.SynFin;
import dev.handshakelab.tcp.OpeningChoice.SynInSynReceived;
import dev.handshakelab.tcp.OpeningChoice.SynReceivedChecks;
import dev.handshakelab.tcp.OpeningChoice.SynSentReset;
import dev.handshakelab.tcp.OpeningChoice.TextOnSyn;
import dev.handshakelab.tcp.SendingChoice.Acks;
import dev.handshakelab.tcp.SendingChoice.AtR1;
import dev.handshakelab.tcp.SendingChoice.Identification;
import dev.handshakelab.tcp.SendingChoice.LossProbe;
import dev.handshakelab.tcp.SendingChoice.Nagle;
import dev.handshakelab.tcp.SendingChoice.OwnMss;
import dev.handshakelab.tcp.SendingChoice.RtoFloor;
import dev.handshakelab.tcp.SendingChoice.Schedule;
import dev.handshakelab.tcp.SendingChoice.WindowProbe;

/**
 * Where RFC 9293 leaves a choice, contradicts itself, or is not followed by Linux: each such place
 * is a named switch. {@link #RFC_9293} takes the text of §3.10; {@link #LINUX} is Linux 6.18 as
 * measured. {@link Switches} lists them for people.
 */
public record Policy(
    @Meaning("Whether the server waits for the third segment.") Handshake handshake,
    @Meaning("How an initial sequence number is chosen (§3.4.1).") IsnGenerator isnGenerator,
    @Meaning("Nanoseconds for one step of the ISN clock, 1 and up.") @Nanoseconds(least = 1)
        long isnTickNs,
    @Meaning("Whether a machine that lost its memory waits before it speaks (§3.4.3).")
        QuietTime quietTime,
    @Meaning("What a SYN+ACK does to SYN-RECEIVED after crossed SYNs: Figure 7 against §3.10.7.4.")
        SimultaneousOpen simultaneousOpen,
    @Meaning("Which checks a connection in SYN-RECEIVED that came from a passive OPEN runs.")
        SynReceivedChecks synReceivedChecks,
    @Meaning("What an in-window SYN does to a passive SYN-RECEIVED (§3.10.7.4, fourth).")
        SynInSynReceived synInSynReceived,
    @Meaning("What SYN and FIN together do to a listener (§3.10.7.2).") SynFin synFin,
    @Meaning("What happens to text on a SYN without Fast Open (§3.5).") TextOnSyn textOnSyn,
    @Meaning("How much of the receive buffer a SYN offers.") InitialWindow initialWindow,
    @Meaning("What follows in SYN-SENT when a bad ACK was answered by a RST (§3.10.7.3, first).")
        AfterBadAck afterBadAck,
    @Meaning("What the user of a SYN that was answered by a RST is told (§3.10.7.3, second).")
        Refusal refusal,
    @Meaning("Where an acceptable RST leaves SYN-SENT: §3.10.7.3, second, against §3.5.")
        SynSentReset synSentReset,
    @Meaning("What an ICMP error of the soft kind does before ESTABLISHED (MUST-56, RFC 5461).")
        SoftErrors softErrors,
    @Meaning("Which segments are acceptable: Table 6, or what Linux compares.")
        Acceptance acceptance,
    @Meaning("Whether RST and SYN are validated by challenge ACKs (RFC 5961).") Rfc5961 rfc5961,
    @Meaning("Which RST is exact enough to be believed (RFC 5961 §3.2).") ExactReset exactReset,
    @Meaning("How many challenge ACKs may be sent.") ChallengeBudget challengeBudget,
    @Meaning("How old an acknowledgment may be (RFC 5961 §5.2).") OldestAck oldestAck,
    @Meaning("What an acknowledgment of something never sent gets (§3.10.7.4, fifth).")
        AckAboveNxt ackAboveNxt,
    @Meaning(
            "Whether a segment without timestamps is taken once they are in force (RFC 7323 §3.2).")
        MissingTimestamps missingTimestamps,
    @Meaning("How old a timestamp may be (RFC 7323 §5.3).") Paws paws,
    @Meaning("What an option with an illegal length does (MUST-7).") IllegalOptions illegalOptions,
    @Meaning("What the answer to a duplicate says when SACK is in force (RFC 2883).")
        Duplicates duplicates,
    @Meaning("What text past the peer's FIN does (§3.10.7.4, seventh).") TextPastFin textPastFin,
    @Meaning("What an ICMP error of the hard kind does after the opening (SHLD-26).")
        HardErrors hardErrors,
    @Meaning("What an ICMP error about a packet that was too big does (§3.7.2, §3.9.2.2).")
        TooBig tooBig,
    @Meaning("What the MSS that a side announces says of what it sends (§3.7.1).") OwnMss ownMss,
    @Meaning("Which short segments wait for an acknowledgment (§3.7.4).") Nagle nagle,
    @Meaning("When the acknowledgment of text or of a FIN is sent (§3.8.6.3).") Acks acks,
    @Meaning("Whether the last segment of a flight is sent again early, as a probe.")
        LossProbe lossProbe,
    @Meaning("How long a retransmission waits and when it is given up.") Schedule schedule,
    @Meaning("Where the shortest RTO is applied.") RtoFloor rtoFloor,
    @Meaning("The shortest RTO, in nanoseconds (RFC 6298 §2.4).")
        @Nanoseconds(least = Policy.LEAST_RTO)
        long minRtoNs,
    @Meaning("The longest RTO, in nanoseconds (RFC 6298 §2.5).")
        @Nanoseconds(least = Policy.LEAST_RTO)
        long maxRtoNs,
    @Meaning("Nanoseconds of one tick of the timer wheel; 0 for none.") @Nanoseconds long jiffyNs,
    @Meaning("What reaching R1 leads to (§3.8.3).") AtR1 atR1,
    @Meaning("What asks a peer whether its window is still shut (§3.8.6.1).")
        WindowProbe windowProbe,
    @Meaning("The identification in IPv4 headers (MAY-4).") Identification identification,
    @Meaning("What CLOSE says about receiving (§3.6.1).") Close close,
    @Meaning("Which segment an ABORT sends (§3.10.5).") AbortSegment abortSegment,
    @Meaning("Where the side that aborts goes: §3.10.5 against §3.5.2.") AfterAbort afterAbort,
    @Meaning("When a CLOSE in SYN-RECEIVED sends its FIN (§3.10.4).")
        CloseInSynReceived closeInSynReceived,
    @Meaning("What closing a listener does to connections that no user has yet (§3.10.4).")
        ListenerClose listenerClose,
    @Meaning("Which checks a connection in TIME-WAIT runs.") TimeWaitChecks timeWaitChecks,
    @Meaning("Whether a RST ends TIME-WAIT (RFC 1337).") Rfc1337 rfc1337,
    @Meaning("Whether a SYN may begin a new incarnation in TIME-WAIT (MAY-2, SHLD-4).")
        TimeWaitReuse timeWaitReuse,
    @Meaning("Nanoseconds that TIME-WAIT lasts: 2 MSL, or 60 s.") @Nanoseconds long timeWaitNs) {

  /** No segment is sent again sooner, in nanoseconds. */
  static final long LEAST_RTO = 1_000_000L;

  private static final long MS = 1_000_000L;
  private static final long SECOND = 1000 * MS;

  public Policy {
    atLeast("isnTickNs", isnTickNs, 1);
    atLeast("minRtoNs", minRtoNs, LEAST_RTO);
    atLeast("maxRtoNs", maxRtoNs, LEAST_RTO);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + least + " ns and up, not " + value);
    }
  }

  /** The text of RFC 9293 §3.10, with RFC 6298 and MSL = 2 minutes. */
  public static final Policy RFC_9293 =
      new Policy(
          Handshake.THREE_WAY,
          IsnGenerator.CLOCK_AND_HASH,
          4_000,
          QuietTime.OFF,
          SimultaneousOpen.STRICT,
          SynReceivedChecks.RFC,
          SynInSynReceived.LISTEN,
          SynFin.TAKE_SYN,
          TextOnSyn.QUEUE,
          InitialWindow.BUFFER,
          AfterBadAck.WAIT,
          Refusal.RESET,
          SynSentReset.CLOSED,
          SoftErrors.GO_ON,
          Acceptance.TABLE_6,
          Rfc5961.ON,
          ExactReset.RCV_NXT,
          ChallengeBudget.PER_HOST,
          OldestAck.LARGEST_WINDOW,
          AckAboveNxt.ACK,
          MissingTimestamps.DROP,
          Paws.STRICT,
          IllegalOptions.RESET,
          Duplicates.ACK,
          TextPastFin.IGNORE,
          HardErrors.ABORT,
          TooBig.HARD,
          OwnMss.OF_RECEIVING,
          Nagle.RFC_896,
          Acks.AT_ONCE,
          LossProbe.OFF,
          Schedule.RFC_6298,
          RtoFloor.SUM,
          SECOND,
          240 * SECOND,
          0,
          AtR1.TELL,
          WindowProbe.OCTET,
          Identification.ZERO,
          Close.SIMPLEX,
          AbortSegment.RST,
          AfterAbort.CLOSED,
          CloseInSynReceived.FIN_AT_ONCE,
          ListenerClose.KEEPS_CHILDREN,
          TimeWaitChecks.RFC,
          Rfc1337.OFF,
          TimeWaitReuse.ON,
          240 * SECOND);

  /** Linux 6.18 with HZ = 250, as measured on its loopback and in namespaces. */
  public static final Policy LINUX =
      new Policy(
          Handshake.THREE_WAY,
          IsnGenerator.CLOCK_AND_HASH,
          64,
          QuietTime.OFF,
          SimultaneousOpen.FIGURE_7_AND_ACK,
          SynReceivedChecks.REQUEST,
          SynInSynReceived.CHALLENGE,
          SynFin.DROP,
          TextOnSyn.DROP,
          InitialWindow.WHOLE_SEGMENTS,
          AfterBadAck.HURRY,
          Refusal.REFUSED,
          SynSentReset.CLOSED,
          SoftErrors.ABORT,
          Acceptance.LINUX,
          Rfc5961.ON,
          ExactReset.FIN_AND_SACK_TOO,
          ChallengeBudget.PER_CONNECTION,
          OldestAck.NOT_BEFORE_FIRST,
          AckAboveNxt.ACK,
          MissingTimestamps.TAKE,
          Paws.ONE_STEP,
          IllegalOptions.IGNORE,
          Duplicates.REPORT,
          TextPastFin.RESET,
          HardErrors.ABORT_OPENING,
          TooBig.SHRINK,
          OwnMss.OF_BOTH,
          Nagle.MINSHALL,
          Acks.LINUX,
          LossProbe.ON,
          Schedule.LINUX,
          RtoFloor.VARIANCE,
          200 * MS,
          120 * SECOND,
          4 * MS,
          AtR1.WARN_IP,
          WindowProbe.BELOW_UNA,
          Identification.COUNTED,
          Close.SIMPLEX,
          AbortSegment.RST_ACK,
          AfterAbort.CLOSED,
          CloseInSynReceived.FIN_WHEN_ESTABLISHED,
          ListenerClose.DROPS_CHILDREN,
          TimeWaitChecks.MINISOCK,
          Rfc1337.OFF,
          TimeWaitReuse.ON,
          60 * SECOND);

  /** Whether timers follow Linux's schedules. */
  boolean isLinuxSchedule() {
    return schedule == Schedule.LINUX;
  }
}
