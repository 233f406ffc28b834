package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.wire.Flag;
import java.util.HashSet;
import java.util.Set;

/**
 * What must be so for an entry of the catalogue to apply, beyond the kind of difference. A race is
 * judged by the simulated trace, on the host that sent the segment in question: what is due there
 * so shortly after each other that a machine may do it in either order.
 */
public enum Condition {
  /** A timer was due when a segment arrived that would have come without it, too. */
  TIMER_MEETS_ARRIVAL {
    @Override
    boolean holds(Found found, Moment moment) {
      return TimerRace.isOn(moment);
    }
  },
  /** A user called when a segment arrived. */
  CALL_MEETS_ARRIVAL {
    @Override
    boolean holds(Found found, Moment moment) {
      Set<Integer> called = new HashSet<>();
      for (Entry entry : moment.run().simulated().entries()) {
        if (entry instanceof Entry.UserCall call
            && call.endpoint() == moment.host()
            && call.id() > 0
            && called.add(call.id()) // what bears its number later is its answer
            && call.atNs() != null
            && meets(call.atNs(), found, moment)) {
          return true;
        }
      }
      return false;
    }

    private boolean meets(long calledNs, Found found, Moment moment) {
      long around = moment.tolerances().callNs() + moment.slackNs();
      boolean acknowledges = found.at().aspect() == Aspect.SEGMENT && isAcknowledgment(moment);
      long until = calledNs + around + (acknowledges ? delayedNs(moment) : 0);
      return moment.isWithin(calledNs - around, until)
          && moment.somethingArrives(calledNs - around, calledNs + around);
    }

    // What the call did not carry is acknowledged later.
    private long delayedNs(Moment moment) {
      return moment.tolerances().timerTo(moment.tolerances().delayedAckNs(), 0);
    }

    private boolean isAcknowledgment(Moment moment) {
      return moment.pair().any().isPureAck();
    }
  },
  /** A user closed when a segment arrived: two FINs have crossed, or one was the other's answer. */
  CLOSE_MEETS_ARRIVAL {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Tolerances tolerances) {
      return ClosingRace.explains(found, run, tolerances);
    }
  },
  /** The SYN+ACK is a SYN cookie's. */
  ANSWERED_BY_COOKIE {
    @Override
    boolean holds(Found found, Moment moment) {
      return Cookies.answer(moment.run(), found.at().connection(), moment.host());
    }
  },
  /** Data has arrived, and the kernel's window is another, though at least half as large. */
  DATA_IN_THE_BUFFER {
    @Override
    boolean holds(Found found, Moment moment) {
      Pair pair = moment.pair();
      if (pair.simulated() == null || pair.real() == null) {
        return false;
      }
      View one = moment.conversation().simulated();
      View other = moment.conversation().real();
      return other.window(pair.real().last(), moment.host())
              > one.window(pair.simulated().last(), moment.host()) / 2
          && moment.hasReceivedData(pair.real());
    }
  },
  /** Only PSH differs, the kernel set it, and more of the same text follows at once. */
  PUSHED_IN_THE_MIDDLE {
    @Override
    boolean holds(Found found, Moment moment) {
      Pair pair = moment.pair();
      return pair.simulated() != null
          && pair.real() != null
          && pair.real().segment().has(Flag.PSH)
          && pair.simulated().segment().flags().plus(Flag.PSH).equals(pair.real().segment().flags())
          && moment.isFollowedAtOnce(pair.real());
    }
  },
  /** What is lacking is only how a request, half open, was given up: no tracepoint tells that. */
  REQUEST_END_UNSEEN {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Tolerances tolerances) {
      return found.simulated() != null
          && found.real() != null
          && withoutEnds(found.simulated()).equals(withoutEnds(found.real()));
    }

    // The states without those that only say how a half-open connection was given up.
    private String withoutEnds(String states) {
      return states
          .replace("SYN_RECEIVED CLOSED LISTEN SYN_RECEIVED", "SYN_RECEIVED LISTEN SYN_RECEIVED")
          .replaceAll("SYN_RECEIVED( CLOSED)?( LISTEN)?$", "SYN_RECEIVED");
    }
  },
  /** The kernel's SYN_RECEIVED was concluded from its SYN+ACK; simulated, nothing is kept of it. */
  SYN_RECEIVED_INFERRED {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Tolerances tolerances) {
      int number = found.at().connection();
      return found.at().party() != null
          && found.simulated() != null
          && found.real() != null
          && isOfTheRequest(found.at().aspect(), found.simulated(), found.real())
          && Cookies.answer(run, number, found.at().party())
          && run.real().transitions().stream()
              .filter(move -> move.connection() == number)
              .filter(move -> move.to() == StateName.SYN_RECEIVED)
              .allMatch(move -> move.provenance() == Provenance.INFERRED);
    }

    private boolean isOfTheRequest(Aspect aspect, String simulated, String real) {
      String move = "LISTEN to SYN_RECEIVED by #";
      return aspect == Aspect.CAUSE
          ? simulated.startsWith(move) && real.startsWith(move)
          : real.equals(simulated + " SYN_RECEIVED");
    }
  };

  /**
   * Of a difference in a segment.
   *
   * @param moment where and when
   */
  boolean holds(Found found, Moment moment) {
    return false;
  }

  /** Of a difference in what is no segment's. */
  boolean holdsOfEnd(Found found, Aligned run, Tolerances tolerances) {
    return false;
  }
}
