package dev.handshakelab.history;

import dev.handshakelab.scenario.KernelAccount;
import java.util.Optional;
import java.util.UUID;

/**
 * What kernels said of the sessions that ran on them. It is kept with the end of its session and
 * deleted with it.
 */
public interface KernelAccounts {
  /** Empty when no kernel took part, or it is not over. */
  Optional<KernelAccount> find(UUID session);
}
