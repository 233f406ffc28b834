package dev.handshakelab.trace;

import dev.handshakelab.tcp.Timer;

/**
 * Why a segment was sent or a state was left: a user's call, an arriving segment, a timer, or what
 * the network said by ICMP.
 */
public sealed interface Cause {
  /**
   * @param call the user call, e.g. {@code OPEN}
   */
  record ByCall(String call) implements Cause {}

  /**
   * @param segment the ordinal of the segment that arrived
   * @param copy which copy of it, from 1
   */
  record BySegment(int segment, int copy) implements Cause {}

  record ByTimer(Timer timer) implements Cause {}

  /**
   * @param type of the ICMP error that arrived
   * @param code of the ICMP error that arrived
   */
  record ByIcmp(int type, int code) implements Cause {}
}
