package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;

/**
 * What the two SYNs agreed on.
 *
 * @param sendMss the most text a segment to the peer may carry, options not counted, in octets
 *     (§3.7.1)
 * @param sendShift what the peer's windows are shifted by (RFC 7323 §2.2), 0 without scaling
 * @param receiveShift what our windows are shifted by, 0 without scaling
 * @param scaling both SYNs carried a window scale option
 * @param tsRecent TS.Recent of RFC 7323 §4.3, 0…2^32−1
 * @param tsOffset what is added to the millisecond clock for our TSval
 * @param lastAckSent Last.ACK.sent of RFC 7323 §4.3
 */
public record Negotiated(
    int sendMss,
    boolean scaling,
    int sendShift,
    int receiveShift,
    boolean sack,
    boolean timestamps,
    long tsRecent,
    long tsOffset,
    SequenceNumber lastAckSent,
    boolean ecn) {
  /** Octets of options that every segment carries. */
  int optionsLength() {
    return timestamps ? 12 : 0;
  }

  Negotiated heard(long value) {
    return new Negotiated(
        sendMss,
        scaling,
        sendShift,
        receiveShift,
        sack,
        timestamps,
        value,
        tsOffset,
        lastAckSent,
        ecn);
  }

  Negotiated acknowledging(SequenceNumber ack) {
    return new Negotiated(
        sendMss, scaling, sendShift, receiveShift, sack, timestamps, tsRecent, tsOffset, ack, ecn);
  }

  Negotiated withoutEcn() {
    return new Negotiated(
        sendMss,
        scaling,
        sendShift,
        receiveShift,
        sack,
        timestamps,
        tsRecent,
        tsOffset,
        lastAckSent,
        false);
  }
}
