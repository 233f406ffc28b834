package dev.handshakelab.linux.hybrid;

import dev.handshakelab.scenario.ForgedResets;
import dev.handshakelab.scenario.Impairments;
import dev.handshakelab.scenario.KernelAccount.LinkDelivery;
import dev.handshakelab.scenario.Link;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.Occurrences;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Strippable;
import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.scenario.WrittenIsns;
import dev.handshakelab.tcp.Host;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * What lies between the two ends: the same impairments as in a simulation, as a queue of what is to
 * arrive when. It is told the time and has no clock. What it does to a segment beyond delaying it,
 * it writes down.
 */
final class Crossing {
  /** Nothing is under way. */
  static final long NEVER = Host.NEVER;

  private static final int CONVERSATION = 1;

  private final SessionRequest request;
  private final SocketAddress client;
  private final SocketAddress server;
  private final Recorder recorder;
  private final Impairments impairments;
  private final Map<Party, Link> links = new EnumMap<>(Party.class);
  private final Map<Party, Occurrences> counted = new EnumMap<>(Party.class);
  private final WrittenIsns isns = new WrittenIsns();
  private final PriorityQueue<Due> queue = new PriorityQueue<>(Due.EARLIEST);
  private final List<LinkDelivery> deliveries = new ArrayList<>();
  private long order;

  /**
   * A copy of a segment at the end of its way.
   *
   * @param segment its ordinal
   * @param copy from 1
   * @param packet as it was before it was corrupted, if it was
   * @param octets as they arrive
   */
  record Arriving(
      Party to, int segment, int copy, Packet packet, Octets octets, boolean corrupted) {}

  /** What is on its way; an injected segment has its place in the trace when it arrives. */
  private interface OnItsWay {
    Arriving at(long nowNs);
  }

  /**
   * @param order at one time, what was sent first goes first
   * @param delayed on purpose
   */
  private record Due(long atNs, long order, boolean delayed, OnItsWay what) {
    static final Comparator<Due> EARLIEST =
        Comparator.comparingLong(Due::atNs).thenComparingLong(Due::order);
  }

  Crossing(SessionRequest request, SocketAddress client, SocketAddress server, Recorder recorder) {
    this.request = request;
    this.client = client;
    this.server = server;
    this.recorder = recorder;
    impairments = new Impairments(request.seed(), request.network());
    for (Party party : Party.values()) {
      links.put(party, Link.EMPTY);
      counted.put(party, Occurrences.NONE);
    }
    for (Injection injection : request.network().injections()) {
      put(Milliseconds.toNanos(injection.atMs()), true, nowNs -> injected(injection, nowNs));
    }
  }

  private void put(long atNs, boolean delayed, OnItsWay what) {
    queue.add(new Due(atNs, order++, delayed, what));
  }

  /**
   * An end has sent a segment.
   *
   * @param ordinal of the segment
   * @param octets of the packet
   */
  void send(long nowNs, Party from, int ordinal, Packet packet, Octets octets) {
    Party to = from.other();
    Occurrences now = Objects.requireNonNull(counted.get(from)).plus(packet.segment());
    counted.put(from, now);
    isns.see(from, packet.segment());
    Verdict verdict = impairments.judge(from, CONVERSATION, now, packet.segment());
    Packet passing = stripped(to, packet);
    boolean whole = passing.equals(packet);
    if (!verdict.because().isEmpty()) {
      note(nowNs, ordinal, verdict.told());
    }
    if (!whole && !verdict.copies().isEmpty()) {
      note(nowNs, ordinal, "stripped of options on its way: " + passing.segment());
    }
    Octets left = whole ? octets : Packets.encode(passing);
    Link.Passage passage = Objects.requireNonNull(links.get(to)).pass(nowNs, verdict);
    links.put(to, passage.link());
    for (Link.Arrival arrival : passage.arrivals()) {
      int copy = arrival.copy();
      Octets arrives =
          arrival.corrupted()
              ? impairments.corrupt(left, tcpAt(left), from, CONVERSATION, now, copy)
              : left;
      var arriving = new Arriving(to, ordinal, copy, passing, arrives, arrival.corrupted());
      long askedNs = arrival.dueNs() - nowNs;
      put(
          arrival.dueNs(),
          askedNs > 0,
          thenNs -> {
            deliveries.add(new LinkDelivery(ordinal, copy, askedNs, thenNs - nowNs));
            return arriving;
          });
    }
    answer(verdict.answer(), from, packet, nowNs);
  }

  private void answer(Verdict.Answer answer, Party from, Packet packet, long nowNs) {
    switch (answer) {
      case Verdict.Answer.Nothing _ -> {}
      case Verdict.Answer.Icmp _ -> throw new IllegalStateException("ICMP was to be refused");
      case Verdict.Answer.Resets(long delayNs) -> {
        var forged = ForgedResets.of(packet);
        long atNs = nowNs + delayNs;
        put(atNs, true, then -> written(from, Injector.NETWORK, forged.onwards(), then));
        put(atNs, true, then -> written(from.other(), Injector.NETWORK, forged.back(), then));
      }
    }
  }

  private Packet stripped(Party to, Packet packet) {
    var strips = request.network().to(to).strips();
    return strips.isEmpty()
        ? packet
        : new Packet(packet.ip(), Strippable.strip(packet.segment(), strips));
  }

  private void note(long nowNs, int ordinal, String what) {
    recorder.write(new Entry.Note(CONVERSATION, null, "segment " + ordinal + " " + what, nowNs));
  }

  /** Where the TCP header begins, behind the IP header's options. */
  private static int tcpAt(Octets packet) {
    return packet.u8(0) >> 4 == 6 ? 40 : (packet.u8(0) & 0xf) * 4;
  }

  private Arriving injected(Injection injection, long nowNs) {
    Party from = injection.to().other();
    SocketAddress source = from == Party.CLIENT ? client : server;
    SocketAddress destination = from == Party.CLIENT ? server : client;
    Segment asked = Notation.parse(Objects.requireNonNull(injection.segment()));
    Segment segment = injection.relative() ? isns.absolute(from, asked) : asked;
    return written(from, injection.by(), ForgedResets.packet(source, destination, segment), nowNs);
  }

  private Arriving written(Party from, Injector by, Packet packet, long nowNs) {
    isns.see(from, packet.segment());
    Octets octets = Packets.encode(packet);
    int ordinal = recorder.injected(CONVERSATION, from, by, packet, octets, nowNs);
    return new Arriving(from.other(), ordinal, 1, packet, octets, false);
  }

  /** Takes what is due next. */
  Arriving take(long nowNs) {
    return queue.remove().what().at(nowNs);
  }

  /**
   * Whether what is due next comes before a timer: it was delayed until before that, or was not
   * delayed at all.
   */
  boolean isNextBefore(long deadlineNs) {
    Due next = queue.peek();
    return next != null && (!next.delayed() || next.atNs() < deadlineNs);
  }

  /** What has arrived of what the ends sent: how long it was to be under way, and was. */
  List<LinkDelivery> deliveries() {
    return deliveries;
  }

  /** When something is due next, {@link #NEVER} when nothing is under way. */
  long nextNs() {
    Due first = queue.peek();
    return first == null ? NEVER : first.atNs();
  }
}
