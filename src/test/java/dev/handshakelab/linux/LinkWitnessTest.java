package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Over a link that loses, repeats, reorders and damages: what the lab tells of the server's
 * segments, sent and arrived, is octet for octet what tcpdump saw in the server's namespace.
 */
@Timeout(600)
class LinkWitnessTest {
  private static final int AT_A_TIME = 8;

  /** Of the connection between these two, at the server. */
  private record Told(
      SocketAddress client, SocketAddress server, List<Octets> octets, long lastNs) {}

  @Test
  void tcpdumpSawTheSameInSomeSessions() throws Exception {
    compare(24);
  }

  @Test
  @Tag("deep")
  void tcpdumpSawTheSameInFiveHundredSessions() throws Exception {
    compare(500);
  }

  private static void compare(int sessions) throws Exception {
    LinkedPlace place;
    try {
      place = LinkedPlace.ofNamespaces(false, 1 << 24);
    } catch (LinuxException impossible) {
      assumeTrue(false, () -> "no link can be made here: " + impossible.getMessage());
      return;
    }
    try (place;
        Tcpdump tcpdump = Tcpdump.onTun(place.namespace(Party.SERVER).file(), "server")) {
      for (int i = 0; i < 20; i++) {
        told(place, "{}");
      }
      List<Told> told = run(place, sessions);
      // What is told last is seen last: by then everything has been read.
      Told last = told(place, "{}");
      List<Tcpdump.Seen> seen = until(tcpdump, last);
      for (int i = 0; i < told.size(); i++) {
        assertThat(of(seen, told.get(i)))
            .as("session with seed " + i)
            .containsExactlyInAnyOrderElementsOf(told.get(i).octets());
      }
    }
  }

  private static List<Told> run(LinkedPlace place, int sessions) throws Exception {
    List<Future<Told>> running = new ArrayList<>();
    List<Told> told = new ArrayList<>();
    try (var callers = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int seed = 0; seed < sessions; seed++) {
        String members = faulty(seed);
        running.add(callers.submit(() -> told(place, members)));
      }
      for (Future<Told> one : running) {
        told.add(one.get());
      }
    }
    return told;
  }

  private static String faulty(int seed) {
    String link =
        "{delayMs: 1, jitterMs: 3, lossRate: 0.15, duplicateRate: 0.2, reorderRate: 0.2,"
            + " reorderByMs: 5, corruptRate: 0.15}";
    return "{seed: %d, network: {toServer: %s, toClient: %s}, exchange: {clientBytes: 3000, close: 'BOTH'}, until: {ms: 1500}}"
        .formatted(seed, link, link);
  }

  private static Told told(LinkedPlace place, String members) throws Exception {
    Evidence evidence = LinkedSessions.evidence(place, KernelRequests.asking(members));
    List<Octets> atTheServer = new ArrayList<>();
    long last = 0;
    for (Witnessed each : evidence.witnessed()) {
      // What left at the very end the link has not taken yet: only the tap knows of it.
      Passage passage = each.passage();
      boolean fromServer =
          passage == null
              ? isFrom(evidence.server(), each.octets())
              : passage.from() == Party.SERVER;
      if (fromServer) {
        atTheServer.add(each.octets());
        last = Math.max(last, requireNonNull(each.sentNs()));
      } else {
        for (Witnessed.Arrival arrival : each.arrivals()) {
          atTheServer.add(requireNonNull(arrival.carried()).octets());
          last = Math.max(last, arrival.receivedNs());
        }
      }
    }
    return new Told(evidence.client(), evidence.server(), atTheServer, last);
  }

  private static boolean isFrom(SocketAddress socket, Octets octets) {
    return Packets.decode(octets) instanceof Decoded.Intact(Packet packet, var _, var _)
        && packet.source().equals(socket);
  }

  private static List<Tcpdump.Seen> until(Tcpdump tcpdump, Told last) throws InterruptedException {
    List<Tcpdump.Seen> seen = new ArrayList<>();
    int found = 0;
    while (found < last.octets().size()) {
      Tcpdump.Seen next = tcpdump.next();
      seen.add(next);
      found += isOf(next, last) ? 1 : 0;
    }
    return seen;
  }

  /** Of one session, without what its tidying brings afterwards. */
  private static List<Octets> of(List<Tcpdump.Seen> seen, Told told) {
    return seen.stream()
        .filter(each -> isOf(each, told) || told.octets().contains(each.octets()))
        // The kernel reads the clock for each tap anew, the second a moment later.
        .filter(each -> each.atNs() <= told.lastNs() + 100_000)
        .map(Tcpdump.Seen::octets)
        .toList();
  }

  /** By its ports, which may be what was damaged. */
  private static boolean isOf(Tcpdump.Seen seen, Told told) {
    return Packets.decode(seen.octets()) instanceof Decoded.Intact(Packet packet, var _, var _)
        && (packet.source().equals(told.client()) && packet.destination().equals(told.server())
            || packet.source().equals(told.server()) && packet.destination().equals(told.client()));
  }
}
