package dev.handshakelab.scenario;

import org.jspecify.annotations.Nullable;

/**
 * What an end agrees to when its peer offers it, beyond what its own SYN offers; null leaves it to
 * the stack.
 *
 * @param windowScaling false for an end that the kernel plays and that was asked for SYNs without a
 *     window scale (RFC 7323 §2.2): it does not answer one either
 * @param ecn whether it grants ECN to a peer that asks for it, though it does not ask itself (RFC
 *     3168 §6.1.1)
 */
public record Agreement(@Nullable Boolean windowScaling, @Nullable Boolean ecn) {
  /** Nothing asked for. */
  public static final Agreement OPEN = new Agreement(null, null);

  /** Whether it is to have no window scale at all, rather than whichever its stack has. */
  public boolean refusesScaling() {
    return Boolean.FALSE.equals(windowScaling);
  }

  /** Whether it is to refuse ECN. */
  public boolean refusesEcn() {
    return Boolean.FALSE.equals(ecn);
  }
}
