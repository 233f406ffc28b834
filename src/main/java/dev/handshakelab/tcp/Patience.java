package dev.handshakelab.tcp;

/**
 * How long, or how often, a stack tries before it gives up. RFC 9293 §3.8.3 counts time, Linux
 * counts tries; a {@link SendingChoice.Schedule} reads the ones it understands.
 *
 * @param synRetries tcp_syn_retries
 * @param synLinearTimeouts tcp_syn_linear_timeouts
 * @param synAckRetries tcp_synack_retries
 * @param dataRetries tcp_retries2
 * @param orphanRetries tcp_orphan_retries: for a connection that no user holds any more
 * @param r1 retransmissions of one segment after which the path is in doubt (SHLD-10: 3 at least)
 * @param r2SynNs R2 for SYNs: MUST-23 asks for three minutes at least
 * @param r2DataNs R2 for text: SHLD-11 asks for 100 s at least; {@link Long#MAX_VALUE} never gives
 *     up (MUST-21)
 * @param userTimeoutNs how long text may stay unacknowledged (§3.9.1.1), 0 for no limit
 * @param finWait2Ns tcp_fin_timeout: how long a connection without a user waits for the peer's FIN
 */
public record Patience(
    int synRetries,
    int synLinearTimeouts,
    int synAckRetries,
    int dataRetries,
    int orphanRetries,
    int r1,
    long r2SynNs,
    long r2DataNs,
    long userTimeoutNs,
    long finWait2Ns) {
  private static final long SECOND = 1_000_000_000L;

  /** The least that RFC 9293 asks for, and Linux's defaults. */
  public static final Patience USUAL =
      new Patience(6, 4, 5, 15, 8, 3, 180 * SECOND, 100 * SECOND, 0, 60 * SECOND);

  /** As Linux counts the tries of SYNs and SYN+ACKs. */
  public Patience withRetries(int syn, int synLinear, int synAck) {
    return new Patience(
        syn,
        synLinear,
        synAck,
        dataRetries,
        orphanRetries,
        r1,
        r2SynNs,
        r2DataNs,
        userTimeoutNs,
        finWait2Ns);
  }

  public Patience withR2(long synNs, long dataNs) {
    return new Patience(
        synRetries,
        synLinearTimeouts,
        synAckRetries,
        dataRetries,
        orphanRetries,
        r1,
        synNs,
        dataNs,
        userTimeoutNs,
        finWait2Ns);
  }

  public Patience withUserTimeout(long ns) {
    return new Patience(
        synRetries,
        synLinearTimeouts,
        synAckRetries,
        dataRetries,
        orphanRetries,
        r1,
        r2SynNs,
        r2DataNs,
        ns,
        finWait2Ns);
  }
}
