package dev.handshakelab.tcp;

import dev.handshakelab.wire.Packet;

/**
 * What can happen to a connection: exactly the three kinds of RFC 9293 §3.10, and what ICMP tells
 * (§3.9.2.2).
 */
public sealed interface Event {
  /**
   * A user call (3.10.1–3.10.6).
   *
   * @param id from 1; what the user is told of it later bears the same id
   */
  record Call(int id, Op op) implements Event {}

  /** SEGMENT ARRIVES (3.10.7). Its checksum was right: a wrong one never gets here (MUST-3). */
  record Arrives(Packet packet) implements Event {}

  /** A timeout (3.10.8). */
  record Expires(Timer timer) implements Event {}

  /** An ICMP error about a segment that this connection sent (3.9.2.2). */
  record Unreachable(IcmpError error) implements Event {}
}
