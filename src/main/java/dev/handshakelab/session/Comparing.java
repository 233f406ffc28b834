package dev.handshakelab.session;

import dev.handshakelab.comparison.Circumstances;
import dev.handshakelab.comparison.Comparison;
import dev.handshakelab.comparison.Difference;
import dev.handshakelab.comparison.Divergences;
import dev.handshakelab.comparison.Listening;
import dev.handshakelab.comparison.Tolerances;
import dev.handshakelab.comparison.TooLong;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Compared.OnKernel;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.Histories;
import dev.handshakelab.history.Owner;
import dev.handshakelab.history.Session;
import dev.handshakelab.history.Session.Status;
import dev.handshakelab.history.TimeOrderedId;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.SimulatedMachine;
import dev.handshakelab.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the same request simulated and several times on this machine's kernel, one after the other
 * so that they do not make each other late, and keeps in what they differ. The sessions are kept
 * like any others.
 */
public final class Comparing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);

  /** Sessions end by themselves, at their deadline at the latest; this is for those that do not. */
  private static final Duration FOREVER = Duration.ofHours(1);

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Sessions sessions;
  private final Histories histories;
  private final Comparisons comparisons;
  private final Divergences divergences;
  private final InstantSource clock;
  private final LongSupplier chance;
  private final String engine;
  private final @Nullable String kernelRelease;
  private final ComparingLimits limits;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("comparing-", 1).factory());

  /**
   * @param chance 64 bits that cannot be foretold, at each call
   * @param engine the version of the lab
   * @param kernelRelease null where there is no Linux
   */
  public Comparing(
      Sessions sessions,
      Histories histories,
      Comparisons comparisons,
      Divergences divergences,
      InstantSource clock,
      LongSupplier chance,
      String engine,
      @Nullable String kernelRelease,
      ComparingLimits limits) {
    this.sessions = sessions;
    this.histories = histories;
    this.comparisons = comparisons;
    this.divergences = divergences;
    this.clock = clock;
    this.chance = chance;
    this.engine = engine;
    this.kernelRelease = kernelRelease;
    this.limits = limits;
    places = new Semaphore(limits.atATime());
  }

  /**
   * What is to be compared.
   *
   * @param kept the simulated session, if there is one already; else {@code simulated} is run
   * @param real what is asked of the kernel
   * @param runs how often
   */
  public record Question(
      SessionRequest simulated, @Nullable UUID kept, SessionRequest real, int runs) {}

  public ComparingLimits limits() {
    return limits;
  }

  /**
   * Starts a comparison and waits for its end.
   *
   * @param owner whose it is, null for nobody in particular
   * @param patience how long to wait; when it is not over by then, it is answered as RUNNING and
   *     goes on
   * @throws NotFeasible when this process cannot run both; the pointers are those of the requests
   * @throws NoCapacity when too much is under way
   */
  public Compared start(Question question, @Nullable Owner owner, Duration patience)
      throws NotFeasible, InterruptedException {
    List<Problem> objections = new ArrayList<>(sessions.objections(question.real()));
    objections.addAll(sessions.objections(question.simulated()));
    if (!objections.isEmpty()) {
      throw new NotFeasible(objections);
    }
    if (!places.tryAcquire()) {
      throw new NoCapacity(limits.atATime() + " comparisons are under way");
    }
    CompletableFuture<Compared> ended = new CompletableFuture<>();
    Compared running;
    try {
      running = begun(question, owner);
      comparisons.begin(running);
      threads.execute(() -> carryOut(question, running, ended));
    } catch (RuntimeException notBegun) {
      places.release();
      throw notBegun;
    }
    try {
      return ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException notYet) {
      return running;
    } catch (ExecutionException notKept) {
      throw new IllegalStateException("the comparison could not be kept", notKept.getCause());
    }
  }

  private Compared begun(Question question, @Nullable Owner owner) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Compared(
        TimeOrderedId.of(now, chance),
        owner,
        question.simulated().scenario(),
        question.runs(),
        Status.RUNNING,
        null,
        now,
        engine,
        kernelRelease,
        question.kept(),
        List.of(),
        List.of());
  }

  private void carryOut(Question question, Compared running, CompletableFuture<Compared> ended) {
    try {
      Compared finished = finished(question, running);
      comparisons.finish(finished);
      ended.complete(finished);
    } catch (RuntimeException notKept) {
      LOG.error("comparison {} ended but could not be kept", running.id(), notKept);
      ended.completeExceptionally(notKept);
    } finally {
      places.release();
    }
  }

  private Compared finished(Question question, Compared running) {
    try {
      return compared(question, running);
    } catch (InterruptedException shutDown) {
      return running.failed("the lab was shut down before it was over");
    } catch (TooLong | NoCapacity | NotFeasible | Failed known) {
      return running.failed(String.valueOf(known.getMessage()));
    } catch (RuntimeException bug) {
      LOG.error("comparison {} failed by a fault of the lab", running.id(), bug);
      return running.failed("a fault of the lab itself: " + bug);
    }
  }

  /** One of its sessions left nothing to compare. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why);
    }
  }

  private record Ran(UUID session, Trace trace) {}

  private Compared compared(Question question, Compared running)
      throws InterruptedException, NotFeasible, Failed {
    UUID kept = question.kept();
    Ran simulated =
        kept == null ? run(question.simulated(), running.owner()) : new Ran(kept, trace(kept));
    List<OnKernel> real = new ArrayList<>();
    List<Trace> traces = new ArrayList<>();
    for (int run = 0; run < question.runs(); run++) {
      leastLate(question.real(), running.owner(), simulated.trace(), real, traces);
    }
    List<Difference> differences =
        Comparison.of(
            simulated.trace(),
            traces,
            divergences,
            circumstances(
                question.simulated(),
                kernelRelease == null ? "" : kernelRelease,
                question.real().until().endNs()));
    return new Compared(
        running.id(),
        running.owner(),
        running.scenario(),
        running.runs(),
        Status.COMPLETED,
        null,
        running.createdAt(),
        engine,
        kernelRelease,
        simulated.session(),
        real,
        differences);
  }

  /**
   * Where the traces of a request are made.
   *
   * @param simulated what is asked of the simulator, complete
   * @param kernelRelease e.g. {@code 6.18.44}, empty where there is no Linux
   * @param endNs when the sessions on the kernel are over, whatever is still under way, in
   *     nanoseconds from time zero; null when they wait until there is nothing more to come
   */
  public static Circumstances circumstances(
      SessionRequest simulated, String kernelRelease, @Nullable Long endNs) {
    EndSpec server = simulated.server();
    Integer retries = server.synAckRetries();
    return new Circumstances(
        simulated.scenario(),
        kernelRelease,
        new Listening(
            SimulatedMachine.backlog(server),
            retries == null ? Listening.USUAL.synAckRetries() : retries),
        Tolerances.USUAL,
        endNs);
  }

  /** Adds a run on the kernel in which this machine kept its times as well as it could. */
  private void leastLate(
      SessionRequest request,
      @Nullable Owner owner,
      Trace simulated,
      List<OnKernel> real,
      List<Trace> traces)
      throws InterruptedException, NotFeasible, Failed {
    Ran best = run(request, owner);
    long least = Comparison.latenessNs(simulated, best.trace());
    for (int tries = 1; tries < limits.tries() && least > limits.late().toNanos(); tries++) {
      Ran again = run(request, owner);
      long lateness = Comparison.latenessNs(simulated, again.trace());
      if (lateness < least) {
        least = lateness;
        best = again;
      }
    }
    real.add(new OnKernel(best.session(), least));
    traces.add(best.trace());
  }

  private Ran run(SessionRequest request, @Nullable Owner owner)
      throws InterruptedException, NotFeasible, Failed {
    Session session = sessions.start(request, owner, FOREVER);
    if (session.status() != Status.COMPLETED) {
      throw new Failed(
          "session %s (%s) is %s: %s"
              .formatted(session.id(), request.mode(), session.status(), session.failure()));
    }
    return new Ran(session.id(), trace(session.id()));
  }

  private Trace trace(UUID session) throws Failed {
    Optional<Trace> trace = histories.trace(session);
    return trace.orElseThrow(() -> new Failed("session " + session + " has no trace any more"));
  }

  /** Interrupts what is under way, which is then kept as FAILED. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a comparison did not end within {}", GRACE);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
