package dev.handshakelab.scenario;

/**
 * How much one request may hold.
 *
 * @param listed faults, injections and steps, each
 * @param labels labels of a session
 * @param text characters of one string
 */
public record Limits(int listed, int labels, int text) {
  public static final Limits USUAL = new Limits(1000, 16, 65_536);
}
