package dev.handshakelab.tcp;

/**
 * Which connection of which host. A 4-tuple would not do: it is only the key by which a segment
 * finds its connection, and is used again by the next incarnation.
 *
 * @param host the machine
 * @param number from 1, in order of beginning; {@link #NOBODY} for what concerns no connection
 */
public record ConnectionId(int host, int number) {
  public static final int NOBODY = 0;

  /** Spelled out, since it is looked up for every event. */
  @Override
  public int hashCode() {
    return 31 * host + number;
  }
}
