package dev.handshakelab.simulation;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SimulatedMachine;
import dev.handshakelab.tcp.ConnectionId;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.tcp.HostOutcome;
import dev.handshakelab.tcp.Path;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The two machines as they are now, and what is watched of them. */
final class Hosts {
  /** In the order in which what is due at once is done. */
  static final List<Party> PARTIES = List.of(Party.values());

  private final Map<Party, Host> hosts = new EnumMap<>(Party.class);
  private final Map<Party, QueueSamples> samples = new EnumMap<>(Party.class);
  private final Set<Party> down = EnumSet.noneOf(Party.class);

  Hosts(SessionRequest request, Recorder recorder) {
    for (Party party : PARTIES) {
      hosts.put(party, SimulatedMachine.start(request, party));
      samples.put(party, new QueueSamples(party, request.end(party), recorder));
    }
  }

  Host of(Party party) {
    return Objects.requireNonNull(hosts.get(party));
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
    samples(party).look(after, nowNs);
    return waiting(after, party) > waiting(before, party);
  }

  private static int waiting(Host host, Party party) {
    var listener = host.listeners().get(Machines.address(party)).getOrNull();
    return listener == null ? 0 : listener.acceptQueue().length();
  }

  /** Whether a connection waits to be accepted. */
  boolean hasWaiting(Party party) {
    return waiting(of(party), party) > 0;
  }

  private QueueSamples samples(Party party) {
    return Objects.requireNonNull(samples.get(party));
  }

  /** Nothing more can happen before {@code nextNs}. */
  void advance(long nextNs) {
    for (Party party : PARTIES) {
      samples(party).advance(nextNs);
    }
  }

  /** The two ends of a connection that a machine has. */
  Optional<Path> path(Party party, int connection) {
    return of(party).connection(connection).map(Host.Slot::path);
  }

  ConnectionId id(Party party, int connection) {
    return new ConnectionId(of(party).number(), connection);
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
    long next = Agenda.NEVER;
    for (Party party : PARTIES) {
      next = Math.min(next, of(party).nextDeadline());
    }
    return next;
  }

  /** No timer is armed but keepalive. */
  boolean areAtRest() {
    for (Party party : PARTIES) {
      if (!of(party).isAtRest()) {
        return false;
      }
    }
    return true;
  }
}
