package dev.handshakelab.linux.link;

import dev.handshakelab.scenario.Impairments;
import dev.handshakelab.scenario.Link;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.NetworkSpec;
import dev.handshakelab.scenario.Occurrences;
import dev.handshakelab.scenario.Strippable;
import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One conversation on a link: what the request wants done to its packets, by the same {@link
 * Impairments} and {@link Link} as in a simulation, and the log of what was done. Takes times and
 * answers what is due when; who carries it out has the clock.
 *
 * <p>Used by the link's thread and the session's.
 */
public final class Carriage {
  /** The only conversation of a session on the kernel. */
  private static final int CONVERSATION = 1;

  private static final Verdict UNTOUCHED = new Verdict(List.of(), List.of());

  private final SocketAddress client;
  private final SocketAddress server;
  private final NetworkSpec network;
  private final Impairments impairments;
  private final Map<Party, Link> links = new EnumMap<>(Party.class);
  private final Map<Party, Occurrences> counted = new EnumMap<>(Party.class);
  private final List<Logged> log = new ArrayList<>();
  private int injectionsToCome;
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
    this.network = network;
    impairments = new Impairments(seed, network);
    injectionsToCome = network.injections().size();
    for (Party party : Party.values()) {
      links.put(party, Link.EMPTY);
      counted.put(party, Occurrences.NONE);
    }
  }

  /** A passage while its copies are still handed over. */
  private static final class Logged {
    private final Passage passage;
    private final Passage.@Nullable Handed[] handed;

    Logged(Passage passage) {
      this.passage = passage;
      handed = new Passage.Handed[passage.copies().size()];
    }

    Passage now() {
      List<Passage.Copy> copies = new ArrayList<>();
      for (Passage.Copy copy : passage.copies()) {
        copies.add(
            new Passage.Copy(
                copy.copy(),
                copy.octets(),
                copy.corrupted(),
                copy.askedNs(),
                handed[copy.copy() - 1]));
      }
      return new Passage(
          passage.from(),
          passage.injectedBy(),
          passage.octets(),
          passage.takenNs(),
          passage.verdict(),
          passage.strippedTo(),
          copies);
    }
  }

  /**
   * Something that is to be handed over.
   *
   * @param atNs when, on the clock of the link's thread
   * @param place of its passage in the log
   * @param copy from 1
   */
  record Due(long atNs, Carriage of, int place, Party to, int copy, Octets octets) {}

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
    Occurrences now = get(counted, from).plus(packet.segment());
    counted.put(from, now);
    taken++;
    Verdict verdict = impairments.judge(from, CONVERSATION, now, packet.segment());
    Party to = from.other();
    Link.Passage passage = get(links, to).pass(nowNs, verdict);
    links.put(to, passage.link());
    Packet passing = stripped(to, packet);
    boolean whole = passing.equals(packet) || passage.arrivals().isEmpty();
    Octets left = whole ? octets : Packets.encode(passing);
    List<Passage.Copy> copies = new ArrayList<>(1);
    List<Due> due = new ArrayList<>(1);
    for (Link.Arrival arrival : passage.arrivals()) {
      Octets handedOver =
          arrival.corrupted()
              ? impairments.corrupt(left, tcpAt(left), from, CONVERSATION, now, arrival.copy())
              : left;
      copies.add(
          new Passage.Copy(
              arrival.copy(), handedOver, arrival.corrupted(), arrival.dueNs() - nowNs, null));
      due.add(new Due(arrival.dueNs(), this, log.size(), to, arrival.copy(), handedOver));
    }
    underWay += due.size();
    String strippedTo = whole ? "" : passing.segment().toString();
    log.add(new Logged(new Passage(from, null, octets, realNs, verdict, strippedTo, copies)));
    return due;
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
   * @param realNs the same moment, CLOCK_REALTIME
   */
  synchronized List<Due> begin(long zeroNs, long realNs) {
    List<Due> due = new ArrayList<>();
    for (NetworkSpec.Injection injection : network.injections()) {
      long afterNs = Milliseconds.toNanos(injection.atMs());
      Octets octets = Packets.encode(packet(injection));
      due.add(new Due(zeroNs + afterNs, this, log.size(), injection.to(), 1, octets));
      log.add(
          new Logged(
              new Passage(
                  injection.to().other(),
                  injection.by(),
                  octets,
                  realNs + afterNs,
                  UNTOUCHED,
                  "",
                  List.of(new Passage.Copy(1, octets, false, 0, null)))));
    }
    underWay += due.size();
    injectionsToCome = 0;
    return due;
  }

  private Packet packet(NetworkSpec.Injection injection) {
    SocketAddress source = injection.to() == Party.SERVER ? client : server;
    SocketAddress destination = injection.to() == Party.SERVER ? server : client;
    var segment =
        Notation.parse(Objects.requireNonNull(injection.segment()))
            .withPorts(source.port(), destination.port());
    IpHeader header =
        source.address().isIpv6()
            ? new IpHeader.Ipv6(source.address(), destination.address(), 0, 0, 64)
            : new IpHeader.Ipv4(
                source.address(), destination.address(), 0, 0, true, 64, Octets.EMPTY);
    return new Packet(header, segment);
  }

  synchronized void handedOver(Due due, Passage.Handed when) {
    log.get(due.place()).handed[due.copy() - 1] = when;
    underWay--;
    handed++;
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
    return underWay == 0 && injectionsToCome == 0;
  }

  /** Packets that the ends have sent so far. */
  public synchronized int taken() {
    return taken;
  }

  /** Copies that have been handed to the ends so far. */
  public synchronized int handed() {
    return handed;
  }

  /** The log, in the order in which packets came. */
  public synchronized List<Passage> passages() {
    return log.stream().map(Logged::now).toList();
  }
}
