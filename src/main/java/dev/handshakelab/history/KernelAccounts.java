package dev.handshakelab.history;

import dev.handshakelab.scenario.KernelAccount;
import java.util.Optional;
import java.util.UUID;

/** What kernels said of the sessions that ran on them. It is deleted with its session. */
public interface KernelAccounts {
  /** Keeps what is told of a session that is RUNNING. Durable when it returns. */
  void keep(UUID session, KernelAccount account);

  /** Empty when no kernel took part, or it is not over. */
  Optional<KernelAccount> find(UUID session);
}
