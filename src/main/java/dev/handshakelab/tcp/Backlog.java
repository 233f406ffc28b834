package dev.handshakelab.tcp;

/**
 * What a listener holds back, and what it does when it can hold no more. Linux calls a queue full
 * when it is longer than the backlog, so a backlog of B admits B + 1 requests and B + 1 connections
 * that nobody has accepted.
 *
 * @param length the argument of listen()
 * @param abortOnOverflow a full accept queue resets who completes the handshake, instead of
 *     ignoring it
 * @param cookies when a SYN is answered without keeping anything
 * @param maxSynBacklog tcp_max_syn_backlog: without cookies a quarter of it is kept for peers that
 *     are known to exist, which here is nobody
 * @param deferAccept TCP_DEFER_ACCEPT, in expiries of the SYN+ACK's timer: so long a connection
 *     waits for text; 0 does not
 * @param fastOpen how many connections may be open by Fast Open and not yet ESTABLISHED; 0 turns it
 *     off
 */
public record Backlog(
    int length,
    boolean abortOnOverflow,
    Cookies cookies,
    int maxSynBacklog,
    int deferAccept,
    int fastOpen) {
  /** When a listener answers a SYN without keeping anything. */
  public enum Cookies {
    NEVER,
    WHEN_FULL,
    ALWAYS
  }

  /** Queues of this length and nothing else out of the ordinary. */
  public static Backlog of(int length) {
    return new Backlog(length, false, Cookies.NEVER, Integer.MAX_VALUE, 0, 0);
  }

  public Backlog abortingOnOverflow(boolean aborts) {
    return new Backlog(length, aborts, cookies, maxSynBacklog, deferAccept, fastOpen);
  }

  public Backlog with(Cookies other) {
    return new Backlog(length, abortOnOverflow, other, maxSynBacklog, deferAccept, fastOpen);
  }

  public Backlog withMaxSynBacklog(int most) {
    return new Backlog(length, abortOnOverflow, cookies, most, deferAccept, fastOpen);
  }

  public Backlog deferring(int expiries) {
    return new Backlog(length, abortOnOverflow, cookies, maxSynBacklog, expiries, fastOpen);
  }

  public Backlog withFastOpen(int pending) {
    return new Backlog(length, abortOnOverflow, cookies, maxSynBacklog, deferAccept, pending);
  }

  /** How many requests find a place, those that SYN cookies answer left out. */
  public long room() {
    long byLength = length + 1L;
    long byReserve = maxSynBacklog - (maxSynBacklog >> 2) + 1L;
    return cookies == Cookies.NEVER ? Math.min(byLength, byReserve) : byLength;
  }

  boolean isFull(int queued) {
    return queued > length;
  }

  /** Whether the last quarter of tcp_max_syn_backlog is reached, which strangers may not use. */
  boolean isReserved(int requests) {
    return maxSynBacklog - requests < maxSynBacklog >> 2;
  }
}
