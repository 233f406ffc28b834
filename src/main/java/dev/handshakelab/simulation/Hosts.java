package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SimulatedMachine;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.tcp.HostOutcome;
import dev.handshakelab.tcp.Path;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two machines as they are now, and what is watched of them. */
final class Hosts {
  /** In the order in which what is due at once is done. */
  static final List<Party> PARTIES = List.of(Party.values());

  private final Both<Host> hosts;
  private final Both<QueueSamples> samples;
  private final Set<Party> down = EnumSet.noneOf(Party.class);

  Hosts(SessionRequest request, Recorder recorder) {
    hosts =
        new Both<>(
            SimulatedMachine.start(request, Party.CLIENT).driven(),
            SimulatedMachine.start(request, Party.SERVER).driven());
    samples =
        new Both<>(
            new QueueSamples(Party.CLIENT, request.end(Party.CLIENT), recorder),
            new QueueSamples(Party.SERVER, request.end(Party.SERVER), recorder));
  }

  Host of(Party party) {
    return hosts.of(party);
  }

  /** A machine is as it answered. Says whether one more connection waits to be accepted. */
  @SuppressWarnings("ReferenceEquality") // the very same listeners: most events concern none
  boolean become(Party party, HostOutcome outcome, long nowNs) {
    var before = of(party);
    var after = outcome.next();
    hosts.put(party, after);
    if (before.listeners() == after.listeners()) {
      return false;
    }
    samples.of(party).look(after, nowNs);
    return waiting(after, party) > waiting(before, party);
  }

  private static int waiting(Host host, Party party) {
    return host.waiting(Machines.address(party));
  }

  /** Whether a connection waits to be accepted. */
  boolean hasWaiting(Party party) {
    return waiting(of(party), party) > 0;
  }

  /** Nothing more can happen before {@code nextNs}. */
  void advance(long nextNs) {
    samples.of(Party.CLIENT).advance(nextNs);
    samples.of(Party.SERVER).advance(nextNs);
  }

  /** The two ends of a connection; null when the machine does not have it any more. */
  @Nullable Path path(Party party, int connection) {
    var slot = of(party).connection(connection).orElse(null);
    return slot == null ? null : slot.path();
  }

  boolean isDown(Party party) {
    return down.contains(party);
  }

  void goDown(Party party) {
    down.add(party);
  }

  void comeUp(Party party) {
    down.remove(party);
  }

  long nextDeadline() {
    return Math.min(of(Party.CLIENT).nextDeadline(), of(Party.SERVER).nextDeadline());
  }

  /** No timer is armed but keepalive. */
  boolean areAtRest() {
    return of(Party.CLIENT).isAtRest() && of(Party.SERVER).isAtRest();
  }
}
