package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Why three segments (§3.5): every order in which one old duplicate SYN, its old text, a real
 * opening and the answers to them all can arrive, or never arrive, is tried, the shortest first.
 * The client's user never sends; so whatever the server's user gets is old.
 */
class OldDuplicateSearchTest {
  /** Longer than both handshakes, the RST between them and the old text. */
  private static final int STEPS = 8;

  private static final List<String> OLD =
      List.of("S 90:90(0) win 1000 <mss 1460>", "P. 91:99(8) ack 201 win 1000");

  /**
   * Where things stand.
   *
   * @param old which of {@link #OLD} are still on their way
   * @param inFlight what the two have sent and nobody has got yet, in order of sending
   * @param story the steps that led here; no part of the state
   */
  private record Node(
      Host client,
      Host server,
      boolean opened,
      List<Integer> old,
      List<Packet> inFlight,
      boolean delivered,
      List<String> story) {
    Object state() {
      return List.of(client, server, opened, old, Set.copyOf(inFlight));
    }
  }

  @Test
  @Tag("rule-138")
  void withTwoSegmentsOldTextIsDeliveredInTwoSteps() {
    var found = search(Switches.set(Policy.RFC_9293, "handshake", "TWO_WAY"));
    assertThat(found)
        .hasValueSatisfying(node -> assertThat(node.story()).containsExactlyElementsOf(OLD));
  }

  @ParameterizedTest
  @CsvSource({"RFC", "LINUX"})
  @Tag("rule-138")
  void withThreeItNeverIs(String profile) {
    var policy = profile.equals("RFC") ? Policy.RFC_9293 : Policy.LINUX;
    assertThat(search(policy).map(Node::story)).isEmpty();
  }

  /** Breadth first: what is found has the fewest steps. */
  private static Optional<Node> search(Policy policy) {
    Set<Object> seen = new HashSet<>();
    Queue<Node> next = new ArrayDeque<>(List.of(start(policy)));
    while (!next.isEmpty()) {
      var node = next.remove();
      if (node.delivered()) {
        return Optional.of(node);
      }
      if (node.story().size() < STEPS && seen.add(node.state())) {
        next.addAll(after(node));
      }
    }
    return Optional.empty();
  }

  private static Node start(Policy policy) {
    var client = host(1, policy, 100);
    var server = host(2, policy, 300).handle(0, new HostInput.Listen(1, Pair.B, Backlog.of(128)));
    return new Node(client, server.next(), false, List.of(0, 1), List.of(), false, List.of());
  }

  private static Host host(int number, Policy policy, int isn) {
    var isns = List.of(SequenceNumber.of(isn), SequenceNumber.of(isn + 100));
    return Host.start(number, policy, Settings.PLAIN.withIsns(isns), Secrets.of(42, number), 1500);
  }

  /** Everything that can happen; what is lost just never does. */
  private static List<Node> after(Node node) {
    List<Node> nodes = new ArrayList<>();
    for (Integer each : node.old()) {
      var segment = Notation.parse(OLD.get(each)).withPorts(Pair.A.port(), Pair.B.port());
      var others = node.old().stream().filter(one -> !one.equals(each)).toList();
      var gone =
          new Node(
              node.client(),
              node.server(),
              node.opened(),
              others,
              node.inFlight(),
              false,
              told(node, OLD.get(each)));
      nodes.add(arrive(gone, packet(Pair.A, Pair.B, segment)));
    }
    if (!node.opened()) {
      nodes.add(open(node));
    }
    for (int i = 0; i < node.inFlight().size(); i++) {
      List<Packet> others = new ArrayList<>(node.inFlight());
      var packet = others.remove(i);
      var taken =
          new Node(
              node.client(),
              node.server(),
              node.opened(),
              node.old(),
              others,
              false,
              told(node, packet.segment().toString()));
      nodes.add(arrive(taken, packet));
    }
    return nodes;
  }

  private static List<String> told(Node node, String step) {
    List<String> story = new ArrayList<>(node.story());
    story.add(step);
    return story;
  }

  private static Packet packet(SocketAddress from, SocketAddress to, Segment segment) {
    var header = new IpHeader.Ipv4(from.address(), to.address(), 0, 0, true, 64, Octets.EMPTY);
    return new Packet(header, segment);
  }

  private static Node open(Node node) {
    var outcome = node.client().handle(0, new HostInput.Open(1, Pair.A, Pair.B));
    return new Node(
        outcome.next(),
        node.server(),
        true,
        node.old(),
        sent(node.inFlight(), outcome),
        false,
        told(node, "OPEN"));
  }

  private static Node arrive(Node node, Packet packet) {
    boolean atServer = packet.destination().equals(Pair.B);
    var at = atServer ? node.server() : node.client();
    var outcome = at.handle(0, new HostInput.Arrival(packet));
    boolean delivered =
        outcome.effects().stream().anyMatch(each -> each.effect() instanceof Effect.Deliver);
    return new Node(
        atServer ? node.client() : outcome.next(),
        atServer ? outcome.next() : node.server(),
        node.opened(),
        node.old(),
        sent(node.inFlight(), outcome),
        atServer && delivered,
        node.story());
  }

  private static List<Packet> sent(List<Packet> before, HostOutcome outcome) {
    List<Packet> inFlight = new ArrayList<>(before);
    for (HostOutcome.Addressed each : outcome.effects()) {
      if (each.effect() instanceof Effect.Send(Packet packet, _, _)) {
        inFlight.add(packet);
      }
    }
    return inFlight;
  }
}
