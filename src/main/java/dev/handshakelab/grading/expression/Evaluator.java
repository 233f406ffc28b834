package dev.handshakelab.grading.expression;

import dev.handshakelab.scenario.NoCapacity;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions on a few threads of their own and gives up on what takes too much CPU time;
 * time that a thread waits for a core is not counted, so a busy machine grades as an idle one does.
 * CEL's runtime does not heed interrupts: what was given up runs on to its end, which the {@link
 * Fence} keeps near.
 */
public final class Evaluator implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 20;

  private final Fence fence;
  private final ThreadPoolExecutor threads;
  private final ThreadMXBean clocks = ManagementFactory.getThreadMXBean();
  private final AtomicInteger abandoned = new AtomicInteger();

  /**
   * @param width evaluations at a time
   * @param queue evaluations that wait
   */
  public Evaluator(Fence fence, int width, int queue) {
    this.fence = fence;
    threads =
        new ThreadPoolExecutor(
            width,
            width,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("expression-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  public Fence fence() {
    return fence;
  }

  /** What one grading may still spend. */
  public static final class Allowance {
    private final AtomicLong leftNs;

    private Allowance(Duration all) {
      leftNs = new AtomicLong(all.toNanos());
    }
  }

  /** For one grading. */
  public Allowance allowance() {
    return new Allowance(fence.cpu());
  }

  /** What an evaluation came to: a value, or why there is none. */
  public sealed interface Outcome {
    record Evaluated(Value value) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  /**
   * @throws NoCapacity when too many evaluations wait already
   */
  public Outcome evaluate(Expression expression, Scope scope, Allowance allowance) {
    long budget = allowance.leftNs.get();
    if (budget <= 0) {
      return new Outcome.Failed("the expressions of this rubric take too much time together");
    }
    Task task = new Task(expression, scope);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      throw new NoCapacity("too many expressions wait to be evaluated");
    }
    Outcome outcome = await(task, budget);
    allowance.leftNs.addAndGet(-task.spent());
    return outcome;
  }

  private Outcome await(Task task, long budget) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.done.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
          if (task.spent() > budget) {
            abandoned.incrementAndGet();
            return new Outcome.Failed("the expression takes too much time");
          }
        } catch (InterruptedException later) {
          interrupted = true;
        } catch (ExecutionException impossible) {
          throw new IllegalStateException("a task tells its failure as an outcome", impossible);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How many evaluations were given up since the start. */
  public int abandoned() {
    return abandoned.get();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class Task implements Runnable {
    final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private final Expression expression;
    private final Scope scope;
    private volatile @Nullable Thread thread;
    private volatile long begunNs;
    private volatile long spentNs;

    Task(Expression expression, Scope scope) {
      this.expression = expression;
      this.scope = scope;
    }

    @Override
    public void run() {
      begunNs = clocks.getCurrentThreadCpuTime();
      thread = Thread.currentThread();
      Outcome outcome;
      try {
        outcome = new Outcome.Evaluated(expression.evaluate(scope));
      } catch (Expression.Failure why) {
        outcome = new Outcome.Failed(String.valueOf(why.getMessage()));
      } catch (Error fault) {
        outcome = new Outcome.Failed("the lab could not evaluate the expression: " + fault);
      }
      spentNs = clocks.getCurrentThreadCpuTime() - begunNs;
      thread = null;
      done.complete(outcome);
    }

    /** CPU time so far, in nanoseconds; 0 while it waits for a thread. */
    long spent() {
      Thread running = thread;
      return running == null
          ? spentNs
          : Math.max(0, clocks.getThreadCpuTime(running.threadId()) - begunNs);
    }
  }
}
