package dev.handshakelab.comparison;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Entry;
import java.util.List;

/**
 * A timer of a host that was still running when it was due, and a segment that arrived there about
 * then: a kernel may come to either first. No race is with the answer to what the timer itself has
 * sent.
 */
final class TimerRace {
  private TimerRace() {}

  /** Whether there is one at the host of the moment, and about then. */
  static boolean isOn(Moment moment) {
    List<Entry> entries = moment.run().simulated().entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.TimerChange change
          && change.action() == Entry.TimerAction.STARTED
          && change.endpoint() == moment.host()
          && meets(change, entries.subList(i + 1, entries.size()), moment)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(Entry.TimerChange started, List<Entry> later, Moment moment) {
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
  private static boolean isOver(Entry.TimerChange started, List<Entry> later, long fromNs) {
    Timer timer = started.timer();
    for (Entry entry : later) {
      if (entry instanceof Entry.TimerChange change
          && change.timer() == timer
          && change.endpoint() == started.endpoint()
          && change.connection() == started.connection()) {
        return change.atNs() != null && change.atNs() < fromNs;
      }
    }
    return false;
  }
}
