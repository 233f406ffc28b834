package dev.handshakelab.linux.hybrid;

import dev.handshakelab.linux.FarEnd;
import dev.handshakelab.linux.Plan;
import dev.handshakelab.linux.Turns;
import dev.handshakelab.linux.ffi.Clocks;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.ffi.Threads;
import dev.handshakelab.linux.hybrid.Crossing.Arriving;
import dev.handshakelab.linux.tun.Tun;
import dev.handshakelab.scenario.KernelAccount.LinkDelivery;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Until;
import dev.handshakelab.tcp.Effect;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A session between the lab's own TCP and the kernel's, driven by one thread: what the kernel sends
 * is read from its TUN, what arrives there is written to it, and the lab's machine is told of
 * whatever happens to it. The clock is CLOCK_MONOTONIC, read once for each thing that happens, so
 * the order of the entries is the order of their times. At one look timers go first, then arrivals,
 * then calls, as in a simulation.
 *
 * <p>The kernel's segments have the time at which they were read, some microseconds after they were
 * sent; what arrives at the kernel has the time right before it was written. Mostly the kernel has
 * dealt with it, and has its answer ready, when the write returns.
 */
final class HybridSession {
  /** A look at the kernel's socket when nothing has woken the session: after this, then later. */
  private static final long FIRST_PAUSE_NS = 100_000;

  private static final long LONGEST_PAUSE_NS = 64_000_000;

  /** What the kernel may have left to do after it has read everything: it takes microseconds. */
  private static final long CALM_NS = 2_000_000;

  /** Packets of one kind in a row, before the others have their turn. */
  private static final int MOST_AT_ONCE = 64;

  /** As many as a simulated session may have. */
  private static final int MOST_SEGMENTS = 100_000;

  /** The TUN, and two of the kernel's end. */
  private static final int MOST_AWAITED = 3;

  private static final int CONVERSATION = 1;

  private final SessionRequest request;
  private final Party simulated;
  private final Tun tun;
  private final FarEnd kernel;
  private final SocketAddress local;
  private final SocketAddress remote;
  private final Bounds bounds;
  private final Recorder recorder;
  private final Crossing crossing;
  private final SimulatedEnd end;
  private final Plan plan;
  private final Set<Integer> arrived = new HashSet<>();
  private long zeroNs;
  private long zeroRealNs;
  private long restingSinceNs = Crossing.NEVER;

  /**
   * When a session ends that does not come to its end.
   *
   * @param stopping whether the service wants to end
   */
  record Bounds(Duration deadline, BooleanSupplier stopping) {}

  /**
   * @param local the lab's socket
   * @param remote the kernel's
   * @param user of the lab's end
   */
  HybridSession(
      SessionRequest request,
      Party simulated,
      Tun tun,
      FarEnd kernel,
      SocketAddress local,
      SocketAddress remote,
      User user,
      Bounds bounds) {
    this.request = request;
    this.simulated = simulated;
    this.tun = tun;
    this.kernel = kernel;
    this.local = local;
    this.remote = remote;
    this.bounds = bounds;
    boolean client = simulated == Party.CLIENT;
    SocketAddress clientSocket = client ? local : remote;
    SocketAddress serverSocket = client ? remote : local;
    recorder = new Recorder(Clock.MONOTONIC, _ -> {});
    recorder.conversation(clientSocket, serverSocket, 1);
    crossing = new Crossing(request, clientSocket, serverSocket, recorder);
    end = new SimulatedEnd(request, simulated, local, remote, recorder, user, this::fromTheLab);
    plan = new Plan(request.steps());
  }

  /**
   * Runs it to its end.
   *
   * @return what was seen and done; the states of the kernel's end are not among it
   * @throws LinuxException when the kernel refuses what the session cannot do without
   * @throws RunFailure when it is not over in time
   */
  Trace run() throws LinuxException, RunFailure {
    int _ = Threads.prctl(Constants.PR_SET_TIMERSLACK, 1);
    tidy();
    // It mostly waits, and whoever waits for it has timers that run.
    int _ = Threads.runFirst();
    try (Poll poll = new Poll(MOST_AWAITED)) {
      begin();
      converse(poll);
    } finally {
      int _ = Threads.runInTurn();
    }
    for (Step step : plan.left()) {
      recorder.write(
          new Entry.Note(
              CONVERSATION,
              step.end(),
              step.call() + " was not made: it was to be " + step.when(),
              nowNs()));
    }
    return recorder.trace();
  }

  /** Time zero, CLOCK_MONOTONIC, once it has run. */
  long zeroNs() {
    return zeroNs;
  }

  /** What was between the ends, once it has run: how long each copy was under way. */
  List<LinkDelivery> deliveries() {
    return crossing.deliveries();
  }

  /** Time zero by the clock of the kernel's log, once it has run. */
  long zeroRealNs() {
    return zeroRealNs;
  }

  /** What an earlier session's sockets sent too late is nobody's. */
  private void tidy() throws LinuxException {
    for (int i = 0; i < MOST_SEGMENTS && tun.read() != null; i++) {
      // It is dropped.
    }
  }

  /** From time zero; of one reading everything that happens then has its time. */
  private long nowNs() {
    return Clocks.nanos(Constants.CLOCK_MONOTONIC) - zeroNs;
  }

  /** Who listens from the beginning does so before time zero. */
  private void begin() throws LinuxException {
    boolean scripted = request.steps().stream().anyMatch(it -> it.call() == Step.Call.LISTEN);
    boolean listens = request.server().listens() && !scripted;
    if (listens && simulated == Party.CLIENT) {
      kernel.listen();
    }
    long listensNs = Clocks.nanos(Constants.CLOCK_MONOTONIC);
    zeroNs = Clocks.nanos(Constants.CLOCK_MONOTONIC);
    zeroRealNs = Clocks.nanos(Constants.CLOCK_REALTIME);
    kernel.news(zeroNs).forEach(recorder::write);
    if (listens && simulated == Party.SERVER) {
      end.listen(listensNs - zeroNs);
    }
    Long untilFirst = plan.untilNextNs(0);
    if (untilFirst != null && untilFirst <= 0) {
      perform(0);
    }
  }

  private void converse(Poll poll) throws LinuxException, RunFailure {
    long pauseNs = FIRST_PAUSE_NS;
    while (true) {
      boolean changed = fromTheKernel();
      changed |= happen();
      changed |= look();
      changed |= perform(nowNs());
      if (isOver(changed)) {
        return;
      }
      checkBounds();
      pauseNs = changed ? FIRST_PAUSE_NS : Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
      if (!changed) {
        await(poll, pauseNs);
      }
    }
  }

  // What happens.

  private boolean fromTheKernel() throws LinuxException {
    boolean any = false;
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Octets octets = tun.read();
      if (octets == null) {
        return any;
      }
      any |= takeFromTheKernel(octets, nowNs());
    }
    return any;
  }

  /** What belongs to no conversation of this session is dropped. */
  private boolean takeFromTheKernel(Octets octets, long nowNs) {
    if (!(Packets.decode(octets) instanceof Decoded.Intact(Packet packet, var _, var _))
        || !packet.source().equals(remote)
        || !packet.destination().equals(local)) {
      return false;
    }
    Party from = simulated.other();
    int ordinal = recorder.captured(CONVERSATION, from, packet, octets, nowNs);
    crossing.send(nowNs, from, ordinal, packet, octets);
    return true;
  }

  private void fromTheLab(long nowNs, int ordinal, Effect.Send send) {
    Octets octets = Packets.encode(send.packet());
    crossing.send(nowNs, simulated, ordinal, send.packet(), octets);
  }

  /**
   * Arrivals and expiries that are due, in order. A session may be late, so of a timer and a
   * segment that was delayed on purpose the earlier goes first, as it would have; and what nobody
   * delayed was there when the timer was looked at, so it goes before.
   */
  private boolean happen() throws LinuxException {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      long nowNs = nowNs();
      boolean arrives = crossing.nextNs() <= nowNs && crossing.isNextBefore(end.nextDeadline());
      if (arrives) {
        deliver(nowNs);
      } else if (!end.expire(nowNs)) {
        return i > 0;
      }
    }
    return true;
  }

  private void deliver(long nowNs) throws LinuxException {
    Arriving next = crossing.take(nowNs);
    if (next.to() == simulated) {
      end.arrive(nowNs, next);
    } else {
      toTheKernel(nowNs, next);
    }
    arrived.add(next.segment());
  }

  /** What the kernel makes of it, it does not say. */
  private void toTheKernel(long nowNs, Arriving next) throws LinuxException {
    recorder.write(
        new Entry.Arrived(
            next.segment(), next.copy(), nowNs, next.corrupted(), Disposition.UNKNOWN, null, null));
    tun.write(next.octets());
  }

  private boolean look() throws LinuxException {
    boolean changed = kernel.turn();
    kernel.news(zeroNs).forEach(recorder::write);
    return changed;
  }

  /** One step at a time, so that both ends have seen what came of it before the next. */
  private boolean perform(long nowNs) throws LinuxException {
    if (plan.left().isEmpty() || kernel.mayAccept()) {
      return false;
    }
    Step step = plan.next(nowNs, arrived::contains);
    if (step == null) {
      return false;
    }
    if (step.end() == simulated) {
      end.perform(nowNs, step);
    } else {
      kernel.perform(step, zeroNs + nowNs);
      kernel.news(zeroNs).forEach(recorder::write);
    }
    return true;
  }

  // The end.

  private boolean isOver(boolean changed) throws LinuxException {
    return switch (request.until()) {
      case Until.At(double ms) -> nowNs() >= Plan.nanos(ms);
      case Until.Quiescent _ -> isQuiescent(changed);
    };
  }

  private boolean isQuiescent(boolean changed) throws LinuxException {
    boolean rests =
        !changed
            && !plan.waitsForTime()
            && crossing.nextNs() == Crossing.NEVER
            && end.isAtRest()
            && kernel.isSettled();
    long nowNs = nowNs();
    restingSinceNs = rests ? Math.min(restingSinceNs, nowNs) : Crossing.NEVER;
    return rests && nowNs - restingSinceNs >= CALM_NS;
  }

  private void checkBounds() throws LinuxException, RunFailure {
    if (nowNs() > bounds.deadline().toNanos()) {
      throw new RunFailure(
          "not over after %d ms: the simulator is in %s, the kernel in %s"
              .formatted(bounds.deadline().toMillis(), end.state(), kernel.state()));
    }
    if (recorder.segmentCount() > MOST_SEGMENTS) {
      throw new RunFailure("not over after " + MOST_SEGMENTS + " segments");
    }
    if (bounds.stopping().getAsBoolean()) {
      throw new RunFailure(Turns.STOPPING);
    }
  }

  private void await(Poll poll, long pauseNs) throws LinuxException {
    poll.add(tun.fd(), Constants.POLLIN);
    kernel.await(poll);
    long nowNs = nowNs();
    long next = Math.min(end.nextDeadline(), crossing.nextNs());
    long most = Math.min(pauseNs, next == Crossing.NEVER ? pauseNs : next - nowNs);
    Long untilStep = plan.untilNextNs(nowNs);
    if (untilStep != null) {
      most = Math.min(most, untilStep);
    }
    if (request.until() instanceof Until.At(double ms)) {
      most = Math.min(most, Plan.nanos(ms) - nowNs);
    }
    if (restingSinceNs != Crossing.NEVER) {
      most = Math.min(most, restingSinceNs + CALM_NS - nowNs);
    }
    poll.await(most);
  }
}
