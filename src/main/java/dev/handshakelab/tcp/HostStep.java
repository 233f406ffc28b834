package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event at one connection of a host: steps the machine, then keeps what the host keeps of it —
 * the state, the timer slots, the shared budget, the listener's queues, what is remembered.
 */
record HostStep(Host host, long nowNs) {
  private static final Rule CALL = Rule.rfc9293("3.10");
  private static final Rule OPEN = Rule.rfc9293("3.10.1");
  private static final Rule QUIET = Rule.rfc9293("3.4.3");

  HostOutcome open(int call, SocketAddress local, SocketAddress remote, Op.Open open) {
    if (host.isQuiet(nowNs)) {
      return refused(call, "the machine keeps quiet for an MSL", QUIET);
    }
    var from = LocalAddress.choose(host, local, remote);
    if (from == null) {
      return refused(call, "no address of this machine can reach it", OPEN);
    }
    var path = new Path(from, remote, host.mtu());
    if (host.slot(path) != null) {
      return refused(call, Refusals.EXISTS, OPEN);
    }
    var slot = Slot.begun(host.begun() + 1, path, State.CLOSED, null);
    return step(slot, new Event.Call(call, open), null);
  }

  private HostOutcome refused(int call, String why, Rule rule) {
    var refusal = new Effect.Returned(call, "OPEN", why, true, rule);
    return new HostOutcome(host, null, List.of(host.nobody(refusal)));
  }

  HostOutcome user(int connection, int call, Op op) {
    var slot = host.connection(connection).orElse(null);
    if (slot == null) {
      var refused = new Effect.Returned(call, op.label(), Refusals.NO_CONNECTION, true, CALL);
      return new HostOutcome(host, null, List.of(host.ofConnection(connection, refused)));
    }
    return step(slot, new Event.Call(call, op), null);
  }

  HostOutcome icmp(Path path, IcmpError error) {
    var slot = host.slot(path);
    return slot == null
        ? new HostOutcome(host, null, List.of())
        : step(slot, new Event.Unreachable(error), null);
  }

  HostOutcome expire(Slot slot) {
    Timer timer = slot.deadlines().first();
    if (timer == null) {
      throw new IllegalStateException("nothing of connection " + slot.number() + " is due");
    }
    var fired = slot.armed(slot.deadlines().with(timer, Deadlines.NONE));
    return step(fired, new Event.Expires(timer), timer);
  }

  HostOutcome step(Slot slot, Event event, @Nullable Timer expired) {
    var listener = host.listenerOf(slot);
    var cx = host.context(nowNs, slot.path(), slot.number() - 1, listener);
    return keep(slot, Tcp.step(cx, slot.state(), event), expired);
  }

  /** What the host is after the connection's step. */
  HostOutcome keep(Slot slot, Outcome outcome, @Nullable Timer expired) {
    var effects = outcome.effects();
    Effect[] told = new Effect[effects.size()];
    int count = 0;
    var deadlines = slot.deadlines();
    var after = host;
    for (int i = 0; i < effects.size(); i++) {
      var effect = effects.get(i);
      if (effect instanceof Effect.OnHost kept) {
        switch (kept) {
          case Effect.Start start -> deadlines = deadlines.with(start.timer(), start.deadlineNs());
          case Effect.Stop stop -> {
            if (!deadlines.isArmed(stop.timer())) {
              continue; // it was not running: nothing happens
            }
            deadlines = deadlines.with(stop.timer(), Deadlines.NONE);
          }
          case Effect.Spend _ -> after = after.spent(nowNs);
          case Effect.Remember(var memory, _) ->
              after = after.remembering(slot.path().remote().address(), memory);
        }
      }
      told[count++] = effect;
    }
    var own = new Told(Owner.CONNECTION, host.id(slot.number()), Effects.list(told, count));
    var next = slot.in(outcome.next(), deadlines);
    List<Told> others = new ArrayList<>(0);
    var kept = place(after, slot, next, others);
    if (count > 0) {
      others.addFirst(own);
    }
    return new HostOutcome(Listening.queued(kept, slot, outcome.next()), expired, others);
  }

  /** The connection as it is now, or what stands in its place. */
  private Host place(Host after, Slot before, Slot next, List<Told> others) {
    boolean gone = next.state() instanceof State.Closed || next.state() instanceof State.Listen;
    if (before.parked() == null) {
      return gone ? listening(after.without(next), before, next) : after.with(next);
    }
    if (gone) {
      return returned(after.without(next), before.parked(), others);
    }
    boolean proved = next.state().label() != StateName.SYN_RECEIVED;
    if (!proved) {
      return after.with(next);
    }
    others.add(Demultiplexing.ended(host, before.parked()));
    return after.with(next.inPlaceOf(null));
  }

  /** An active OPEN that ends in LISTEN has no listener yet: it becomes one itself. */
  private static Host listening(Host after, Slot before, Slot next) {
    var local = before.path().local();
    boolean becomes =
        next.state() instanceof State.Listen
            && before.listener() == null
            && after.listenerFor(local) == null;
    return becomes ? after.with(Listener.on(local, Backlog.of(0))) : after;
  }

  /** The SYN was an old duplicate: the old incarnation is in TIME-WAIT again (MAY-2). */
  private Host returned(Host after, Slot parked, List<Told> others) {
    if (parked.deadlines().earliest() > nowNs) {
      return after.with(parked);
    }
    others.add(Demultiplexing.ended(host, parked));
    return after;
  }
}
