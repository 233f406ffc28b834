package dev.handshakelab.linux;

import dev.handshakelab.scenario.Flood;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;

/**
 * Time zero of a session on its clock: the moment before the kernel is first asked to connect, less
 * the time that the request gives for that. Steps before it, and what the network writes by itself
 * where nobody opens at zero, count from when the session was ready.
 */
final class TimeZero {
  private final SessionRequest request;
  private final Sightings sightings;
  private final Logbook logbook;
  private long zeroNs;
  private boolean settled;

  TimeZero(SessionRequest request, Sightings sightings, Logbook logbook) {
    this.request = request;
    this.sightings = sightings;
    this.logbook = logbook;
  }

  /** On the session's clock. */
  long ns() {
    return zeroNs;
  }

  /** Nanoseconds from time zero. */
  long sinceNs() {
    return logbook.nowNs() - zeroNs;
  }

  /** Everything is ready for the first step. */
  void ready() {
    zeroNs = logbook.nowNs();
    if (sightings.linked() && !opensAtZero()) {
      settle();
    }
  }

  private boolean opensAtZero() {
    return request.steps().stream()
        .anyMatch(step ->
            step.call() == Step.Call.OPEN
                && step.when() instanceof Step.When.At at
                && at.atMs() == 0);
  }

  /** The kernel is about to be asked to connect. */
  void opening(Step step, long nowNs) {
    if (!settled) {
      zeroNs = step.when() instanceof Step.When.At ? nowNs - Plan.atNs(step) : zeroNs;
      settle();
    }
  }

  private void settle() {
    settled = true;
    sightings.begin(zeroNs);
    for (Flood flood : request.network().floods()) {
      logbook.write(new Told.Remark(null, flood.told(), zeroNs + flood.atNs(0), null));
    }
  }
}
