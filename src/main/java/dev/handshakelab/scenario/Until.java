package dev.handshakelab.scenario;

import org.jspecify.annotations.Nullable;

/** When a session is over. */
public sealed interface Until {
  /** When it is over whatever happens, in nanoseconds from time zero; null for no such time. */
  default @Nullable Long endNs() {
    return this instanceof At(double ms) ? Milliseconds.toNanos(ms) : null;
  }

  /** When nothing is in flight and no timer but keepalive is armed. */
  record Quiescent() implements Until {}

  /** At a fixed time from time zero, whatever is still under way. */
  record At(double ms) implements Until {}
}
