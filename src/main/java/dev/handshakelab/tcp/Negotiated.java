package dev.handshakelab.tcp;

/**
 * What the two SYNs agreed on.
 *
 * @param sendMss the most text a segment to the peer may carry, options not counted, in octets
 *     (§3.7.1)
 * @param scaling both SYNs carried a window scale option
 * @param sendShift what the peer's windows are shifted by (RFC 7323 §2.2), 0 without scaling
 * @param receiveShift what our windows are shifted by, 0 without scaling
 * @param tsRecent TS.Recent of RFC 7323 §4.3, 0…2^32−1
 * @param tsRecentAtNs when it was taken: after 24 days it says nothing (RFC 7323 §5.5)
 * @param tsOffset what is added to the millisecond clock for our TSval
 */
public record Negotiated(
    int sendMss,
    boolean scaling,
    int sendShift,
    int receiveShift,
    boolean sack,
    boolean timestamps,
    long tsRecent,
    long tsRecentAtNs,
    long tsOffset,
    boolean ecn) {

  Negotiated heard(long value, long nowNs) {
    return new Negotiated(
        sendMss, scaling, sendShift, receiveShift, sack, timestamps, value, nowNs, tsOffset, ecn);
  }

  /** Nothing in force but the MSS. */
  Negotiated bare() {
    return new Negotiated(sendMss, false, 0, 0, false, false, 0, tsRecentAtNs, tsOffset, false);
  }

  Negotiated withReceiveShift(int shift) {
    return new Negotiated(
        sendMss,
        scaling,
        sendShift,
        shift,
        sack,
        timestamps,
        tsRecent,
        tsRecentAtNs,
        tsOffset,
        ecn);
  }

  Negotiated withSendMss(int mss) {
    return new Negotiated(
        mss,
        scaling,
        sendShift,
        receiveShift,
        sack,
        timestamps,
        tsRecent,
        tsRecentAtNs,
        tsOffset,
        ecn);
  }
}
