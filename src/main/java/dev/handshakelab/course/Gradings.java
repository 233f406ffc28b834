package dev.handshakelab.course;

import dev.handshakelab.grading.AnswerKey;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Grader;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.RubricReading;
import dev.handshakelab.grading.evidence.Evidence;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.scenario.NoCapacity;
import dev.handshakelab.trace.Rendering;
import dev.handshakelab.trace.Trace;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads rubrics and grades, so many at a time: both may take a core for a while, and the threads
 * that answer calls are not shared out by time.
 */
public final class Gradings implements AutoCloseable {
  private final RubricReading reading;
  private final Grader grader;
  private final Rendering json;
  private final ThreadPoolExecutor threads;

  /**
   * @param json renders traces as the service does: its octets are what {@code traceSha256} is of
   * @param width how many at a time
   * @param queue how many wait; more have {@link NoCapacity}
   */
  public Gradings(RubricReading reading, Grader grader, Rendering json, int width, int queue) {
    this.reading = reading;
    this.grader = grader;
    this.json = json;
    threads =
        new ThreadPoolExecutor(
            width,
            width,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("grading-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * @throws Flawed with everything that is wrong with it
   */
  public Rubric read(Located document) throws Flawed, InterruptedException {
    return run(
            () -> {
              try {
                return new Read(reading.read(document), null);
              } catch (Flawed flawed) {
                return new Read(null, flawed);
              }
            })
        .rubric();
  }

  private record Read(@Nullable Rubric read, @Nullable Flawed flawed) {
    Rubric rubric() throws Flawed {
      if (flawed != null) {
        throw flawed;
      }
      return Objects.requireNonNull(read);
    }
  }

  /**
   * @param version null when the rubric is not a kept one
   * @param rubricSha256 of its document
   */
  public Result grade(
      Rubric rubric, @Nullable Integer version, String rubricSha256, Trace trace, Answers answers)
      throws InterruptedException {
    return run(
        () -> grader.grade(rubric, version, rubricSha256, Evidence.of(trace, json), answers));
  }

  /** What the answers should be in this session. */
  AnswerKey key(Rubric rubric, Trace trace) throws InterruptedException {
    return run(() -> AnswerKey.of(rubric, Evidence.of(trace, json), grader.evaluator()));
  }

  private <T> T run(Callable<T> work) throws InterruptedException {
    Future<T> running;
    try {
      running = threads.submit(work);
    } catch (RejectedExecutionException full) {
      throw new NoCapacity("too many gradings wait");
    }
    try {
      return running.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("grading failed", failed.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
