package dev.handshakelab.tcp;

import dev.handshakelab.wire.SequenceNumber;
import java.util.List;

/**
 * What a machine's administrator or a socket's owner chooses: numbers and offers, where {@link
 * Policy} is the stack's character.
 *
 * @param mss the MSS to announce (MUST-14), in octets; {@link #NONE} announces none
 * @param windowScale the shift to offer, 0…14; {@link #NONE} offers none
 * @param ecn what to do about RFC 3168
 * @param receiveBuffer how many octets may wait for the user
 * @param readsAtOnce the user always has a RECEIVE outstanding
 * @param synRetries tcp_syn_retries
 * @param synLinearTimeouts tcp_syn_linear_timeouts
 * @param synAckRetries tcp_synack_retries
 * @param r2SynNs R2 for SYNs: MUST-23 asks for three minutes at least
 * @param r2DataNs R2 for text: SHLD-11 asks for 100 s at least
 * @param userTimeoutNs how long text may stay unacknowledged (§3.9.1.1), 0 for no limit
 * @param keepalive null sends none (the default, MUST-25)
 * @param isns ISNs of successive incarnations; after them the generator of the policy
 */
public record Settings(
    int mss,
    int windowScale,
    boolean sackPermitted,
    boolean timestamps,
    Ecn ecn,
    int receiveBuffer,
    boolean readsAtOnce,
    int synRetries,
    int synLinearTimeouts,
    int synAckRetries,
    long r2SynNs,
    long r2DataNs,
    long userTimeoutNs,
    Keepalive keepalive,
    List<SequenceNumber> isns) {
  /** Not announced, not offered. */
  public static final int NONE = -1;

  private static final long SECOND = 1_000_000_000L;

  public Settings {
    isns = List.copyOf(isns);
  }

  /** RFC 3168, as a sysctl has it. */
  public enum Ecn {
    /** Neither asked for nor granted. */
    OFF,
    /** Granted when asked for: Linux's default. */
    ACCEPT,
    /** Asked for, and granted. */
    REQUEST
  }

  /**
   * When to ask an idle peer whether it lives (RFC 9293 §3.8.4).
   *
   * @param idleNs silence before the first probe; 0 sends none, the default (MUST-25)
   * @param intervalNs between probes
   * @param probes unanswered ones before giving up
   */
  public record Keepalive(long idleNs, long intervalNs, int probes) {
    public static final Keepalive OFF = new Keepalive(0, 0, 0);
  }

  /** As RFC 9293 has it, nothing optional offered. */
  public static final Settings PLAIN =
      new Settings(
          1460,
          NONE,
          false,
          false,
          Ecn.OFF,
          65_535,
          true,
          6,
          4,
          5,
          180 * SECOND,
          100 * SECOND,
          0,
          Keepalive.OFF,
          List.of());

  /** Linux's defaults, with tcp_rmem = 4096 131072 6291456. */
  public static final Settings LINUX =
      new Settings(
          1460,
          7,
          true,
          true,
          Ecn.ACCEPT,
          65_536,
          true,
          6,
          4,
          5,
          180 * SECOND,
          100 * SECOND,
          0,
          Keepalive.OFF,
          List.of());
}
