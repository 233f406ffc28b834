package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.DiagnosedSocket;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The server's half-open connection, where it is found: a request has no descriptor, so nothing but
 * sock_diag shows it, and only where it lasts long enough.
 */
final class HalfOpen {
  private @Nullable KernelState state;
  private KernelAccount.@Nullable HalfOpen found;
  private SortedMap<String, Long> ofClient = new TreeMap<>();

  /** Looks for it, unless it was found before. */
  void look(Talk talk, TimeZero zero, Logbook logbook) throws LinuxException {
    if (state != null || talk.server().hasSocket()) {
      return;
    }
    DiagnosedSocket seen = talk.server().diagnosed();
    if (seen != null && seen.state().state() == StateName.SYN_RECEIVED) {
      state = seen.state();
      found =
          new KernelAccount.HalfOpen(
              state.name(), seen.timer().name(), seen.retransmissions(), zero.sinceNs());
      ofClient = talk.client().named();
      logbook.write(new Told.Sampled(Party.SERVER, Subject.CONNECTION, state, logbook.nowNs()));
    }
  }

  /** In what state it was found; null when it was not. */
  @Nullable KernelState state() {
    return state;
  }

  /** What the kernel said of it; null when it was not found. */
  KernelAccount.@Nullable HalfOpen found() {
    return found;
  }

  /** What the kernel said of the client's socket at that moment; empty when it was not found. */
  SortedMap<String, Long> ofClient() {
    return ofClient;
  }
}
