package dev.handshakelab.scenario;

/**
 * How much one request may hold.
 *
 * @param listed faults, injections and steps, each
 * @param labels labels of a session
 * @param text characters of one string
 * @param flooded spoofed SYNs of all floods together; at most {@link Flood#MOST}
 * @param isns connections of each kind in one sample of ISNs
 */
public record Limits(int listed, int labels, int text, int flooded, int isns) {
  public Limits {
    if (flooded < 1 || flooded > Flood.MOST) {
      throw new IllegalArgumentException("flooded is 1 to " + Flood.MOST + ", not " + flooded);
    }
  }

  public static final Limits USUAL = new Limits(1000, 16, 65_536, 100_000, 1000);
}
