package dev.handshakelab.tcp;

import dev.handshakelab.tcp.Host.Slot;
import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.wire.SocketAddress;
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
    var deadlines = slot.deadlines();
    var after = host;
    boolean all = true;
    for (int i = 0; i < effects.size(); i++) {
      var effect = effects.get(i);
      all &= !deadlines.ignore(effect);
      deadlines = deadlines.after(effect);
      if (effect instanceof Effect.Spend) {
        after = after.spent(nowNs);
      } else if (effect instanceof Effect.Remember(var memory, _)) {
        after = after.remembering(slot.path().remote().address(), memory);
      }
    }
    var next = slot.in(outcome.next(), deadlines);
    var kept = Listening.queued(place(after, slot, next), slot, outcome.next());
    var told = all ? effects : told(effects, slot.deadlines());
    return new HostOutcome(kept, expired, told(slot, next, told));
  }

  /** Without those that are none. */
  private static Effects told(Effects effects, Deadlines before) {
    var told = EffectChain.NONE;
    var deadlines = before;
    for (int i = 0; i < effects.size(); i++) {
      var effect = effects.get(i);
      if (!deadlines.ignore(effect)) {
        told = told.plus(effect);
      }
      deadlines = deadlines.after(effect);
    }
    return told.all();
  }

  /** What is told of the connection, and after it of the incarnation whose place it has. */
  private List<Told> told(Slot before, Slot next, Effects effects) {
    var own = new Told(Owner.CONNECTION, host.id(before.number()), effects);
    var old = before.parked();
    if (old == null || !ends(old, next)) {
      return effects.isEmpty() ? List.of() : List.of(own);
    }
    var ended = Demultiplexing.ended(host, old);
    return effects.isEmpty() ? List.of(ended) : List.of(own, ended);
  }

  /** The connection as it is now, or what stands in its place. */
  private Host place(Host after, Slot before, Slot next) {
    var old = before.parked();
    if (!isGone(next)) {
      return after.with(old != null && ends(old, next) ? next.inPlaceOf(null) : next);
    }
    if (old == null) {
      return listening(after.without(next), before, next);
    }
    // The SYN was an old duplicate: the old incarnation is in TIME-WAIT again (MAY-2).
    return ends(old, next) ? after.without(next) : after.without(next).with(old);
  }

  private static boolean isGone(Slot slot) {
    return slot.state() instanceof State.Closed || slot.state() instanceof State.Listen;
  }

  /**
   * Whether an incarnation in TIME-WAIT is over: its time is up when the new one is gone, or the
   * new one has proved to be no old duplicate.
   */
  private boolean ends(Slot old, Slot next) {
    return isGone(next)
        ? old.deadlines().earliest() <= nowNs
        : next.state().label() != StateName.SYN_RECEIVED;
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
}
