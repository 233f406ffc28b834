package dev.handshakelab.scenario;

import java.util.List;

/**
 * What the network makes of one transmission.
 *
 * @param copies what arrives, in order; empty when it is lost
 * @param because pointers of the members of the request that made it so; empty when nothing but
 *     delay and jitter happened to it
 */
public record Verdict(List<Copy> copies, List<String> because) {
  public Verdict {
    copies = List.copyOf(copies);
    because = List.copyOf(because);
  }

  /**
   * A copy that arrives.
   *
   * @param delayNs after the sending
   * @param inOrder whether it stays behind what was sent before it on the same way: what was
   *     reordered, delayed by a fault or duplicated does not
   * @param corrupted whether {@link Impairments#corrupt} damages its octets
   */
  public record Copy(long delayNs, boolean inOrder, boolean corrupted) {}
}
