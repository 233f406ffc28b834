package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.tracing.KernelEvent;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.SocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one session on the kernel once it is over. Times are the session's clock as
 * it is.
 *
 * @param tier how it was run
 * @param zeroNs time zero on that clock
 * @param told calls, sampled states and remarks, in order
 * @param packets what the tap saw, in the order of its queue; empty without one
 * @param passages what the lab's link did with them; null where there was none
 * @param dropped packets that the tap had no room for
 * @param events what the kernel's log printed of the server's port; null when it was not read
 * @param eventsLost events that the log had no room for meanwhile
 * @param halfOpen in what the server's half-open connection was found; null when it was not
 * @param sayings what the kernel said of its sockets besides
 * @param savedSyn the headers of the SYN as the server's kernel kept them; empty when it kept none
 * @param cookies which ends answered SYNs with cookies
 * @param finalStates the state of each end's connection at the end, by the kernel
 */
record Evidence(
    Tier tier,
    SocketAddress client,
    SocketAddress server,
    long zeroNs,
    List<Told> told,
    List<CapturedPacket> packets,
    @Nullable List<Passage> passages,
    long dropped,
    @Nullable List<KernelEvent> events,
    long eventsLost,
    @Nullable KernelState halfOpen,
    Sayings sayings,
    Octets savedSyn,
    CookieListeners cookies,
    Map<Party, StateName> finalStates) {
  Evidence {
    told = List.copyOf(told);
    packets = List.copyOf(packets);
    passages = passages == null ? null : List.copyOf(passages);
    events = events == null ? null : List.copyOf(events);
    finalStates = Map.copyOf(finalStates);
  }

  /** Whether a socket was to be connected with itself. */
  boolean ofOneSocket() {
    return client.equals(server);
  }

  /** Every packet in order of leaving. */
  List<Witnessed> witnessed() {
    return passages == null ? Witnessed.ofPairs(packets) : Witnessed.onLink(packets, passages);
  }
}
