package dev.handshakelab.history;

import dev.handshakelab.scenario.KernelAccount;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Kernel accounts that are kept as long as the process lives. */
public final class InMemoryKernelAccounts implements KernelAccounts {
  private final Map<UUID, KernelAccount> accounts = new ConcurrentHashMap<>();

  @Override
  public void keep(UUID session, KernelAccount account) {
    accounts.put(session, account);
  }

  @Override
  public Optional<KernelAccount> find(UUID session) {
    return Optional.ofNullable(accounts.get(session));
  }
}
