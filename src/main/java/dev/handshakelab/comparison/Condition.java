package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.wire.Flag;

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
      return TimerRace.explains(found, moment);
    }

    @Override
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
      return TimerRace.explainsWay(found, run, where);
    }
  },
  /** A user called when a segment arrived. */
  CALL_MEETS_ARRIVAL {
    @Override
    boolean holds(Found found, Moment moment) {
      return CallRace.explains(found, moment);
    }
  },
  /** A user closed when a segment arrived: two FINs have crossed, or one was the other's answer. */
  CLOSE_MEETS_ARRIVAL {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
      return ClosingRace.explains(found, run, where.tolerances());
    }
  },
  /** The SYN+ACK is a SYN cookie's. */
  ANSWERED_BY_COOKIE {
    @Override
    boolean holds(Found found, Moment moment) {
      return moment.run().cookies().answer(found.at().connection(), moment.host());
    }
  },
  /** A timer is as long as the round trip that was measured by the TSval of a SYN cookie. */
  MEASURED_BY_COOKIE {
    @Override
    boolean holds(Found found, Moment moment) {
      return CookieRoundTrip.explains(moment);
    }
  },
  /** Data has arrived, and the kernel's window is one that its buffer can have come to. */
  DATA_IN_THE_BUFFER {
    @Override
    boolean holds(Found found, Moment moment) {
      return ReceiveBuffer.explains(moment);
    }
  },
  /** The session was over before the kernel had to send what is lacking. */
  SESSION_ENDS_FIRST {
    @Override
    boolean holds(Found found, Moment moment) {
      return SessionEnd.explains(moment);
    }
  },
  /** The queue of half-open connections was crowded, and who found a place was another. */
  CROWDED_QUEUE {
    @Override
    boolean holds(Found found, Moment moment) {
      return moment.run().crowdedQueue(moment.where()).explains(moment.pair());
    }

    @Override
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
      return run.crowdedQueue(where).explains(found.at().connection());
    }
  },
  /** A CLOSE in SYN-SENT, of which the user is told in other words. */
  CLOSED_WHILE_OPENING {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
      return LinuxAnswers.disconnected(found, run);
    }
  },
  /** An ICMP error, of which the user is told by the errno of its code. */
  TOLD_BY_ERRNO {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
      return LinuxAnswers.unreachable(found, run);
    }
  },
  /** A SYN+ACK that answers a SYN which asked for Fast Open is acknowledged alone. */
  NOBODY_WAITS_TO_WRITE {
    @Override
    boolean holds(Found found, Moment moment) {
      return FirstText.isApart(found, moment);
    }
  },
  /** Only PSH differs, the kernel set it, and what it sent just before is of the same text. */
  PUSHED_IN_THE_MIDDLE {
    @Override
    boolean holds(Found found, Moment moment) {
      Pair pair = moment.pair();
      return pair.simulated() != null
          && pair.real() != null
          && pair.real().segment().has(Flag.PSH)
          && pair.simulated().segment().flags().plus(Flag.PSH).equals(pair.real().segment().flags())
          && moment.carriesOnAtOnce(pair.real());
    }
  },
  /** What is lacking is only how a request, half open, was given up: no tracepoint tells that. */
  REQUEST_END_UNSEEN {
    @Override
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
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
    boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
      int number = found.at().connection();
      return found.at().party() != null
          && found.simulated() != null
          && found.real() != null
          && found.real().equals(found.simulated() + " SYN_RECEIVED")
          && run.cookies().answer(number, found.at().party())
          && run.real().transitions().stream()
              .filter(move -> move.connection() == number)
              .filter(move -> move.to() == StateName.SYN_RECEIVED)
              .allMatch(move -> move.provenance() == Provenance.INFERRED);
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
  boolean holdsOfEnd(Found found, Aligned run, Circumstances where) {
    return false;
  }
}
