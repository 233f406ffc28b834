package dev.handshakelab.scenario;

/** When a session is over. */
public sealed interface Until {
  /** When nothing is in flight and no timer but keepalive is armed. */
  record Quiescent() implements Until {}

  /** At a fixed time from time zero, whatever is still under way. */
  record At(double ms) implements Until {}
}
