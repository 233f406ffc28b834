package dev.handshakelab.trace;

/**
 * Why a segment exists. A copy made by the network is no segment of its own but a further delivery.
 */
public enum SegmentKind {
  ORIGINAL,
  RETRANSMISSION,
  /** A tail-loss, zero-window or keepalive probe. */
  PROBE,
  CHALLENGE_ACK,
  DELAYED_ACK,
  /** Written into the network by the scenario, by no endpoint. */
  INJECTED
}
