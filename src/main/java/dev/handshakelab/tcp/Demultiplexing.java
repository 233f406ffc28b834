package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose is an arriving segment? The connection's with its 4-tuple, a listener's, or nobody's
 * (§3.10.7).
 */
final class Demultiplexing {
  private static final Rule ADDRESS = Rule.rfc9293("3.9.2.3");
  private static final Rule SYN_QUEUE = Rule.linux("tcp_conn_request SYN queue full");
  private static final Rule ACCEPT_QUEUE = Rule.linux("tcp_conn_request accept queue full");

  private Demultiplexing() {}

  static HostOutcome arrive(Host host, long nowNs, Packet packet) {
    var path = new Path(packet.destination(), packet.source(), host.mtu());
    if (!path.local().address().isUnicast() || !path.remote().address().isUnicast()) {
      var dropped = new Effect.Dropped("no such sender or receiver can be", ADDRESS);
      return new HostOutcome(host, null, List.of(host.nobody(dropped))); // MUST-57, MUST-63
    }
    var slot = host.connection(path);
    if (slot.isPresent()) {
      return new HostStep(host, nowNs).arrive(slot.get(), new Event.Arrives(packet));
    }
    var listener = host.listener(path.local());
    if (listener.isPresent()) {
      return atListener(host, nowNs, path, listener.get(), packet);
    }
    var cx = host.context(nowNs, path, host.begun(), null);
    var outcome = Tcp.step(cx, State.CLOSED, new Event.Arrives(packet));
    return new HostOutcome(host, null, outcome.effects().stream().map(host::nobody).toList());
  }

  private static HostOutcome atListener(
      Host host, long nowNs, Path path, Listener listener, Packet packet) {
    var full = whyNot(listener, packet.segment());
    if (full != null) {
      return new HostOutcome(host, null, List.of(host.ofListener(full)));
    }
    var cx = host.context(nowNs, path, host.begun(), listener);
    var outcome = Tcp.step(cx, new State.Listen(), new Event.Arrives(packet));
    if (outcome.next() instanceof State.Listen) {
      return new HostOutcome(host, null, outcome.effects().stream().map(host::ofListener).toList());
    }
    var child =
        new Slot(host.begun() + 1, path, new State.Listen(), Deadlines.ALL_OFF, listener.local());
    return new HostStep(host.with(listener.requested()), nowNs).keep(child, outcome, null);
  }

  /** A SYN that finds a queue full is dropped in silence: its sender will try again. */
  private static Effect.@Nullable Dropped whyNot(Listener listener, Segment segment) {
    if (!Turn.isPureSyn(segment)) {
      return null;
    }
    if (listener.acceptQueueFull()) {
      return new Effect.Dropped("accept queue full", ACCEPT_QUEUE);
    }
    return listener.synQueueFull() ? new Effect.Dropped("SYN queue full", SYN_QUEUE) : null;
  }
}
