package dev.handshakelab.comparison;

import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import org.jspecify.annotations.Nullable;

/**
 * A user calls while a segment arrives, and the machine takes the two in the other order. What the
 * call sends then acknowledges more or less, and an acknowledgment travels with it or alone.
 *
 * <pre>{@code
 * simulated                          on the kernel
 * < P. 1:11(10) ack 1  arrives       (the user calls SEND)
 * > . 1:1(0) ack 11                  > P. 1:11(10) ack 1
 *   (the user calls SEND)            < P. 1:11(10) ack 1  arrives
 * > P. 1:11(10) ack 11               > . 11:11(0) ack 11
 * }</pre>
 *
 * <p>That the order was another is not guessed from how near the two were, but seen: simulated, the
 * call's segment follows the arrival, and the kernel's left before it or does not acknowledge it;
 * or the other way. And the kernel must be right by its own order: it acknowledges what it had.
 */
final class CallRace {
  private final Moment moment;
  private final Party host;
  private final View simulated;
  private final View real;
  private final Arrivals received;

  private CallRace(Moment moment) {
    this.moment = moment;
    host = moment.host();
    simulated = moment.conversation().simulated();
    real = moment.conversation().real();
    received = new Arrivals(real, host);
  }

  static boolean explains(Found found, Moment moment) {
    var race = new CallRace(moment);
    return switch (found.at().aspect()) {
      case ACK, ECHO, OPTIONS -> race.isOfTheCall();
      case SEGMENT -> moment.pair().any().isPureAck() && race.isAnotherAck();
      case CONNECTION,
          FLAGS,
          WINDOW,
          URGENT,
          TIMESTAMP,
          TTL,
          ECN,
          IDENTIFICATION,
          LATENCY,
          CAUSE,
          STATES,
          ANSWER,
          OUTCOME ->
          false;
    };
  }

  /** What the call sent, or an acknowledgment right by it, both of which both traces have. */
  private boolean isOfTheCall() {
    Piece ours = moment.pair().simulated();
    Piece theirs = moment.pair().real();
    return ours != null
        && theirs != null
        && (isByCall(ours) ? isInOtherOrder(moment.pair(), null) : isRaceNear(real, theirs))
        && isRight(theirs);
  }

  /** An acknowledgment that only one has: the other acknowledges the same with something else. */
  private boolean isAnotherAck() {
    Piece ack = moment.pair().any();
    boolean onlyReal = moment.pair().simulated() == null;
    View here = onlyReal ? real : simulated;
    return isRaceNear(here, ack)
        && (!onlyReal || isRight(ack))
        && acknowledges(onlyReal ? simulated : real, offset(here, ack));
  }

  private boolean acknowledges(View view, @Nullable Integer offset) {
    return offset != null
        && view.of(host).stream()
            .map(piece -> offset(view, piece))
            .anyMatch(other -> other != null && other >= offset);
  }

  private @Nullable Integer offset(View view, Piece piece) {
    return piece.last().isAck() ? view.offset(piece.last().acknowledgment(), host.other()) : null;
  }

  /** Whether the kernel acknowledged what had arrived, by its own order of things. */
  private boolean isRight(Piece sent) {
    Long at = sent.parts().getLast().sent().atNs();
    Integer acknowledged = offset(real, sent);
    return at != null
        && acknowledged != null
        && acknowledged <= received.nextBy(at)
        && acknowledged >= received.nextBy(at - moment.tolerances().answerNs());
  }

  /** Whether a call near this has changed places with an arrival that this acknowledges. */
  private boolean isRaceNear(View view, Piece ack) {
    Integer until = offset(view, ack);
    for (Pair pair : moment.conversation().of(host)) {
      if (pair.simulated() != null
          && pair.real() != null
          && isByCall(pair.simulated())
          && isNear(pair.simulated())
          && isInOtherOrder(pair, until)) {
        return true;
      }
    }
    return false;
  }

  /** What a call did not carry is acknowledged 40 ms later. */
  private boolean isNear(Piece called) {
    Long at = called.sent().atNs();
    long around = moment.tolerances().callNs() + moment.slackNs();
    return at != null
        && moment.isWithin(
            at - around,
            at + around + moment.tolerances().timerTo(moment.tolerances().delayedAckNs(), 0));
  }

  private static boolean isByCall(Piece piece) {
    return piece.parts().stream().anyMatch(part -> part.sent().cause() instanceof Cause.ByCall);
  }

  /**
   * Whether a call's segment has changed places with an arrival.
   *
   * @param until the arrival is of what this acknowledges; null for any
   */
  private boolean isInOtherOrder(Pair called, @Nullable Integer until) {
    if (called.simulated() == null || called.real() == null) {
      return false;
    }
    Long ours = called.simulated().sent().atNs();
    Long theirs = called.real().sent().atNs();
    for (Piece piece : simulated.of(host.other())) {
      for (TracedSegment part : piece.parts()) {
        TracedSegment counterpart = moment.run().realOf(part.sent().ordinal());
        Long arrived = Arrivals.firstNs(part);
        Long arrivedThere = counterpart == null ? null : Arrivals.firstNs(counterpart);
        Integer end = simulated.offset(part.sent().packet().segment().end(), host.other());
        if (ours != null
            && theirs != null
            && arrived != null
            && arrivedThere != null
            && (until == null || end != null && end <= until)
            && Math.abs(ours - arrived)
                <= moment.tolerances().callNs() + slackNs(arrived, arrivedThere)) {
          boolean after = ours >= arrived;
          boolean left = theirs < arrivedThere || !covers(called.real(), end);
          if (after == left) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** What a timer sent may have come later than simulated, and be where the call is. */
  private long slackNs(long arrivedNs, long arrivedThereNs) {
    long drift = Math.min(Moment.MOST_SLACK_NS, Math.abs(arrivedThereNs - arrivedNs));
    return Math.max(moment.slackNs(), drift);
  }

  private boolean covers(Piece sent, @Nullable Integer end) {
    Integer acknowledged = offset(real, sent);
    return end == null || acknowledged == null || acknowledged >= end;
  }
}
