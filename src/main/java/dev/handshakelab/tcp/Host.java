package dev.handshakelab.tcp;

import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.wire.SocketAddress;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One machine's TCP, as a value: its connections, listeners, queues, budgets and timers. {@link
 * #handle} answers what the machine is after an input and what is to be done; the machine itself is
 * not changed, so any moment of it can be kept, compared and gone on from.
 *
 * <p>A segment finds its connection by its 4-tuple, else a listener by its local socket, else
 * nobody, which is answered by a RST (§3.10.7.1). All collections are persistent: a step costs a
 * few nodes whatever the number of connections.
 *
 * @param number which machine of the session
 * @param mtu of its link, in octets
 * @param begun how many connections it has begun
 */
public record Host(
    int number,
    Policy policy,
    Settings settings,
    Secrets secrets,
    int mtu,
    int begun,
    Map<Integer, Slot> connections,
    Map<Path, Integer> byPath,
    Map<SocketAddress, Listener> listeners,
    TreeSet<Due> due,
    ChallengeCount challenges) {

  /** No timer is armed. */
  public static final long NEVER = Deadlines.NONE;

  private static final Comparator<Due> BY_TIME =
      Comparator.comparingLong(Due::deadlineNs).thenComparingInt(Due::connection);

  /** A machine that has just been switched on. */
  public static Host start(int number, Policy policy, Settings settings, Secrets secrets, int mtu) {
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        0,
        HashMap.empty(),
        HashMap.empty(),
        HashMap.empty(),
        TreeSet.empty(BY_TIME),
        ChallengeCount.NONE);
  }

  /**
   * A connection with its place in the host.
   *
   * @param listener the local socket of the listener that it came from, null for an active OPEN
   */
  public record Slot(
      int number, Path path, State state, Deadlines deadlines, @Nullable SocketAddress listener) {
    Slot in(State next) {
      return new Slot(number, path, next, deadlines, listener);
    }

    Slot armed(Deadlines others) {
      return new Slot(number, path, state, others, listener);
    }
  }

  /** When a connection's first timer runs out. */
  record Due(long deadlineNs, int connection) {}

  /** What happens to the machine at {@code nowNs}. */
  public HostOutcome handle(long nowNs, HostInput input) {
    return switch (input) {
      case HostInput.Arrival(var packet) -> Demultiplexing.arrive(this, nowNs, packet);
      case HostInput.Open(int call, var local, var remote) -> {
        var path = new Path(local, remote, mtu);
        var slot = new Slot(begun + 1, path, State.CLOSED, Deadlines.ALL_OFF, null);
        yield new HostStep(this, nowNs).open(slot, call);
      }
      case HostInput.User(int connection, int call, Op op) ->
          new HostStep(this, nowNs).user(connection, call, op);
      case HostInput.Icmp(var path, var error) -> new HostStep(this, nowNs).icmp(path, error);
      case HostInput.Listen listen -> Listening.listen(this, listen);
      case HostInput.Accept(var local) -> Listening.accept(this, local);
      case HostInput.CloseListener(int call, var local) -> Listening.close(this, call, local);
      case HostInput.Crash _ -> Listening.crash(this);
    };
  }

  /** When the next timer is due, {@link #NEVER} when none is armed. */
  public long nextDeadline() {
    return due.isEmpty() ? NEVER : due.head().deadlineNs();
  }

  /**
   * When the next timer is due, not counting keepalive, which never comes to rest; {@link #NEVER}
   * when none is armed.
   */
  public long nextDeadlineButKeepalive() {
    long least = NEVER;
    for (Slot slot : connections.values()) {
      least = Math.min(least, slot.deadlines().with(Timer.KEEPALIVE, NEVER).earliest());
    }
    return least;
  }

  /**
   * The first timer that is due at {@code nowNs} runs out. Call again while {@link #nextDeadline}
   * is not later.
   */
  public HostOutcome expire(long nowNs) {
    if (nextDeadline() > nowNs) {
      return new HostOutcome(this, null, List.of());
    }
    return new HostStep(this, nowNs).expire(connections.get(due.head().connection()).get());
  }

  public Optional<Slot> connection(int connectionNumber) {
    return connections.get(connectionNumber).toJavaOptional();
  }

  public Optional<Slot> connection(Path path) {
    return byPath.get(path).flatMap(connections::get).toJavaOptional();
  }

  public Optional<Listener> listener(SocketAddress local) {
    return listeners.get(local).toJavaOptional();
  }

  ConnectionId id(int connection) {
    return new ConnectionId(number, connection);
  }

  HostOutcome.Addressed nobody(Effect effect) {
    return new HostOutcome.Addressed(Owner.NOBODY, id(ConnectionId.NOBODY), effect);
  }

  HostOutcome.Addressed ofListener(Effect effect) {
    return new HostOutcome.Addressed(Owner.LISTENER, id(ConnectionId.NOBODY), effect);
  }

  /**
   * What a step may know.
   *
   * @param incarnation which connection of the machine it would be, from 0
   */
  Context context(long nowNs, Path path, int incarnation, @Nullable Listener listener) {
    var shared =
        new Context.Shared(
            challenges.left(nowNs),
            listener != null && listener.acceptQueueFull(),
            listener != null && listener.backlog().abortOnOverflow());
    return new Context(policy, settings, secrets, path, nowNs, shared, incarnation);
  }

  Host with(Listener listener) {
    return withListeners(listeners.put(listener.local(), listener));
  }

  Host withListeners(Map<SocketAddress, Listener> others) {
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        begun,
        connections,
        byPath,
        others,
        due,
        challenges);
  }

  Host havingBegun(int count) {
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        count,
        connections,
        byPath,
        listeners,
        due,
        challenges);
  }

  Host spent(long nowNs) {
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        begun,
        connections,
        byPath,
        listeners,
        due,
        challenges.spend(nowNs));
  }

  /** With a connection as it is now; a new one is counted. */
  Host with(Slot slot) {
    var before = connections.get(slot.number());
    var timers = reschedule(before.getOrNull(), slot);
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        Math.max(begun, slot.number()),
        connections.put(slot.number(), slot),
        before.isEmpty() ? byPath.put(slot.path(), slot.number()) : byPath,
        listeners,
        timers,
        challenges);
  }

  Host without(Slot slot) {
    long earliest = slot.deadlines().earliest();
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        Math.max(begun, slot.number()),
        connections.remove(slot.number()),
        byPath.remove(slot.path()),
        listeners,
        earliest == NEVER ? due : due.remove(new Due(earliest, slot.number())),
        challenges);
  }

  private TreeSet<Due> reschedule(@Nullable Slot before, Slot after) {
    long was = before == null ? NEVER : before.deadlines().earliest();
    long is = after.deadlines().earliest();
    if (was == is) {
      return due;
    }
    var left = was == NEVER ? due : due.remove(new Due(was, after.number()));
    return is == NEVER ? left : left.add(new Due(is, after.number()));
  }
}
