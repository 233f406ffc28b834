package dev.handshakelab.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One connection at a time, driven by lines that read like a capture:
 *
 * <pre>{@code
 * Machine.rfc().in("SYN-SENT")
 *     .when("< S. 300:300(0) ack 101 win 65535")
 *     .then("ESTABLISHED", "> . 101:101(0) ack 301 win 65535", "stop RETRANSMIT", "OPEN ok");
 * }</pre>
 *
 * <p>A ready state has a name, ISS 100, IRS 300 and a peer that offered {@link #PEER_WINDOW}; time
 * is a field and moves only by {@link #after}. Every segment, delivery and answer of a step has to
 * be named by {@code then}, in order; timers, moves and drops may be, also in order.
 */
final class Machine {
  static final int PEER_WINDOW = 10_000;
  static final long SECOND = 1_000_000_000L;
  static final long MS = 1_000_000L;

  static final SocketAddress LOCAL = new SocketAddress(IpAddress.parse("10.0.0.1"), 49_152);
  static final SocketAddress REMOTE = new SocketAddress(IpAddress.parse("10.0.0.2"), 8080);

  private final List<String> story = new ArrayList<>();
  private final Map<Timer, Long> timers = new EnumMap<>(Timer.class);
  private Policy policy;
  private Settings settings;
  private Path path = new Path(LOCAL, REMOTE, 1500);
  private Context.Shared shared = Context.Shared.NOTHING;
  private State state = State.CLOSED;
  private long nowNs;
  private int calls;
  private List<Effect> effects = List.of();

  private Machine(Policy policy, Settings settings) {
    this.policy = policy;
    this.settings = settings.withIsns(List.of(SequenceNumber.of(100)));
  }

  /** The text of RFC 9293, nothing offered. */
  static Machine rfc() {
    return new Machine(Policy.RFC_9293, Settings.PLAIN);
  }

  /** Linux, but without SACK, timestamps and scaling, so that lines stay short. */
  static Machine linux() {
    return new Machine(
        Policy.LINUX,
        Settings.LINUX.with(
            new Settings.Offer(1460, Settings.NONE, false, false, Settings.Ecn.ACCEPT)));
  }

  static Machine of(String profile) {
    return switch (profile) {
      case "RFC" -> rfc();
      case "LINUX" -> linux();
      default -> throw new IllegalArgumentException("no profile " + profile);
    };
  }

  Machine with(String policySwitch, String value) {
    policy = Switches.set(policy, policySwitch, value);
    return this;
  }

  Machine with(Settings others) {
    settings = others.withIsns(settings.isns());
    return this;
  }

  Machine with(Settings.Offer offer) {
    settings = settings.with(offer);
    return this;
  }

  Machine with(Patience patience) {
    settings = settings.with(patience);
    return this;
  }

  Machine with(Context.Shared others) {
    shared = others;
    return this;
  }

  Machine on(Path other) {
    path = other;
    return this;
  }

  Machine drawingIsns() {
    settings = settings.withIsns(List.of());
    return this;
  }

  Settings settings() {
    return settings;
  }

  Policy policy() {
    return policy;
  }

  State state() {
    return state;
  }

  Tcb tcb() {
    return ((State.Connected) state).tcb();
  }

  long now() {
    return nowNs;
  }

  List<Effect> effects() {
    return effects;
  }

  // ---- ready states -------------------------------------------------------------------------

  /**
   * Brings the machine to a state by the shortest way from CLOSED. SYN-RECEIVED comes from a
   * passive OPEN; {@code SYN-RECEIVED active} from crossed SYNs.
   */
  Machine in(String name) {
    switch (name) {
      case "CLOSED" -> {}
      case "LISTEN" -> state = new State.Listen();
      case "SYN-SENT" -> call(Op.Open.PLAIN);
      case "SYN-RECEIVED" -> in("LISTEN").arrive("S 300:300(0) win " + PEER_WINDOW + " <mss 1460>");
      case "SYN-RECEIVED active" ->
          in("SYN-SENT").arrive("S 300:300(0) win " + PEER_WINDOW + " <mss 1460>");
      case "ESTABLISHED" ->
          in("SYN-SENT").arrive("S. 300:300(0) ack 101 win " + PEER_WINDOW + " <mss 1460>");
      case "ESTABLISHED passive" ->
          in("SYN-RECEIVED").arrive(". 301:301(0) ack 101 win " + PEER_WINDOW);
      case "FIN-WAIT-1" -> in("ESTABLISHED").call(new Op.Close());
      case "FIN-WAIT-2" -> in("FIN-WAIT-1").arrive(". 301:301(0) ack 102 win " + PEER_WINDOW);
      case "CLOSE-WAIT" -> in("ESTABLISHED").arrive("F. 301:301(0) ack 101 win " + PEER_WINDOW);
      case "CLOSING" -> in("FIN-WAIT-1").arrive("F. 301:301(0) ack 101 win " + PEER_WINDOW);
      case "LAST-ACK" -> in("CLOSE-WAIT").call(new Op.Close());
      case "TIME-WAIT" -> in("FIN-WAIT-2").arrive("F. 301:301(0) ack 102 win " + PEER_WINDOW);
      default -> throw new IllegalArgumentException("no ready state " + name);
    }
    if (timers.containsKey(Timer.DELAYED_ACK)) {
      due(Timer.DELAYED_ACK);
    }
    story.add("-- " + state.label().label());
    return this;
  }

  /** The twelve ready states. */
  static List<String> states() {
    return List.of(
        "CLOSED",
        "LISTEN",
        "SYN-SENT",
        "SYN-RECEIVED",
        "SYN-RECEIVED active",
        "ESTABLISHED",
        "FIN-WAIT-1",
        "FIN-WAIT-2",
        "CLOSE-WAIT",
        "CLOSING",
        "LAST-ACK",
        "TIME-WAIT");
  }

  // ---- what happens -------------------------------------------------------------------------

  /** {@code < segment}, {@code call NAME …}, {@code expire TIMER} or {@code after 200ms}. */
  Machine when(String... lines) {
    for (String line : lines) {
      String[] words = line.strip().split(" ", 2);
      switch (words[0]) {
        case "<" -> arrive(words[1]);
        case "call" -> call(op(words[1]));
        case "expire" -> expire(Timer.valueOf(words[1]));
        case "after" -> after(nanos(words[1]));
        default -> throw new IllegalArgumentException("no such event: " + line);
      }
    }
    return this;
  }

  private static Op op(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case "OPEN" -> Op.Open.PLAIN;
      case "SEND" -> new Op.Send(Octets.zeros(Integer.parseInt(words[1])));
      case "RECEIVE" -> new Op.Receive(Integer.parseInt(words[1]));
      case "CLOSE" -> new Op.Close();
      case "RELEASE" -> new Op.Release();
      case "ABORT" -> new Op.Abort();
      case "STATUS" -> new Op.Status();
      default -> throw new IllegalArgumentException("no such call: " + text);
    };
  }

  static long nanos(String text) {
    return text.endsWith("ms")
        ? Long.parseLong(text.replace("ms", "")) * MS
        : Long.parseLong(text.replace("s", "")) * SECOND;
  }

  Machine arrive(String notation) {
    return arrive(Notation.parse(notation));
  }

  Machine arrive(Segment segment) {
    var addressed = segment.withPorts(path.remote().port(), path.local().port());
    story.add("< " + addressed);
    return step(new Event.Arrives(new Packet(header(), addressed)));
  }

  private IpHeader header() {
    var from = path.remote().address();
    var to = path.local().address();
    return path.isIpv6()
        ? new IpHeader.Ipv6(from, to, 0, 0, 64)
        : new IpHeader.Ipv4(from, to, 0, 0, true, 64, Octets.EMPTY);
  }

  Machine call(Op op) {
    story.add("call " + (op instanceof Op.Send(Octets text) ? "SEND " + text.length() : op));
    return step(new Event.Call(++calls, op));
  }

  Machine icmp(int type, int code, long quoted) {
    return icmp(new IcmpError(path.isIpv6(), type, code, 0, SequenceNumber.of(quoted)));
  }

  Machine icmp(IcmpError error) {
    story.add("icmp " + error);
    return step(new Event.Unreachable(error));
  }

  /** The timer runs out now, whatever its deadline. */
  Machine expire(Timer timer) {
    story.add("expire " + timer);
    timers.remove(timer);
    return step(new Event.Expires(timer));
  }

  /** Time goes on; nothing expires by itself. */
  Machine after(long ns) {
    nowNs += ns;
    story.add("after " + ns / MS + " ms");
    return this;
  }

  /** Goes on to when a timer is due and lets it expire. */
  Machine due(Timer timer) {
    Long deadline = timers.get(timer);
    assertThat(deadline).as("%s runs\n%s", timer, this).isNotNull();
    nowNs = Objects.requireNonNull(deadline);
    return expire(timer);
  }

  private Machine step(Event event) {
    var cx = new Context(policy, settings, Secrets.of(42, 1), path, nowNs, shared, 0, null);
    var outcome = Tcp.step(cx, state, event);
    state = outcome.next();
    List<Effect> happened = new ArrayList<>();
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Start start) {
        timers.put(start.timer(), start.deadlineNs());
      } else if (effect instanceof Effect.Stop stop && timers.remove(stop.timer()) == null) {
        continue; // it was not running: nothing happens
      }
      happened.add(effect);
      story.add("    " + print(effect));
    }
    effects = happened;
    return this;
  }

  // ---- what is expected ---------------------------------------------------------------------

  /** The state after the last step, and its effects. */
  Machine then(String expectedState, String... lines) {
    assertThat(state.label().label()).as("the state after\n%s", this).isEqualTo(expectedState);
    return answers(lines);
  }

  /** The effects of the last step; {@code > …} alone stands for a segment whatever it is. */
  Machine answers(String... lines) {
    List<String> all = effects.stream().map(this::print).toList();
    List<String> must = all.stream().filter(Machine::mustBeNamed).toList();
    List<String> named = List.of(lines).stream().filter(Machine::mustBeNamed).toList();
    assertThat(must)
        .as("segments, deliveries and answers of\n%s", this)
        .usingElementComparator((one, other) -> matches(one, other) ? 0 : 1)
        .containsExactlyElementsOf(named);
    int at = 0;
    for (String line : lines) {
      int found = indexOf(all, line, at);
      assertThat(found).as("'%s' at its place in\n%s", line, this).isNotNegative();
      at = found + 1;
    }
    return this;
  }

  /** That none of the last step's effects has such a line. */
  Machine not(String line) {
    assertThat(effects.stream().map(this::print))
        .as("what must not be in\n%s", this)
        .noneMatch(each -> matches(each, line));
    return this;
  }

  Machine timer(Timer timer, long dueInNs) {
    assertThat(timers.get(timer)).as("%s in\n%s", timer, this).isEqualTo(nowNs + dueInNs);
    return this;
  }

  Machine off(Timer timer) {
    assertThat(timers).as("timers of\n%s", this).doesNotContainKey(timer);
    return this;
  }

  Map<Timer, Long> timers() {
    return timers;
  }

  /** The segments of the last step. */
  List<Packet> sent() {
    List<Packet> sent = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send(Packet packet, _, _)) {
        sent.add(packet);
      }
    }
    return sent;
  }

  private static int indexOf(List<String> all, String line, int from) {
    for (int i = from; i < all.size(); i++) {
      if (matches(all.get(i), line)) {
        return i;
      }
    }
    return -1;
  }

  /** A named line that ends in {@code …} is a beginning. */
  private static boolean matches(String actual, String named) {
    String line = named.strip();
    return line.endsWith("…")
        ? actual.startsWith(line.substring(0, line.length() - 1))
        : actual.equals(line);
  }

  private static boolean mustBeNamed(String line) {
    String text = line.strip();
    return text.startsWith(">")
        || text.startsWith("deliver ")
        || text.startsWith("tell ")
        || text.startsWith("error ")
        || text.startsWith("remember ")
        || text.startsWith("warn ");
  }

  String print(Effect effect) {
    return switch (effect) {
      case Effect.Send(Packet packet, _, _) -> "> " + packet.segment();
      case Effect.Start(Timer timer, long deadline, _) ->
          "start " + timer + " +" + (deadline - nowNs) / MS + "ms";
      case Effect.Stop(Timer timer, _) -> "stop " + timer;
      case Effect.Deliver(Octets text, _) -> "deliver " + text.length();
      case Effect.Returned(_, String op, String told, boolean error, _) ->
          (error ? "error " : "tell ") + op + " " + told;
      case Effect.Spend(var budget, _) -> "spend " + budget;
      case Effect.Remember(var memory, _) -> "remember " + memory;
      case Effect.NegativeAdvice _ -> "warn IP";
      case Effect.Moved(StateName from, StateName to, Rule rule) ->
          from.label() + " -> " + to.label() + " [" + rule + "]";
      case Effect.Accepted(Rule rule) -> "accept [" + rule + "]";
      case Effect.Dropped(String reason, Rule rule) -> "drop " + reason + " [" + rule + "]";
    };
  }

  /** The story so far. */
  @Override
  public String toString() {
    return String.join("\n", story);
  }
}
