package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.tcp.OpeningChoice.QuietTime;
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
      var refused = new Effect.Returned(listen.call(), "LISTEN", Refusals.EXISTS, true, OPEN);
      return new HostOutcome(host, null, List.of(host.ofListener(refused)));
    }
    return new HostOutcome(
        host.with(Listener.on(listen.local(), listen.backlog())),
        null,
        List.of(
            host.ofListener(
                new Effect.Moved(StateName.CLOSED, StateName.LISTEN, OPEN),
                new Effect.Returned(listen.call(), "LISTEN", "ok", false, OPEN))));
  }

  static HostOutcome accept(Host host, SocketAddress local) {
    return new HostOutcome(
        host.listener(local).map(listener -> host.with(listener.accepted())).orElse(host),
        null,
        List.of());
  }

  static HostOutcome close(Host host, long nowNs, int call, SocketAddress local) {
    var listener = host.listener(local).orElse(null);
    if (listener == null) {
      var refused = new Effect.Returned(call, "CLOSE", Refusals.NO_CONNECTION, true, CLOSE);
      return new HostOutcome(host, null, List.of(host.ofListener(refused)));
    }
    List<Told> told = new ArrayList<>();
    told.add(host.ofListener(new Effect.Moved(StateName.LISTEN, StateName.CLOSED, CLOSE)));
    told.add(host.ofListener(new Effect.Returned(call, "CLOSE", "ok", false, CLOSE)));
    var after = host.withListeners(host.listeners().remove(local));
    if (host.policy().listenerClose() == ClosingChoice.ListenerClose.DROPS_CHILDREN) {
      after = dropHalfOpen(after, local, told);
      after = resetUnaccepted(after, nowNs, listener, told);
    }
    return new HostOutcome(after, null, told);
  }

  private static Host dropHalfOpen(Host host, SocketAddress local, List<Told> told) {
    var after = host;
    for (Slot slot : host.connections().inOrder()) {
      if (local.equals(slot.listener()) && isHalfOpen(slot.state())) {
        told.add(moved(host, slot, DROP_CHILDREN));
        after = after.without(slot);
      }
    }
    return after;
  }

  private static Host resetUnaccepted(Host host, long nowNs, Listener listener, List<Told> told) {
    var after = host;
    for (int number : listener.acceptQueue()) {
      var slot = after.connection(number).orElse(null);
      if (slot != null) {
        var abort = new Event.Call(0, new Op.Abort());
        var outcome = new HostStep(after, nowNs).step(slot, abort, null);
        told.addAll(outcome.told());
        after = outcome.next();
      }
    }
    return after;
  }

  /** Everything is forgotten but how often ISNs were chosen. */
  static HostOutcome crash(Host host, long nowNs) {
    List<Told> told = new ArrayList<>();
    for (Slot slot : host.connections().inOrder()) {
      told.add(moved(host, slot, CRASH));
    }
    for (int i = 0; i < host.listeners().size(); i++) {
      told.add(host.ofListener(new Effect.Moved(StateName.LISTEN, StateName.CLOSED, CRASH)));
    }
    // TIME-WAIT is twice the MSL.
    long msl = host.policy().timeWaitNs() / 2;
    boolean quiet = host.policy().quietTime() == QuietTime.ON;
    return new HostOutcome(host.afterCrash(quiet ? nowNs + msl : Long.MIN_VALUE), null, told);
  }

  private static Told moved(Host host, Slot slot, Rule rule) {
    return host.ofConnection(
        slot.number(), new Effect.Moved(slot.state().label(), StateName.CLOSED, rule));
  }

  /** Keeps the queues of the listener that a connection came from. */
  static Host queued(Host host, Slot before, State next) {
    if (before.listener() == null) {
      return host;
    }
    int requests = count(isHalfOpen(next)) - count(isHalfOpen(before.state()));
    int young = count(isYoung(next)) - count(isYoung(before.state()));
    int fast = count(isFastOpened(next)) - count(isFastOpened(before.state()));
    boolean waits = !hasUser(before.state()) && hasUser(next);
    boolean changed = requests != 0 || young != 0 || fast != 0 || waits;
    var listener = changed ? host.listenerOf(before) : null;
    if (listener == null) {
      return host;
    }
    var counted = listener.counting(requests, young, fast);
    return host.with(waits ? counted.waits(before.number()) : counted);
  }

  private static int count(boolean one) {
    return one ? 1 : 0;
  }

  /** A request: nobody can accept it yet. */
  private static boolean isHalfOpen(State state) {
    return state instanceof Connected(Phase phase, Tcb tcb)
        && phase == Phase.SYN_RECEIVED
        && !tcb.opening().fastOpened();
  }

  /** A request whose SYN+ACK's timer has not run out yet. */
  private static boolean isYoung(State state) {
    return isHalfOpen(state)
        && state instanceof Connected(Phase _, Tcb tcb)
        && tcb.clocks().retransmissions() == 0;
  }

  private static boolean isFastOpened(State state) {
    return state instanceof Connected(Phase phase, Tcb tcb)
        && phase == Phase.SYN_RECEIVED
        && tcb.opening().fastOpened();
  }

  /** Whether a user can have the connection. */
  private static boolean hasUser(State state) {
    return state instanceof Connected && !isHalfOpen(state);
  }
}
