package dev.handshakelab.session;

import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Trace;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Runs what is kept once more, for somebody who waits; at a shutdown nobody waits any longer. */
final class Replays {
  private final Runners runners;
  private final Lane lane;

  /** By the thread that waits. */
  private final Map<Thread, CompletableFuture<Trace>> waiting = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /**
   * @param lane where it is run; whoever asks has entered it, and leaves it
   */
  Replays(Runners runners, Lane lane) {
    this.runners = runners;
    this.lane = lane;
  }

  /**
   * @throws NotReplayable when it could not be carried out again
   */
  Trace run(SessionRequest request) throws NotReplayable, NotFeasible, InterruptedException {
    Runner runner = runners.runnerFor(request);
    CompletableFuture<Trace> outcome = new CompletableFuture<>();
    waiting.put(Thread.currentThread(), outcome);
    try {
      boolean accepted =
          lane.run(() -> {
            try {
              outcome.complete(runner.run(request, entry -> {}));
            } catch (RunFailure | RuntimeException | Error failure) {
              outcome.completeExceptionally(failure);
            }
          });
      if (closed || !accepted) {
        outcome.completeExceptionally(new NoCapacity(Sessions.SHUTTING_DOWN));
      }
      return outcome.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RunFailure failure ->
            throw new NotReplayable("it could not be carried out again: " + failure.getMessage());
        case NoCapacity shutdown -> throw shutdown;
        case null, default ->
            throw new IllegalStateException("the simulator failed", failed.getCause());
      }
    } finally {
      waiting.remove(Thread.currentThread());
    }
  }

  /** Tells all who wait that the lab is shutting down. */
  void close() {
    closed = true;
    waiting
        .values()
        .forEach(outcome -> outcome.completeExceptionally(new NoCapacity(Sessions.SHUTTING_DOWN)));
  }
}
