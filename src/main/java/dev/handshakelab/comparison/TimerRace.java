package dev.handshakelab.comparison;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import java.util.List;

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
