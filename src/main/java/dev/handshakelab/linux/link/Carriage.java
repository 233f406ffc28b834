package dev.handshakelab.linux.link;

import dev.handshakelab.scenario.Flood;
import dev.handshakelab.scenario.ForgedResets;
import dev.handshakelab.scenario.Impairments;
import dev.handshakelab.scenario.Link;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.Occurrences;
import dev.handshakelab.scenario.Strippable;
import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.scenario.WrittenIsns;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One conversation on a link: what the request wants done to its packets, by the same {@link
 * Impairments} and {@link Link} as in a simulation, and the log of what was done. Takes times and
 * answers what is due when; who carries it out has the clock.
 *
 * <p>Used by the link's thread and the session's.
 */
public final class Carriage {
  /** One end of one conversation: whose transmissions are counted together. */
  private record Sender(Party party, int conversation) {}

  private static final Verdict UNTOUCHED = new Verdict(List.of(), List.of());

  /** The number of the session's own conversation. */
  private static final int OWN = 1;

  private static final Verdict ASTRAY = new Verdict(List.of(), List.of("/network/floods"));

  private final SocketAddress client;
  private final SocketAddress server;
  private final long seed;
  private final NetworkSpec network;
  private final Impairments impairments;
  private final Map<Party, Link> links = new EnumMap<>(Party.class);
  private final Map<Sender, Occurrences> counted = new HashMap<>();
  private final List<Logged> log = new ArrayList<>();

  /** Of the session's own conversation, which is the one that is written into. */
  private final WrittenIsns isns = new WrittenIsns();

  private final Set<Party> down = EnumSet.noneOf(Party.class);
  private final ConversationNumbers numbers;
  private boolean toCome;
  private int underWay;
  private int taken;
  private int handed;
  private boolean ended;

  /**
   * @param client where packets to the server come from, as the server sees it
   * @param server where packets to the client come from
   */
  public Carriage(SocketAddress client, SocketAddress server, long seed, NetworkSpec network) {
    this.client = client;
    this.server = server;
    this.seed = seed;
    this.network = network;
    impairments = new Impairments(seed, network);
    numbers = new ConversationNumbers(client.port());
    toCome = !network.injections().isEmpty() || !network.floods().isEmpty();
    for (Party party : Party.values()) {
      links.put(party, Link.EMPTY);
    }
  }

  /**
   * Something that is to be handed over.
   *
   * @param atNs when, on the clock of the link's thread
   */
  record Due(long atNs, Carriage of, Party to, Handing what) {}

  SocketAddress client() {
    return client;
  }

  SocketAddress server() {
    return server;
  }

  /**
   * A packet of this conversation was sent.
   *
   * @param nowNs on the clock of the link's thread
   * @param realNs CLOCK_REALTIME
   * @return what is to be handed over of it
   */
  synchronized List<Due> take(Party from, Octets octets, Packet packet, long nowNs, long realNs) {
    if (down.contains(from)) {
      taken++;
      var lost =
          new Logged(new Passage(from, null, octets, realNs, UNTOUCHED, "", List.of(), null, null));
      lost.lost(whyDown(from));
      log.add(lost);
      return List.of();
    }
    int conversation = numbers.of(from, packet);
    Occurrences now =
        counted.merge(
            new Sender(from, conversation),
            Occurrences.NONE.plus(packet.segment()),
            (before, _) -> before.plus(packet.segment()));
    taken++;
    Verdict verdict = impairments.judge(from, conversation, now, packet.segment());
    Party to = from.other();
    Link.Passage passage = get(links, to).pass(nowNs, verdict);
    links.put(to, passage.link());
    Packet passing = stripped(to, packet);
    boolean whole = passing.equals(packet) || passage.arrivals().isEmpty();
    Octets left = whole ? octets : Packets.encode(passing);
    if (conversation == OWN) {
      isns.see(from, packet.segment());
    }
    List<Link.Arrival> arrivals = passage.arrivals();
    List<Passage.Copy> copies = new ArrayList<>(1);
    for (Link.Arrival arrival : arrivals) {
      Octets handedOver =
          arrival.corrupted()
              ? impairments.corrupt(left, tcpAt(left), from, conversation, now, arrival.copy())
              : left;
      copies.add(
          new Passage.Copy(
              arrival.copy(), handedOver, arrival.corrupted(), arrival.dueNs() - nowNs, null));
    }
    String strippedTo = whole ? "" : passing.segment().toString();
    var logged =
        new Logged(
            new Passage(from, null, octets, realNs, verdict, strippedTo, copies, null, null));
    log.add(logged);
    List<Due> due = new ArrayList<>(1);
    for (int i = 0; i < copies.size(); i++) {
      var copy = new Handing.OfCopy(logged, copies.get(i).copy(), copies.get(i).octets());
      due.add(new Due(arrivals.get(i).dueNs(), this, to, copy));
    }
    due.addAll(answers(verdict.answer(), from, octets, packet, logged, nowNs));
    underWay += due.size();
    return due;
  }

  /** Whether a packet that an end sends belongs to this, at whatever port of the client. */
  boolean isBetweenItsMachines(Party from, Packet packet) {
    return from == Party.CLIENT
        ? packet.destination().equals(server) && packet.source().address().equals(client.address())
        : packet.source().equals(server) && packet.destination().address().equals(client.address());
  }

  /** What the network says to a packet of its own. */
  private List<Due> answers(
      Verdict.Answer answer, Party from, Octets octets, Packet packet, Logged logged, long nowNs) {
    return switch (answer) {
      case Verdict.Answer.Nothing _ -> List.of();
      case Verdict.Answer.Icmp(int type, int code, long delayNs) -> {
        var error = new Handing.OfError(logged, Unreachable.about(octets, packet.ip(), type, code));
        yield List.of(new Due(nowNs + delayNs, this, from, error));
      }
      case Verdict.Answer.Resets(long delayNs) -> {
        var forged = ForgedResets.of(packet);
        yield List.of(
            new Due(
                nowNs + delayNs,
                this,
                from.other(),
                written(from.other(), Injector.NETWORK, forged::onwards)),
            new Due(nowNs + delayNs, this, from, written(from, Injector.NETWORK, forged::back)));
      }
    };
  }

  /**
   * A packet of nobody's conversation was sent: an answer to a machine that does not exist. It gets
   * nowhere.
   */
  synchronized void astray(Party from, Octets octets, long realNs) {
    taken++;
    log.add(new Logged(new Passage(from, null, octets, realNs, ASTRAY, "", List.of(), null, null)));
  }

  private Packet stripped(Party to, Packet packet) {
    Set<Strippable> strips = network.to(to).strips();
    return strips.isEmpty()
        ? packet
        : new Packet(packet.ip(), Strippable.strip(packet.segment(), strips));
  }

  private static <T> T get(Map<Party, T> map, Party party) {
    return Objects.requireNonNull(map.get(party));
  }

  /** Where the TCP header begins, behind the IP header's options. */
  private static int tcpAt(Octets packet) {
    return packet.u8(0) >> 4 == 6 ? 40 : (packet.u8(0) & 0xf) * 4;
  }

  /**
   * Time zero is known, so it is known when what the request has written into the network is due.
   *
   * @param zeroNs time zero on the clock of the link's thread
   */
  synchronized List<Due> begin(long zeroNs) {
    List<Due> due = new ArrayList<>();
    for (NetworkSpec.Injection injection : network.injections()) {
      var written = written(injection.to(), injection.by(), () -> packet(injection));
      long afterNs = Milliseconds.toNanos(injection.atMs());
      due.add(new Due(zeroNs + afterNs, this, injection.to(), written));
    }
    int number = 0;
    for (Flood flood : network.floods()) {
      SocketAddress target = flood.to() == Party.SERVER ? server : client;
      for (int i = 0; i < flood.count(); i++) {
        int syn = number++;
        var written = written(flood.to(), Injector.ATTACKER, () -> Flood.syn(seed, syn, target));
        due.add(new Due(zeroNs + flood.atNs(i), this, flood.to(), written));
      }
    }
    underWay += due.size();
    toCome = false;
    return due;
  }

  private Handing written(Party to, Injector by, Supplier<Packet> packet) {
    return new Handing.Written(realNs -> {
      Packet made = packet.get();
      Octets octets = Packets.encode(made);
      var copy = new Passage.Copy(1, octets, false, 0, null);
      var logged =
          new Logged(
              new Passage(
                  to.other(), by, octets, realNs, UNTOUCHED, "", List.of(copy), null, null));
      log.add(logged);
      return new Handing.Written.Entered(octets, logged);
    });
  }

  private Packet packet(NetworkSpec.Injection injection) {
    Party to = injection.to();
    SocketAddress source = to == Party.SERVER ? client : server;
    SocketAddress destination = to == Party.SERVER ? server : client;
    var asked = Notation.parse(Objects.requireNonNull(injection.segment()));
    var segment =
        (injection.relative() ? isns.absolute(to.other(), asked) : asked)
            .withPorts(source.port(), destination.port());
    isns.see(to.other(), segment);
    return ForgedResets.packet(source, destination, segment);
  }

  /**
   * The packet of a due.
   *
   * @param realNs CLOCK_REALTIME
   */
  synchronized Octets octets(Due due, long realNs) {
    return due.what().octets(realNs);
  }

  /** A machine is down, or up again: meanwhile it sends nothing and gets nothing. */
  public synchronized void setDown(Party party, boolean isDown) {
    if (isDown) {
      down.add(party);
    } else {
      down.remove(party);
    }
  }

  /** Whether who was to get it is down; then it is lost. */
  synchronized boolean isLost(Due due, long realNs) {
    if (!down.contains(due.to())) {
      return false;
    }
    due.what().lost(whyDown(due.to()), realNs);
    underWay--;
    return true;
  }

  private static String whyDown(Party party) {
    return "the machine of the " + party + " is down";
  }

  synchronized void handedOver(Due due, Passage.Handed when) {
    due.what().done(when);
    underWay--;
    handed += due.what() instanceof Handing.OfError ? 0 : 1;
  }

  /** Nothing is handed over any more. */
  synchronized void end() {
    ended = true;
  }

  synchronized boolean isOver() {
    return ended;
  }

  /** Nothing is under way, and nothing is to be written into the network later. */
  public synchronized boolean isIdle() {
    return underWay == 0 && !toCome;
  }

  /** Packets that the ends have sent so far. */
  public synchronized int taken() {
    return taken;
  }

  /** Copies, and segments written by others, that have been handed to the ends so far. */
  public synchronized int handed() {
    return handed;
  }

  /** The log, in the order in which packets came. */
  public synchronized List<Passage> passages() {
    return log.stream().map(Logged::now).toList();
  }
}
