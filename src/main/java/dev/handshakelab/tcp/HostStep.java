package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.tcp.HostOutcome.Addressed;
import dev.handshakelab.tcp.HostOutcome.Owner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event at one connection of a host: steps the machine, then keeps what the host keeps of it —
 * the state, the timer slots, the shared budget, the listener's queues.
 */
record HostStep(Host host, long nowNs) {
  private static final Rule CALL = Rule.rfc9293("3.10");

  HostOutcome open(Slot slot, int call) {
    if (host.byPath().containsKey(slot.path())) {
      var refused =
          new Effect.Returned(
              call, "OPEN", "connection already exists", true, Rule.rfc9293("3.10.1"));
      return new HostOutcome(host, null, List.of(host.nobody(refused)));
    }
    return step(slot, new Event.Call(call, new Op.Open()), null);
  }

  HostOutcome user(int connection, int call, Op op) {
    var slot = host.connection(connection).orElse(null);
    if (slot == null) {
      var refused = new Effect.Returned(call, op.label(), Refusals.NO_CONNECTION, true, CALL);
      return new HostOutcome(
          host, null, List.of(new Addressed(Owner.CONNECTION, host.id(connection), refused)));
    }
    return step(slot, new Event.Call(call, op), null);
  }

  HostOutcome icmp(Path path, IcmpError error) {
    return host.connection(path)
        .map(slot -> step(slot, new Event.Unreachable(error), null))
        .orElseGet(() -> new HostOutcome(host, null, List.of()));
  }

  HostOutcome arrive(Slot slot, Event.Arrives event) {
    return step(slot, event, null);
  }

  HostOutcome expire(Slot slot) {
    Timer timer = slot.deadlines().first();
    if (timer == null) {
      throw new IllegalStateException("nothing of connection " + slot.number() + " is due");
    }
    var fired = slot.armed(slot.deadlines().with(timer, Deadlines.NONE));
    return new HostStep(host.with(fired), nowNs).step(fired, new Event.Expires(timer), timer);
  }

  private HostOutcome step(Slot slot, Event event, @Nullable Timer expired) {
    var listener = slot.listener() == null ? null : host.listener(slot.listener()).orElse(null);
    var cx = host.context(nowNs, slot.path(), slot.number() - 1, listener);
    var outcome = Tcp.step(cx, slot.state(), event);
    return keep(slot, outcome, expired);
  }

  /** What the host is after the connection's step. */
  HostOutcome keep(Slot slot, Outcome outcome, @Nullable Timer expired) {
    List<Addressed> told = new ArrayList<>(outcome.effects().size());
    var deadlines = slot.deadlines();
    var after = host;
    for (Effect effect : outcome.effects()) {
      switch (effect) {
        case Effect.Start start -> deadlines = deadlines.with(start.timer(), start.deadlineNs());
        case Effect.Stop stop -> {
          if (!deadlines.isArmed(stop.timer())) {
            continue; // it was not running: nothing happens
          }
          deadlines = deadlines.with(stop.timer(), Deadlines.NONE);
        }
        case Effect.Spend _ -> after = after.spent(nowNs);
        case Effect.Send _,
            Effect.Deliver _,
            Effect.Returned _,
            Effect.Moved _,
            Effect.Accepted _,
            Effect.Dropped _ -> {}
      }
      told.add(new Addressed(Owner.CONNECTION, host.id(slot.number()), effect));
    }
    var next = outcome.next();
    var kept =
        switch (next) {
          case State.Closed _, State.Listen _ -> after.without(slot);
          case State.SynSent _, State.Connected _ -> after.with(slot.in(next).armed(deadlines));
        };
    return new HostOutcome(Listening.queued(kept, slot, next), expired, told);
  }
}
