package dev.handshakelab.tcp;

/**
 * What a listener holds back. Linux calls a queue full when it is longer than the backlog, so a
 * backlog of B admits B + 1 requests and B + 1 connections that nobody has accepted.
 *
 * @param length the argument of listen()
 * @param abortOnOverflow a full accept queue resets who completes the handshake, instead of
 *     ignoring it
 */
public record Backlog(int length, boolean abortOnOverflow) {
  boolean isFull(int queued) {
    return queued > length;
  }
}
