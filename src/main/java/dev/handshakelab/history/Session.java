package dev.handshakelab.history;

import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is kept: one run of a request over one network.
 *
 * @param id a UUID of version 7, so ids sort by time of creation; see {@link TimeOrderedId}
 * @param owner whose it is, null for nobody in particular
 * @param failure why the lab could not carry it out, for FAILED
 * @param createdAt the time in the id, to the millisecond
 * @param engine the version of the lab that ran it
 * @param summary null until it is over, and when it failed without a trace
 */
public record Session(
    UUID id,
    SessionRequest request,
    @Nullable Owner owner,
    Status status,
    @Nullable String failure,
    Instant createdAt,
    String engine,
    @Nullable Summary summary) {
  public Session {
    Instant named = TimeOrderedId.timeOf(id);
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    if (!named.equals(createdAt)) {
      throw new IllegalArgumentException(
          "session " + id + " was created at " + named + " by its id, at " + createdAt + " else");
    }
  }

  /**
   * Refuses a trace and measures that are not those of this session, or a session that is not over:
   * it would be read back otherwise than it was kept.
   *
   * @param measures of every conversation of the trace, in order; none when there is no trace
   * @throws IllegalArgumentException when they do not belong together
   */
  public void requireItsOwn(@Nullable Trace trace, List<Measures> measures) {
    boolean itsOwn =
        trace == null || summary == null
            ? trace == null && summary == null && measures.isEmpty()
            : !measures.isEmpty()
                && summary.first().equals(measures.getFirst())
                && summary.clock() == trace.clock()
                && measures.stream()
                    .map(Measures::conversation)
                    .toList()
                    .equals(trace.conversations())
                && measures.stream()
                    .map(Measures::timing)
                    .allMatch(timing ->
                        timing.clock() == trace.clock()
                            && timing.resolutionNs() == trace.resolutionNs());
    if (!itsOwn || status == Status.RUNNING) {
      throw new IllegalArgumentException(
          "session " + id + " is not over, or its summary, trace and measures are of several");
    }
  }

  /** Where a session stands. */
  public enum Status {
    RUNNING,
    COMPLETED,
    /** The lab could not carry it out. */
    FAILED
  }

  /**
   * What a list shows of a finished session without reading its rows.
   *
   * @param first connection 1
   * @param durationNs from time zero to the last entry, null when no entry has a time
   */
  public record Summary(
      Measures first,
      int connectionCount,
      int segmentCount,
      int transitionCount,
      @Nullable Long durationNs,
      Clock clock) {}
}
