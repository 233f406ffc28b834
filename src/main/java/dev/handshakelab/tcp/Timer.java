package dev.handshakelab.tcp;

/** What can run out on a connection. One of each at the most, so a stale expiry cannot exist. */
public enum Timer {
  /** RFC 6298: the oldest unacknowledged segment is sent again. */
  RETRANSMIT,
  /** Linux's request socket: the SYN+ACK is sent again. */
  SYN_ACK,
  /** Linux's tail-loss probe. */
  LOSS_PROBE,
  /** RFC 9293 §3.8.6.1. */
  ZERO_WINDOW_PROBE,
  /** RFC 9293 §3.8.6.3. */
  DELAYED_ACK,
  /** RFC 9293 §3.8.4. */
  KEEPALIVE,
  /** RFC 9293 §3.9.1.1: how long data may stay unacknowledged. */
  USER,
  /** How long Linux waits for the peer's FIN once nobody can read it. */
  FIN_WAIT_2,
  /** RFC 9293 §3.4.2: twice the maximum segment lifetime. */
  TIME_WAIT
}
