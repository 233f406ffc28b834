package dev.handshakelab.comparison;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How late a run's threads were, in nanoseconds: those that open, those that carry segments, and
 * those of the users. A simulation is never late.
 */
final class Lateness {
  private final Aligned run;

  Lateness(Aligned run) {
    this.run = run;
  }

  /** By how much the slowest passage took longer than simulated, or a call came later. */
  long most() {
    return Math.max(ofTheFirst(), Math.max(ofTheLink(), ofUsers()));
  }

  /** Of the first segment: time zero is right before the call that sends it. */
  private long ofTheFirst() {
    Long ours = firstNs(run.simulated());
    Long theirs = firstNs(run.real());
    return ours == null || theirs == null ? 0 : Math.max(0, theirs - ours);
  }

  private static @Nullable Long firstNs(Trace trace) {
    for (TracedSegment segment : trace.segments()) {
      if (segment.sent().injectedBy() == null) {
        return segment.sent().atNs();
      }
    }
    return null;
  }

  private long ofTheLink() {
    long most = 0;
    for (Map.Entry<TracedSegment, TracedSegment> each : run.counterparts().entrySet()) {
      for (Entry.Arrived arrived : each.getValue().deliveries()) {
        Long took = tookNs(each.getValue(), arrived);
        Long should = tookNs(each.getKey(), arrived.copy());
        if (took != null && should != null) {
          most = Math.max(most, took - should);
        }
      }
    }
    return most;
  }

  /** Of the calls, by their own time or by the arrival that they were made upon. */
  private long ofUsers() {
    long most = 0;
    for (Map.Entry<Calls.Call, Calls.Made> each : run.simulatedCalls().all().entrySet()) {
      Calls.Made done = run.realCalls().of(each.getKey());
      Entry.Arrived upon = each.getValue().upon();
      Long due =
          upon == null
              ? Long.valueOf(each.getValue().atNs())
              : run.realArrivalNs(upon.segment(), upon.copy());
      if (done != null && due != null && done.atNs() > 0) {
        most = Math.max(most, done.atNs() - due);
      }
    }
    return most;
  }

  /** How long a copy was on its way, in nanoseconds; null when it never arrived or nobody knows. */
  static @Nullable Long tookNs(TracedSegment segment, int copy) {
    for (Entry.Arrived arrived : segment.deliveries()) {
      if (arrived.copy() == copy) {
        return tookNs(segment, arrived);
      }
    }
    return null;
  }

  private static @Nullable Long tookNs(TracedSegment segment, Entry.Arrived arrived) {
    Long sent = segment.sent().atNs();
    Long at = arrived.atNs();
    return sent == null || at == null ? null : at - sent;
  }
}
