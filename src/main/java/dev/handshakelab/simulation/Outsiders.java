package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Flood;
import dev.handshakelab.scenario.ForgedResets;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.WrittenIsns;
import dev.handshakelab.simulation.Conversations.Sockets;
import dev.handshakelab.simulation.Network.Arriving;
import dev.handshakelab.simulation.Network.Sending;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Entry.Injector;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Those who write into the network without being an end: old duplicates, attackers, floods, boxes
 * that forge resets. What they write is recorded when it arrives, since nobody saw it set out.
 */
final class Outsiders {
  private final SessionRequest request;
  private final Agenda agenda;
  private final Conversations conversations;
  private final Recorder recorder;
  private final Consumer<Arriving> receiver;
  private final boolean relative;
  private final Map<Integer, WrittenIsns> isns = new HashMap<>();

  Outsiders(
      SessionRequest request,
      Agenda agenda,
      Conversations conversations,
      Recorder recorder,
      Consumer<Arriving> receiver) {
    this.request = request;
    this.agenda = agenda;
    this.conversations = conversations;
    this.recorder = recorder;
    this.receiver = receiver;
    relative =
        !request.network().injections().isEmpty()
            && request.network().injections().stream().anyMatch(Injection::relative);
  }

  void schedule() {
    for (Injection injection : request.network().injections()) {
      long at = Milliseconds.toNanos(injection.atMs());
      agenda.put(at, Agenda.Rank.ARRIVAL, () -> inject(at, injection));
    }
    int number = 0;
    for (Flood flood : request.network().floods()) {
      announce(flood);
      schedule(flood, number, 0);
      number += flood.count();
    }
  }

  private void announce(Flood flood) {
    long at = flood.atNs(0);
    agenda.put(
        at,
        Agenda.Rank.ARRIVAL,
        () -> recorder.write(new Entry.Note(0, flood.to(), flood.told(), at)));
  }

  /** One SYN after the other: each plans the next when it arrives. */
  private void schedule(Flood flood, int before, int number) {
    long at = flood.atNs(number);
    agenda.put(
        at,
        Agenda.Rank.ARRIVAL,
        () -> {
          if (number + 1 < flood.count()) {
            schedule(flood, before, number + 1);
          }
          spoof(at, flood.to(), before + number);
        });
  }

  private void spoof(long now, Party to, int number) {
    var packet = Flood.syn(request.seed(), number, Machines.address(to));
    int conversation = conversations.begin(sockets(packet, to));
    int ordinal = recorder.spoofed(conversation, to.other(), packet, now);
    receiver.accept(new Arriving(to, conversation, ordinal, 1, packet, false));
  }

  private static Sockets sockets(Packet packet, Party to) {
    return to == Party.SERVER
        ? new Sockets(packet.source(), packet.destination())
        : new Sockets(packet.destination(), packet.source());
  }

  private void inject(long now, Injection injection) {
    String octets = injection.octets();
    if (octets != null) {
      written(now, injection, Octets.ofBase64(octets));
      return;
    }
    String notation = injection.segment();
    if (notation == null) {
      throw new IllegalStateException("an injection has its segment");
    }
    int conversation = conversations.known(injection.connection());
    var sockets = conversations.sockets(conversation);
    var from = injection.to().other();
    var asked = Notation.parse(notation);
    var segment = injection.relative() ? isns(conversation).absolute(from, asked) : asked;
    var packet = ForgedResets.packet(sockets.of(from), sockets.of(injection.to()), segment);
    see(conversation, from, segment);
    forge(now, conversation, injection.to(), injection.by(), packet);
  }

  /** A packet as somebody wrote it, with whatever checksum. */
  private void written(long now, Injection injection, Octets octets) {
    if (!(Packets.decode(octets)
        instanceof Decoded.Intact(Packet packet, boolean ipRight, boolean tcpRight))) {
      throw new IllegalStateException("an injection is a packet");
    }
    var to = injection.to();
    int conversation = conversations.between(sockets(packet, to));
    int ordinal = recorder.injected(conversation, to.other(), injection.by(), packet, octets, now);
    receiver.accept(new Arriving(to, conversation, ordinal, 1, packet, !ipRight || !tcpRight));
  }

  private void forge(long now, int conversation, Party to, Injector by, Packet packet) {
    int ordinal =
        recorder.injected(conversation, to.other(), by, packet, Packets.encode(packet), now);
    receiver.accept(new Arriving(to, conversation, ordinal, 1, packet, false));
  }

  /** A segment sets out, whose numbers those of others may be relative to. */
  void see(int conversation, Party from, Segment segment) {
    if (relative) {
      isns(conversation).see(from, segment);
    }
  }

  private WrittenIsns isns(int conversation) {
    return isns.computeIfAbsent(conversation, _ -> new WrittenIsns());
  }

  /** A box in the path has seen a segment pass. */
  void reset(long now, Sending sending) {
    var forged = ForgedResets.of(sending.packet());
    var to = sending.from().other();
    forge(now, sending.conversation(), to, Injector.NETWORK, forged.onwards());
    forge(now, sending.conversation(), sending.from(), Injector.NETWORK, forged.back());
  }
}
