package dev.handshakelab.tcp;

import dev.handshakelab.tcp.HostOutcome.Owner;
import dev.handshakelab.tcp.HostOutcome.Told;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One machine's TCP, as a value: its connections, listeners, queues, budgets and timers. {@link
 * #handle} answers what the machine is after an input and what is to be done; the machine itself is
 * not changed, so any moment of it can be kept, compared and gone on from.
 *
 * <p>A segment finds its connection by its 4-tuple, else a listener by its local socket, else
 * nobody, which is answered by a RST (§3.10.7.1). All collections are persistent, but for the
 * connections of a machine that is {@link #driven}: a step costs a few nodes at most, whatever the
 * number of connections.
 *
 * @param number which machine of the session
 * @param mtu of its link, in octets
 * @param begun how many connections it has begun
 * @param memories what it remembers about its peers
 * @param quietUntilNs until when it keeps quiet after a crash (§3.4.3)
 */
public record Host(
    int number,
    Policy policy,
    Settings settings,
    Secrets secrets,
    int mtu,
    int begun,
    Connections connections,
    Map<SocketAddress, Listener> listeners,
    Map<IpAddress, FastOpenMemory> memories,
    ChallengeCount challenges,
    long quietUntilNs) {

  /** No timer is armed. */
  public static final long NEVER = Deadlines.NONE;

  /** A machine that has just been switched on. */
  public static Host start(int number, Policy policy, Settings settings, Secrets secrets, int mtu) {
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        0,
        KeptConnections.NONE,
        HashMap.empty(),
        HashMap.empty(),
        ChallengeCount.NONE,
        Long.MIN_VALUE);
  }

  /**
   * A connection with its place in the host.
   *
   * @param listener the local socket of the listener that it came from, null for an active OPEN
   * @param parked the incarnation in TIME-WAIT that comes back when this one proves to be an old
   *     duplicate, null without
   */
  public record Slot(
      int number,
      Path path,
      State state,
      Deadlines deadlines,
      @Nullable SocketAddress listener,
      @Nullable Slot parked)
      implements Entrant {
    @Override
    public long earliest() {
      return deadlines.earliest();
    }

    @Override
    public int size() {
      return 1;
    }

    static Slot begun(int number, Path path, State state, @Nullable SocketAddress listener) {
      return new Slot(number, path, state, Deadlines.ALL_OFF, listener, null);
    }

    Slot in(State next, Deadlines others) {
      return new Slot(number, path, next, others, listener, parked);
    }

    Slot armed(Deadlines others) {
      return in(state, others);
    }

    /** One if there is such a connection and it wants to be asked again at once, else none. */
    static int restless(@Nullable Slot slot) {
      return slot != null && slot.deadlines().isRestless() ? 1 : 0;
    }

    Slot inPlaceOf(@Nullable Slot old) {
      return new Slot(number, path, state, deadlines, listener, old);
    }
  }

  /**
   * The same for a driver that only goes on, and only from here: it is edited in place, which is
   * faster. Of a machine that is driven only the latest moment can be asked.
   *
   * @throws IllegalStateException later, of any method, when a later moment was there before
   */
  public Host driven() {
    var own = DrivenConnections.empty();
    for (Slot slot : connections.inOrder()) {
      own = own.with(slot);
    }
    return having(begun, own);
  }

  /** What happens to the machine at {@code nowNs}. */
  public HostOutcome handle(long nowNs, HostInput input) {
    var step = new HostStep(this, nowNs);
    return switch (input) {
      case HostInput.Arrival(var packet) -> Demultiplexing.arrive(step, packet);
      case HostInput.Open(int call, var local, var remote, var open) ->
          step.open(call, local, remote, open);
      case HostInput.User(int connection, int call, Op op) -> step.user(connection, call, op);
      case HostInput.Icmp(var path, var error) -> step.icmp(path, error);
      case HostInput.Listen listen -> Listening.listen(this, listen);
      case HostInput.Accept(var local) -> Listening.accept(this, local);
      case HostInput.CloseListener(int call, var local) ->
          Listening.close(this, nowNs, call, local);
      case HostInput.Crash _ -> Listening.crash(this, nowNs);
    };
  }

  /** When the next timer is due, {@link #NEVER} when none is armed. */
  public long nextDeadline() {
    return connections.nextDeadline();
  }

  /** Whether no timer is armed but for keepalive, which never comes to rest. */
  public boolean isAtRest() {
    return connections.restless() == 0;
  }

  /**
   * The first timer that is due at {@code nowNs} runs out. Call again while {@link #nextDeadline}
   * is not later.
   */
  public HostOutcome expire(long nowNs) {
    var due = connections.first();
    return due == null || due.earliest() > nowNs
        ? new HostOutcome(this, null, List.of())
        : new HostStep(this, nowNs).expire(due);
  }

  public Optional<Slot> connection(int connectionNumber) {
    return Optional.ofNullable(connections.numbered(connectionNumber));
  }

  public Optional<Slot> connection(Path path) {
    return Optional.ofNullable(connections.on(path));
  }

  public Optional<Listener> listener(SocketAddress local) {
    return listeners.get(local).toJavaOptional();
  }

  /** How many connections wait to be accepted at the listener of {@code local}; 0 without one. */
  public int waiting(SocketAddress local) {
    var listener = listeningOn(local);
    return listener == null ? 0 : listener.acceptQueue().length();
  }

  @Nullable Slot slot(Path path) {
    return connections.on(path);
  }

  /** The listener for segments to {@code local}: of this address, else of any. */
  @Nullable Listener listenerFor(SocketAddress local) {
    if (listeners.isEmpty()) {
      return null;
    }
    var own = listeningOn(local);
    return own == null ? listeningOn(LocalAddress.any(local)) : own;
  }

  /** The listener that a connection came from, while it listens. */
  @Nullable Listener listenerOf(Slot slot) {
    return slot.listener() == null ? null : listeningOn(slot.listener());
  }

  @SuppressWarnings("NullAway") // there is no other answer for nobody that costs nothing
  private @Nullable Listener listeningOn(SocketAddress local) {
    return listeners.getOrElse(local, null);
  }

  boolean isQuiet(long nowNs) {
    return nowNs < quietUntilNs;
  }

  ConnectionId id(int connection) {
    return new ConnectionId(number, connection);
  }

  Told nobody(Effect... effects) {
    return new Told(Owner.NOBODY, id(ConnectionId.NOBODY), Effects.of(effects));
  }

  Told ofListener(Effect... effects) {
    return new Told(Owner.LISTENER, id(ConnectionId.NOBODY), Effects.of(effects));
  }

  Told ofConnection(int connection, Effect... effects) {
    return new Told(Owner.CONNECTION, id(connection), Effects.of(effects));
  }

  /**
   * What a step may know.
   *
   * @param incarnation which connection of the machine it would be, from 0
   */
  Context context(long nowNs, Path path, int incarnation, @Nullable Listener listener) {
    var shared =
        new Context.Shared(
            challenges.left(settings.challenges(), nowNs),
            listener == null ? Context.AtListener.NONE : listener.view(),
            memories.isEmpty()
                ? FastOpenMemory.NOTHING
                : memories.get(path.remote().address()).getOrElse(FastOpenMemory.NOTHING));
    return new Context(policy, settings, secrets, path, nowNs, shared, incarnation, null);
  }

  Host with(Listener listener) {
    return withListeners(listeners.put(listener.local(), listener));
  }

  Host withListeners(Map<SocketAddress, Listener> others) {
    return having(begun, connections, others, memories, challenges, quietUntilNs);
  }

  Host spent(long nowNs) {
    var spent = challenges.spend(settings.challenges(), nowNs);
    return having(begun, connections, listeners, memories, spent, quietUntilNs);
  }

  Host remembering(IpAddress peer, FastOpenMemory memory) {
    var more = memories.put(peer, memory);
    return having(begun, connections, listeners, more, challenges, quietUntilNs);
  }

  /** With a connection as it is now; a new one is counted. */
  Host with(Slot slot) {
    return having(Math.max(begun, slot.number()), connections.with(slot));
  }

  Host without(Slot slot) {
    return having(Math.max(begun, slot.number()), connections.without(slot));
  }

  private Host having(int count, Connections others) {
    return having(count, others, listeners, memories, challenges, quietUntilNs);
  }

  /** The same machine after it lost its memory: it only counts on. */
  Host afterCrash(long quietUntil) {
    return having(
        begun,
        connections.none(),
        HashMap.empty(),
        HashMap.empty(),
        ChallengeCount.NONE,
        quietUntil);
  }

  private Host having(
      int count,
      Connections itsConnections,
      Map<SocketAddress, Listener> itsListeners,
      Map<IpAddress, FastOpenMemory> itsMemories,
      ChallengeCount sent,
      long quietUntil) {
    return new Host(
        number,
        policy,
        settings,
        secrets,
        mtu,
        count,
        itsConnections,
        itsListeners,
        itsMemories,
        sent,
        quietUntil);
  }
}
