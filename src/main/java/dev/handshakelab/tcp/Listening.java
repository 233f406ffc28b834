package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.tcp.HostOutcome.Addressed;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.State.Connected;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What a host does about its listeners and as a whole: passive OPEN, accept, closing, crashing. */
final class Listening {
  private static final Rule OPEN = Rule.rfc9293("3.10.1");
  private static final Rule CLOSE = Rule.rfc9293("3.10.4");
  private static final Rule DROP_CHILDREN = Rule.linux("inet_csk_listen_stop");
  private static final Rule CRASH = Rule.rfc9293("3.5.1");

  private Listening() {}

  /** A listener affects no connection that exists (MUST-41). */
  static HostOutcome listen(Host host, HostInput.Listen listen) {
    if (host.listeners().containsKey(listen.local())) {
      var refused =
          new Effect.Returned(listen.call(), "LISTEN", "connection already exists", true, OPEN);
      return new HostOutcome(host, null, List.of(host.ofListener(refused)));
    }
    return new HostOutcome(
        host.with(Listener.on(listen.local(), listen.backlog())),
        null,
        List.of(
            host.ofListener(new Effect.Moved(StateName.CLOSED, StateName.LISTEN, OPEN)),
            host.ofListener(new Effect.Returned(listen.call(), "LISTEN", "ok", false, OPEN))));
  }

  static HostOutcome accept(Host host, SocketAddress local) {
    return new HostOutcome(
        host.listener(local).map(listener -> host.with(listener.accepted())).orElse(host),
        null,
        List.of());
  }

  static HostOutcome close(Host host, int call, SocketAddress local) {
    if (host.listener(local).isEmpty()) {
      var refused = new Effect.Returned(call, "CLOSE", Refusals.NO_CONNECTION, true, CLOSE);
      return new HostOutcome(host, null, List.of(host.ofListener(refused)));
    }
    List<Addressed> told = new ArrayList<>();
    told.add(host.ofListener(new Effect.Moved(StateName.LISTEN, StateName.CLOSED, CLOSE)));
    told.add(host.ofListener(new Effect.Returned(call, "CLOSE", "ok", false, CLOSE)));
    var after = host.withListeners(host.listeners().remove(local));
    if (host.policy().listenerClose() == Policy.ListenerClose.DROPS_CHILDREN) {
      for (Slot slot : halfOpenOf(host, local)) {
        told.add(moved(host, slot, DROP_CHILDREN));
        after = after.without(slot);
      }
    }
    return new HostOutcome(after, null, told);
  }

  private static List<Slot> halfOpenOf(Host host, SocketAddress local) {
    return host.connections()
        .values()
        .filter(slot -> local.equals(slot.listener()))
        .filter(slot ->
            slot.state() instanceof Connected(Phase phase, _) && phase == Phase.SYN_RECEIVED)
        .sortBy(Slot::number)
        .asJava();
  }

  /** Everything is forgotten but how often ISNs were chosen. */
  static HostOutcome crash(Host host) {
    List<Addressed> told = new ArrayList<>();
    for (Slot slot : host.connections().values().sortBy(Slot::number)) {
      told.add(moved(host, slot, CRASH));
    }
    for (int i = 0; i < host.listeners().size(); i++) {
      told.add(host.ofListener(new Effect.Moved(StateName.LISTEN, StateName.CLOSED, CRASH)));
    }
    var empty =
        Host.start(host.number(), host.policy(), host.settings(), host.secrets(), host.mtu());
    return new HostOutcome(empty.havingBegun(host.begun()), null, told);
  }

  private static Addressed moved(Host host, Slot slot, Rule rule) {
    return new Addressed(
        Owner.CONNECTION,
        host.id(slot.number()),
        new Effect.Moved(slot.state().label(), StateName.CLOSED, rule));
  }

  /** Keeps the queues of the listener that a connection came from. */
  static Host queued(Host host, Slot before, State next) {
    if (before.listener() == null) {
      return host;
    }
    var listener = host.listener(before.listener());
    if (listener.isEmpty()) {
      return host;
    }
    boolean was = isHalfOpen(before.state());
    boolean is = isHalfOpen(next);
    boolean gone = next instanceof State.Closed || next instanceof State.Listen;
    if (was && gone) {
      return host.with(listener.get().forgot());
    }
    if (was && !is) {
      return host.with(listener.get().established(before.number()));
    }
    return !was && gone ? host.with(listener.get().lost(before.number())) : host;
  }

  /** A child that is being begun counts as half-open already. */
  private static boolean isHalfOpen(State state) {
    return state instanceof State.Listen
        || state instanceof Connected(Phase phase, _) && phase == Phase.SYN_RECEIVED;
  }
}
