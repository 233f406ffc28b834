package dev.handshakelab.tcp;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SequenceNumber;
import java.util.List;

/**
 * What a machine's administrator or a socket's owner chooses: numbers and offers, where {@link
 * Policy} is the stack's character.
 *
 * @param receiveBuffer how many octets may wait for the user
 * @param readsAtOnce the user always has a RECEIVE outstanding
 * @param noDelay Nagle's algorithm is off (MUST-17)
 * @param timeToLive TTL or hop limit of every packet (MUST-49), 1…255
 * @param diffserv the traffic class of every packet but for its ECN bits (MUST-48): 0…255, its two
 *     low bits 0
 * @param addresses what an OPEN that names no local address chooses from (MUST-44)
 * @param isns ISNs of successive incarnations; after them the generator of the policy
 */
public record Settings(
    Offer offer,
    int receiveBuffer,
    boolean readsAtOnce,
    boolean noDelay,
    Patience patience,
    Keepalive keepalive,
    Challenges challenges,
    int timeToLive,
    int diffserv,
    List<IpAddress> addresses,
    List<SequenceNumber> isns) {
  /** Not announced, not offered. */
  public static final int NONE = -1;

  public Settings {
    addresses = List.copyOf(addresses);
    isns = List.copyOf(isns);
  }

  /**
   * What a SYN offers.
   *
   * @param mss the MSS to announce (MUST-14), in octets; {@link #NONE} announces none
   * @param windowScale the shift to offer, 0…14; {@link #NONE} offers none
   */
  public record Offer(
      int mss, int windowScale, boolean sackPermitted, boolean timestamps, Ecn ecn) {}

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
   * @param idleNs silence before the first probe (MUST-27); 0 sends none, the default (MUST-25)
   * @param intervalNs between probes
   * @param probes unanswered ones before giving up: one alone proves nothing (MUST-29)
   */
  public record Keepalive(long idleNs, long intervalNs, int probes) {
    public static final Keepalive OFF = new Keepalive(0, 0, 0);

    /** On, with the usual times: two hours before the first (MUST-28). */
    public static final Keepalive USUAL = new Keepalive(7200 * SECOND, 75 * SECOND, 9);
  }

  /**
   * How many challenge ACKs (RFC 5961) may be sent.
   *
   * @param perHost in {@code hostIntervalNs}
   * @param connectionIntervalNs the least time between two on one connection: tcp_invalid_ratelimit
   */
  public record Challenges(int perHost, long hostIntervalNs, long connectionIntervalNs) {
    public static final Challenges USUAL = new Challenges(10, 5 * SECOND, SECOND / 2);
  }

  private static final long SECOND = 1_000_000_000L;

  /** As RFC 9293 has it, nothing optional offered. */
  public static final Settings PLAIN =
      new Settings(
          new Offer(1460, NONE, false, false, Ecn.OFF),
          65_535,
          true,
          false,
          Patience.USUAL,
          Keepalive.OFF,
          Challenges.USUAL,
          64,
          0,
          List.of(),
          List.of());

  /** Linux's defaults, with tcp_rmem = 4096 131072 6291456. */
  public static final Settings LINUX =
      PLAIN.with(new Offer(1460, 7, true, true, Ecn.ACCEPT)).withReceiveBuffer(65_536);

  /** With all that a session chooses for an end. */
  public Settings with(
      Offer offered, Patience patient, Keepalive asking, List<SequenceNumber> successive) {
    return new Settings(
        offered,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patient,
        asking,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        successive);
  }

  public Settings with(Offer other) {
    return new Settings(
        other,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patience,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  public Settings with(Patience other) {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        other,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  public Settings with(Keepalive other) {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patience,
        other,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  public Settings with(Challenges other) {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patience,
        keepalive,
        other,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  public Settings withReceiveBuffer(int octets) {
    return new Settings(
        offer,
        octets,
        readsAtOnce,
        noDelay,
        patience,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  /** The user RECEIVEs only what it asks for. */
  public Settings readingOnRequest() {
    return new Settings(
        offer,
        receiveBuffer,
        false,
        noDelay,
        patience,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  /** Short segments never wait. */
  public Settings withoutDelay() {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        true,
        patience,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        isns);
  }

  public Settings withIpHeader(int newTimeToLive, int newDiffserv) {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patience,
        keepalive,
        challenges,
        newTimeToLive,
        newDiffserv,
        addresses,
        isns);
  }

  public Settings withAddresses(List<IpAddress> others) {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patience,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        others,
        isns);
  }

  public Settings withIsns(List<SequenceNumber> others) {
    return new Settings(
        offer,
        receiveBuffer,
        readsAtOnce,
        noDelay,
        patience,
        keepalive,
        challenges,
        timeToLive,
        diffserv,
        addresses,
        others);
  }
}
