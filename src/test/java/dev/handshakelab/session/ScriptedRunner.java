package dev.handshakelab.session;

import dev.handshakelab.scenario.Mode;
import dev.handshakelab.scenario.Problem;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.Runner;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.HandMadeTraces;
import dev.handshakelab.trace.Trace;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A runner that simulates nothing: it plays a trace that was written by hand, and waits in the
 * middle of it when it was told to.
 */
public final class ScriptedRunner implements Runner {
  private final Mode mode;
  private volatile UnaryOperator<Trace> twist = UnaryOperator.identity();
  private volatile @Nullable CountDownLatch gate;
  private volatile CountDownLatch halfWay = new CountDownLatch(1);
  private volatile @Nullable RunFailure failure;
  private volatile @Nullable RuntimeException bug;
  private volatile List<Problem> refusals = List.of();

  public ScriptedRunner(Mode mode) {
    this.mode = mode;
  }

  /** From now on runs stop after their first half until the latch opens. */
  public void waitFor(CountDownLatch latch) {
    gate = latch;
  }

  /**
   * @param there opens when one has stopped
   */
  public void waitFor(CountDownLatch latch, CountDownLatch there) {
    halfWay = there;
    gate = latch;
  }

  public void failWith(RunFailure expected) {
    failure = expected;
  }

  public void throwing(RuntimeException thrown) {
    bug = thrown;
  }

  public void refusing(List<Problem> problems) {
    refusals = problems;
  }

  public void twistedBy(UnaryOperator<Trace> change) {
    twist = change;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public Capability capability() {
    return new Capability(true, null, List.of());
  }

  @Override
  public List<Problem> refuse(SessionRequest request) {
    return refusals;
  }

  @Override
  public Trace run(SessionRequest request, Consumer<Entry> live) throws RunFailure {
    if (failure != null) {
      throw failure;
    }
    if (bug != null) {
      throw bug;
    }
    Trace trace = twist.apply(HandMadeTraces.basicHandshake());
    int half = trace.entries().size() / 2;
    trace.entries().subList(0, half).forEach(live);
    CountDownLatch latch = gate;
    if (latch != null) {
      halfWay.countDown();
      try {
        latch.await();
      } catch (InterruptedException stopped) {
        throw new RunFailure("it was interrupted", stopped);
      }
    }
    trace.entries().subList(half, trace.entries().size()).forEach(live);
    return trace;
  }
}
