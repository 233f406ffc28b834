package dev.handshakelab.linux;

import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.trace.Party;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel said of a session's sockets beside their states.
 *
 * @param halfOpen null when the server was not found half-open
 */
record Sayings(
    KernelAccount.@Nullable HalfOpen halfOpen,
    KernelAccount.EndAccount client,
    KernelAccount.EndAccount server) {

  KernelAccount.EndAccount of(Party party) {
    return party == Party.CLIENT ? client : server;
  }

  /** Nothing. */
  static Sayings none() {
    var end =
        new KernelAccount.EndAccount(
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    return new Sayings(null, end, end);
  }
}
