package dev.handshakelab.scenario;

import dev.handshakelab.trace.Party;

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

  /** How many octets an end sends. */
  public int bytesOf(Party end) {
    return end == Party.CLIENT ? clientBytes : serverBytes;
  }

  /** Whether an end closes when it is done. */
  public boolean closes(Party end) {
    return switch (close) {
      case NONE -> false;
      case CLIENT -> end == Party.CLIENT;
      case SERVER -> end == Party.SERVER;
      case BOTH -> true;
    };
  }
}
