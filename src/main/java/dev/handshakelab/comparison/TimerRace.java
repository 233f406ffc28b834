package dev.handshakelab.comparison;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A timer of a host that was still running when it was due, and a segment that arrived there about
 * then: a kernel may come to either first. No race is with the answer to what the timer itself has
 * sent.
 */
final class TimerRace {
  private TimerRace() {}

  /** Whether there is one at the host of the moment, of this connection and about then. */
  static boolean explains(Found found, Moment moment) {
    return (found.at().aspect() != Aspect.LATENCY || isByTimer(moment)) && isOn(moment);
  }

  /** Whether one of the two ways that an end went is a timer's, and the other one an arrival's. */
  static boolean explainsWay(Found found, Aligned run, Circumstances where) {
    Party party = found.at().party();
    Parting parting = party == null ? null : Parting.of(run, found.at().connection(), party);
    Moment moment =
        party == null || parting == null
            ? null
            : Moment.of(parting, found.at().connection(), party, run, where);
    return moment != null
        && parting != null
        && (isByTimer(parting.simulated()) && isByArrival(parting.real())
            || isByArrival(parting.simulated()) && !isByArrival(parting.real()))
        && isOn(moment);
  }

  private static boolean isByTimer(Entry.@Nullable Transition move) {
    return move != null && move.cause() instanceof Cause.ByTimer;
  }

  private static boolean isByArrival(Entry.@Nullable Transition move) {
    return move != null && move.cause() instanceof Cause.BySegment;
  }

  /** Only what a timer sends is sent at another time when that was started anew. */
  private static boolean isByTimer(Moment moment) {
    return moment.pair().any().sent().cause() instanceof Cause.ByTimer(Timer timer)
        && timer != Timer.DELAYED_ACK;
  }

  private static boolean isOn(Moment moment) {
    List<Entry.TimerChange> changes = moment.run().timers(moment.connection());
    for (int i = 0; i < changes.size(); i++) {
      Entry.TimerChange change = changes.get(i);
      if (change.action() == Entry.TimerAction.STARTED
          && change.endpoint() == moment.host()
          && meets(change, changes.subList(i + 1, changes.size()), moment)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(
      Entry.TimerChange started, List<Entry.TimerChange> later, Moment moment) {
    if (started.deadlineNs() == null || started.atNs() == null) {
      return false;
    }
    Tolerances tolerances = moment.tolerances();
    long asked = started.deadlineNs() - started.atNs();
    long from = started.atNs() + tolerances.timerFrom(asked) - moment.slackNs();
    long to = started.atNs() + tolerances.timerTo(asked, moment.slackNs());
    return moment.isWithin(from, to + tolerances.answerNs())
        && !isOver(started, later, from)
        && moment.arrivesByItself(from, to);
  }

  /** Whether the timer was stopped, or begun anew, before it could have run out. */
  private static boolean isOver(
      Entry.TimerChange started, List<Entry.TimerChange> later, long fromNs) {
    Timer timer = started.timer();
    for (Entry.TimerChange change : later) {
      if (change.timer() == timer && change.endpoint() == started.endpoint()) {
        return change.atNs() != null && change.atNs() < fromNs;
      }
    }
    return false;
  }
}
