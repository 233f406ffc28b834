package dev.handshakelab.simulation;

import dev.handshakelab.scenario.NetworkSpec.Injection;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.IpHeader;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
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
  }

  void transmit(long now, Party to, int conversation, int ordinal, Packet packet) {
    long due = now + Nanos.of(request.network().to(to).delayMs());
    var arriving = new Arriving(to, conversation, ordinal, 1, packet, false);
    agenda.put(due, Agenda.Rank.ARRIVAL, () -> receiver.accept(arriving));
  }

  void scheduleInjections() {
    for (Injection injection : request.network().injections()) {
      long at = Nanos.of(injection.atMs());
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
