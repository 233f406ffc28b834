package dev.handshakelab.session;

import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Owner;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.history.Session.Summary;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The use case of the lab: takes a request, lets the runner of its mode carry it out, keeps what
 * was seen, and tells whoever waits or listens.
 *
 * <p>A simulated session that ends while its caller waits is written once, whole. One that the
 * caller is told of before its end, and one that runs on the kernel, is written as RUNNING first,
 * so that it is never lost without a trace. What was accepted is answered or marked: a shutdown
 * waits for it, and then keeps it as FAILED.
 */
public final class Sessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String SHUT_DOWN = "the lab was shut down before it was over";
  static final String SHUTTING_DOWN = "the lab is shutting down";

  private final Histories histories;
  private final Runners runners;
  private final InstantSource clock;
  private final LongSupplier chance;
  private final String engine;
  private final RunLimits limits;
  private final Witness witness;
  private final Lane simulated;
  private final Lane onKernel;

  /** Writes to the database, so that no thread of a lane waits for a disk. */
  private final ExecutorService keepers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("keeper-", 1).factory());

  private final Map<UUID, Run> underWay = new ConcurrentHashMap<>();

  private final Replays replays;

  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param chance 64 bits that cannot be foretold, at each call
   * @param engine the version of the lab, which every session is marked with
   */
  public Sessions(
      Histories histories,
      List<Runner> runners,
      InstantSource clock,
      LongSupplier chance,
      String engine,
      RunLimits limits,
      Witness witness) {
    this.histories = histories;
    this.runners = new Runners(runners);
    this.clock = clock;
    this.chance = chance;
    this.engine = engine;
    this.limits = limits;
    this.witness = witness;
    int cores = Runtime.getRuntime().availableProcessors();
    int width = limits.simulations() > 0 ? limits.simulations() : cores;
    simulated = new Lane("simulation", width, limits.queue());
    onKernel = new Lane("kernel-run", limits.kernelRuns(), limits.queue());
    replays = new Replays(this.runners, simulated);
  }

  /**
   * Starts a session and waits for its end.
   *
   * @param owner whose it is, null for nobody in particular
   * @param patience how long to wait; when the session is not over by then, it is answered as
   *     RUNNING and goes on
   * @return the session as it is kept
   * @throws NotFeasible when the runner cannot honour the request, or nothing can run it here
   * @throws NoCapacity when too much is under way
   */
  public Session start(SessionRequest request, @Nullable Owner owner, Duration patience)
      throws NotFeasible, InterruptedException {
    Runner runner = runners.runnerFor(request);
    Lane lane = laneOf(request.mode());
    enter(lane);
    Run run;
    try {
      run = new Run(histories, begun(request, owner));
      if (patience.isZero() || lane == onKernel) {
        run.begin();
      }
    } catch (RuntimeException notKept) {
      lane.leave();
      throw notKept;
    }
    underWay.put(run.running().id(), run);
    if (isClosed() || !lane.run(() -> carryOut(runner, run))) {
      keep(run, failed(run.running(), SHUT_DOWN)); // a shutdown may have looked before it was there
    }

    Session finished = run.await(patience);
    if (finished != null) {
      return finished;
    }
    run.begin();
    return Optional.ofNullable(run.await(Duration.ZERO)).orElse(run.running());
  }

  /** Starts a session that is nobody's in particular. */
  public Session start(SessionRequest request, Duration patience)
      throws NotFeasible, InterruptedException {
    return start(request, null, patience);
  }

  /**
   * Runs the spec of a kept session again and compares.
   *
   * @throws NotReplayable when it is not simulated, not over, or has no trace
   */
  public Optional<Replay> replay(UUID id) throws NotReplayable, NotFeasible, InterruptedException {
    Optional<Session> found = histories.find(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Session session = found.get();
    if (session.request().mode() != Mode.SIMULATED) {
      throw new NotReplayable(
          "only SIMULATED sessions run the same way twice; this one is "
              + session.request().mode());
    }
    if (session.status() == Status.RUNNING) {
      throw new NotReplayable("it is still RUNNING");
    }
    Optional<Trace> kept = histories.trace(id);
    if (kept.isEmpty()) {
      throw new NotReplayable("it FAILED and left no trace to compare with");
    }
    enter(simulated);
    try {
      Trace again = replays.run(session.request());
      return Optional.of(new Replay(Replay.between(kept.get(), again), engine));
    } finally {
      simulated.leave();
    }
  }

  /** What a session that is under way in this process is doing; empty when it is over. */
  public Optional<Live> live(UUID id) {
    return Optional.ofNullable(underWay.get(id)).map(Run::live);
  }

  /** What this process can run; a mode without a runner is not there. */
  public Map<Mode, Runner.Capability> capabilities() {
    return runners.capabilities();
  }

  public int running() {
    return simulated.running() + onKernel.running();
  }

  /** Sessions that were accepted and wait for a thread. */
  public int waiting() {
    return simulated.waiting() + onKernel.waiting();
  }

  /**
   * What keeps a request from being run here, whenever it is asked for: empty when nothing does but
   * perhaps a lack of room.
   */
  public List<Problem> objections(SessionRequest request) {
    return runners.objections(request);
  }

  private Lane laneOf(Mode mode) {
    return mode == Mode.SIMULATED ? simulated : onKernel;
  }

  private void enter(Lane lane) {
    if (isClosed()) {
      throw new NoCapacity(SHUTTING_DOWN);
    }
    if (!lane.enter()) {
      throw new NoCapacity(
          "%d sessions are running and %d are waiting".formatted(lane.running(), lane.waiting()));
    }
  }

  private Session begun(SessionRequest request, @Nullable Owner owner) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Session(
        TimeOrderedId.of(now, chance), request, owner, Status.RUNNING, null, now, engine, null);
  }

  private void carryOut(Runner runner, Run run) {
    Session running = run.running();
    Ending ending;
    try {
      Runner.Carried carried = runner.carryOut(running.request(), run.live()::add);
      Trace trace = carried.trace();
      List<Measures> measures = Measuring.of(trace);
      ending =
          new Ending(
              finished(running, null, summary(trace, measures)),
              trace,
              measures,
              carried.account());
    } catch (RunFailure expected) {
      ending = failed(running, String.valueOf(expected.getMessage()));
    } catch (RuntimeException | Error bug) {
      LOG.error("session {} failed by a fault of the lab", running.id(), bug);
      ending = failed(running, "a fault of the lab itself: " + bug);
    }
    if (!run.isOver()) { // a shutdown may have ended it, and its keepers too
      Ending toKeep = ending;
      keepers.execute(() -> keep(run, toKeep));
    }
  }

  private record Ending(
      Session finished,
      @Nullable Trace trace,
      List<Measures> measures,
      @Nullable KernelAccount account) {}

  private static Ending failed(Session running, String why) {
    return new Ending(finished(running, why, null), null, List.of(), null);
  }

  private static Session finished(
      Session running, @Nullable String failure, @Nullable Summary summary) {
    return new Session(
        running.id(),
        running.request(),
        running.owner(),
        failure == null ? Status.COMPLETED : Status.FAILED,
        failure,
        running.createdAt(),
        running.engine(),
        summary);
  }

  private static Summary summary(Trace trace, List<Measures> measures) {
    return new Summary(
        measures.getFirst(),
        trace.conversations().size(),
        trace.segments().size(),
        trace.transitions().size(),
        trace.durationNs(),
        trace.clock());
  }

  private void keep(Run run, Ending ending) {
    Session finished = ending.finished();
    try {
      if (run.end(finished, ending.trace(), ending.measures(), ending.account())) {
        witness.ended(finished, Duration.between(finished.createdAt(), clock.instant()));
      }
    } catch (RuntimeException notKept) {
      LOG.error("session {} ended but could not be kept", finished.id(), notKept);
    } finally {
      if (underWay.remove(finished.id()) != null) {
        laneOf(finished.request().mode()).leave();
      }
    }
  }

  /** Whether it accepts nothing more. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Waits until it accepts nothing more, and says whether it does: who follows a session of another
   * process had better leave then.
   */
  public boolean isClosedWithin(Duration patience) throws InterruptedException {
    return closed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Accepts nothing more, waits for what is under way, and marks what does not end in time. */
  @Override
  public void close() {
    closed.countDown();
    Instant deadline = clock.instant().plus(limits.shutdownGrace());
    boolean interrupted = false;
    for (Run run : underWay.values()) {
      Duration left = Duration.between(clock.instant(), deadline);
      try {
        if (interrupted || run.await(left.isNegative() ? Duration.ZERO : left) == null) {
          keep(run, failed(run.running(), SHUT_DOWN));
        }
      } catch (InterruptedException hurry) {
        interrupted = true;
      } catch (IllegalStateException notKept) {
        LOG.error("session {} was lost at shutdown", run.running().id(), notKept);
      }
    }
    replays.close();
    simulated.close();
    onKernel.close();
    keepers.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
