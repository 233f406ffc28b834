package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two hosts, A and B, and a network that delivers when it is told to. What happens is written down
 * as RFC 9293 draws it: the state of each side after the departure or arrival of a segment, and an
 * ellipsis for one that is still on its way.
 */
final class Pair {
  enum Side {
    A,
    B;

    Side other() {
      return this == A ? B : A;
    }
  }

  static final SocketAddress A = new SocketAddress(IpAddress.parse("10.0.0.1"), 1000);
  static final SocketAddress B = new SocketAddress(IpAddress.parse("10.0.0.2"), 2000);

  private final Map<Side, Host> hosts = new EnumMap<>(Side.class);
  private final Map<Side, Deque<Packet>> departed = new EnumMap<>(Side.class);
  private final List<String> lines = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private long nowNs;
  private int calls;

  private Pair(Host a, Host b) {
    hosts.put(Side.A, a);
    hosts.put(Side.B, b);
    departed.put(Side.A, new ArrayDeque<>());
    departed.put(Side.B, new ArrayDeque<>());
  }

  /**
   * @param isnsOfA of successive incarnations
   */
  static Pair of(Policy policy, Settings settings, List<Long> isnsOfA, List<Long> isnsOfB) {
    return new Pair(host(1, policy, settings, isnsOfA), host(2, policy, settings, isnsOfB));
  }

  static Pair rfc(List<Long> isnsOfA, List<Long> isnsOfB) {
    return of(Policy.RFC_9293, Settings.PLAIN, isnsOfA, isnsOfB);
  }

  private static Host host(int number, Policy policy, Settings settings, List<Long> isns) {
    var drawn = isns.stream().map(SequenceNumber::of).toList();
    return Host.start(number, policy, settings.withIsns(drawn), Secrets.of(42, number), 1500);
  }

  static SocketAddress address(Side side) {
    return side == Side.A ? A : B;
  }

  Host host(Side side) {
    return Objects.requireNonNull(hosts.get(side));
  }

  // ---- what happens -------------------------------------------------------------------------

  Pair listen(Side side) {
    return listen(side, Backlog.of(100));
  }

  Pair listen(Side side, Backlog backlog) {
    return input(side, new HostInput.Listen(++calls, address(side), backlog));
  }

  Pair closeListener(Side side) {
    return input(side, new HostInput.CloseListener(++calls, address(side)));
  }

  Pair open(Side side) {
    return input(side, new HostInput.Open(++calls, address(side), address(side.other())));
  }

  /** A call on the latest connection of a side. */
  Pair call(Side side, Op op) {
    return input(side, new HostInput.User(host(side).begun(), ++calls, op));
  }

  Pair send(Side side, int octets) {
    return call(side, new Op.Send(Octets.zeros(octets)));
  }

  Pair close(Side side) {
    return call(side, new Op.Close());
  }

  /** The machine loses its memory. */
  Pair reboot(Side side) {
    return input(side, new HostInput.Crash());
  }

  Pair after(long ns) {
    nowNs += ns;
    return this;
  }

  /** The first timer of a side runs out. */
  Pair expire(Side side) {
    nowNs = Math.max(nowNs, host(side).nextDeadline());
    return take(side, host(side).expire(nowNs));
  }

  private Pair input(Side side, HostInput input) {
    return take(side, host(side).handle(nowNs, input));
  }

  private Pair take(Side side, HostOutcome outcome) {
    hosts.put(side, outcome.next());
    for (var addressed : outcome.effects()) {
      switch (addressed.effect()) {
        case Effect.Send(Packet packet, _, _) -> queue(side).add(packet);
        case Effect.Returned(_, String op, String what, boolean error, _) ->
            told.add(side + " " + op + (error ? " error: " : " ") + what);
        case Effect.Deliver(Octets text, _) -> told.add(side + " gets " + text.length());
        case Effect.Dropped(String reason, _) -> told.add(side + " drops: " + reason);
        case Effect.Start _,
            Effect.Stop _,
            Effect.Spend _,
            Effect.Remember _,
            Effect.NegativeAdvice _,
            Effect.Moved _,
            Effect.Accepted _ -> {}
      }
    }
    return this;
  }

  private Deque<Packet> queue(Side side) {
    return Objects.requireNonNull(departed.get(side));
  }

  /** The next segment from a side arrives at the other. */
  Pair passes(Side from) {
    Packet packet = take(from);
    String sender = state(from);
    arriveAt(from.other(), packet);
    line(from, text(packet.segment()), sender, state(from.other()));
    return this;
  }

  /** The last segment from a side arrives before the others. */
  Pair overtakes(Side from) {
    var waiting = queue(from);
    waiting.addFirst(Objects.requireNonNull(waiting.pollLast()));
    return passes(from);
  }

  /** The next segment from a side departs, and stays in the network. */
  Pair departs(Side from) {
    Packet packet = Objects.requireNonNull(queue(from).peekLast(), "nothing departs from " + from);
    String text = text(packet.segment());
    lines.add(
        from == Side.A
            ? "%-12s --> %s ...".formatted(state(from), text)
            : "%-12s ... %s <-- %s".formatted("", text, state(from)));
    return this;
  }

  /** The oldest segment that was left in the network arrives. */
  Pair arrives(Side from) {
    Packet packet = take(from);
    arriveAt(from.other(), packet);
    String text = text(packet.segment());
    lines.add(
        from == Side.A
            ? "%-12s ... %s --> %s".formatted("", text, state(from.other()))
            : "%-12s <-- %s ...".formatted(state(from.other()), text));
    return this;
  }

  Pair loses(Side from) {
    take(from);
    return this;
  }

  private Packet take(Side from) {
    return Objects.requireNonNull(queue(from).poll(), "nothing on its way from " + from);
  }

  private void arriveAt(Side to, Packet packet) {
    input(to, new HostInput.Arrival(packet));
  }

  /** A segment that the other side has not sent: an old duplicate, or somebody's. */
  Pair injected(Side to, String notation) {
    var from = to.other();
    var segment = Notation.parse(notation).withPorts(address(from).port(), address(to).port());
    arriveAt(to, packet(from, segment));
    String text = text(segment);
    lines.add(
        to == Side.B
            ? "%-12s ... %s --> %s".formatted("", text, state(to))
            : "%-12s <-- %s ...".formatted(state(to), text));
    return this;
  }

  static Packet packet(Side from, Segment segment) {
    return new Packet(
        new IpHeader.Ipv4(
            address(from).address(), address(from.other()).address(), 0, 0, true, 64, Octets.EMPTY),
        segment);
  }

  // ---- what is seen -------------------------------------------------------------------------

  String state(Side side) {
    var path = new Path(address(side), address(side.other()), 1500);
    return host(side)
        .connection(path)
        .map(slot -> slot.state().label().label())
        .orElse(host(side).listener(address(side)).isPresent() ? "LISTEN" : "CLOSED");
  }

  private void line(Side from, String text, String sender, String receiver) {
    lines.add(
        from == Side.A
            ? "%-12s --> %s --> %s".formatted(sender, text, receiver)
            : "%-12s <-- %s <-- %s".formatted(receiver, text, sender));
  }

  /** As RFC 9293 abbreviates a segment. */
  static String text(Segment segment) {
    StringBuilder text = new StringBuilder("<SEQ=" + segment.sequence() + ">");
    if (segment.isAck()) {
      text.append("<ACK=").append(segment.acknowledgment()).append('>');
    }
    text.append(
        Stream.of(Flag.SYN, Flag.FIN, Flag.RST, Flag.ACK)
            .filter(segment::has)
            .map(Flag::name)
            .collect(Collectors.joining(",", "<CTL=", ">")));
    return segment.payload().isEmpty()
        ? text.toString()
        : text + "<DATA=" + segment.payload().length() + ">";
  }

  List<String> told() {
    return told;
  }

  /** The segment of the last line. */
  String lastSegment() {
    String line = lines.getLast();
    return line.substring(line.indexOf("<S"), line.lastIndexOf('>') + 1).replace(" -->", "");
  }

  int waiting(Side from) {
    return queue(from).size();
  }

  Pair shows(String figure) {
    assertThat(String.join("\n", lines)).isEqualTo(figure.stripTrailing());
    return this;
  }

  /** The lines so far are no part of the figure. */
  Pair preamble() {
    lines.clear();
    told.clear();
    return this;
  }
}
