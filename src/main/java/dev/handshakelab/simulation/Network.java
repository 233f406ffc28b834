package dev.handshakelab.simulation;

import dev.handshakelab.scenario.Impairments;
import dev.handshakelab.scenario.Link;
import dev.handshakelab.scenario.Milliseconds;
import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.Occurrences;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The network between the two machines: carries packets as the impairments decide, and what is
 * written into it.
 */
final class Network {
  private final SessionRequest request;
  private final Agenda agenda;
  private final Consumer<Arriving> receiver;
  private final Recorder recorder;
  private final Impairments impairments;
  private final Map<Party, Link> links = new EnumMap<>(Party.class);
  private final Map<Sender, Occurrences> sent = new HashMap<>();

  /** One end of one conversation: whose transmissions are counted together. */
  private record Sender(Party party, int conversation) {}

  /**
   * A copy of a packet at the end of its way.
   *
   * @param segment the ordinal of the segment
   * @param copy from 1
   */
  record Arriving(
      Party to, int conversation, int segment, int copy, Packet packet, boolean corrupted) {}

  Network(SessionRequest request, Agenda agenda, Consumer<Arriving> receiver, Recorder recorder) {
    this.request = request;
    this.agenda = agenda;
    this.receiver = receiver;
    this.recorder = recorder;
    this.impairments = new Impairments(request.seed(), request.network());
    for (Party party : Party.values()) {
      links.put(party, Link.EMPTY);
    }
  }

  /**
   * Sends a packet on its way; what becomes of it is noted where it is anything but plain arrival.
   */
  void transmit(long now, Party to, int conversation, int ordinal, Packet packet) {
    var from = to.other();
    var counted =
        sent.merge(
            new Sender(from, conversation),
            Occurrences.NONE.plus(packet.segment()),
            (before, _) -> before.plus(packet.segment()));
    var verdict = impairments.judge(from, conversation, counted, packet.segment());
    if (!verdict.because().isEmpty()) {
      recorder.write(new Entry.Note(conversation, null, told(ordinal, verdict), now));
    }
    var passage = Objects.requireNonNull(links.get(to)).pass(now, verdict);
    links.put(to, passage.link());
    for (Link.Arrival arrival : passage.arrivals()) {
      var arriving =
          new Arriving(to, conversation, ordinal, arrival.copy(), packet, arrival.corrupted());
      agenda.put(arrival.dueNs(), Agenda.Rank.ARRIVAL, () -> receiver.accept(arriving));
    }
  }

  private static String told(int ordinal, Verdict verdict) {
    boolean corrupted = verdict.copies().stream().anyMatch(Verdict.Copy::corrupted);
    String fate =
        verdict.copies().isEmpty()
            ? "lost"
            : verdict.copies().size() > 1 ? "duplicated" : corrupted ? "corrupted" : "delayed";
    return "segment " + ordinal + " " + fate + " by " + String.join(", ", verdict.because());
  }

  void scheduleInjections() {
    for (Injection injection : request.network().injections()) {
      long at = Milliseconds.toNanos(injection.atMs());
      agenda.put(at, Agenda.Rank.ARRIVAL, () -> inject(at, injection));
    }
  }

  private void inject(long now, Injection injection) {
    var from = injection.to().other();
    var source = Machines.address(from);
    var destination = Machines.address(injection.to());
    var segment = Notation.parse(injection.segment()).withPorts(source.port(), destination.port());
    var header =
        new IpHeader.Ipv4(source.address(), destination.address(), 0, 0, true, 64, Octets.EMPTY);
    var packet = new Packet(header, segment);
    int ordinal = recorder.injected(injection.connection(), from, injection.by(), packet, now);
    receiver.accept(
        new Arriving(injection.to(), injection.connection(), ordinal, 1, packet, false));
  }
}
