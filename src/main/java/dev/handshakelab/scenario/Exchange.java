package dev.handshakelab.scenario;

/**
 * What the two users do once ESTABLISHED: each sends its octets; an end that {@code close} names
 * closes when it has sent all of its own and received all of the other's.
 */
public record Exchange(int clientBytes, int serverBytes, Close close) {
  public static final Exchange NOTHING = new Exchange(0, 0, Close.NONE);

  /** Which ends close. */
  public enum Close {
    NONE,
    CLIENT,
    SERVER,
    BOTH
  }
}
