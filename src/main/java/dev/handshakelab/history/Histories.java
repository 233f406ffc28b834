package dev.handshakelab.history;

import dev.handshakelab.history.Session.Status;
import dev.handshakelab.scenario.KernelAccount;
import dev.handshakelab.scenario.Mode;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Measures;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flags;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Every session that was ever answered, with every segment and every transition. What a method of
 * this returned from is durable: it survives a kill -9.
 *
 * <p>Lists are walked by cursors. A walk returns everything that was finished before it began
 * exactly once, whatever is added or removed meanwhile. A cursor stays good when its row is gone;
 * one that was handed out for another list or other filters is a {@link BadCursor}. What is asked
 * of a session that is not there is empty.
 *
 * <p>Texts hold no U+0000 and no half of a surrogate pair: not every database can keep them.
 */
public interface Histories {
  /** Keeps a session that is under way, so that it is not forgotten should the process die. */
  void begin(Session running);

  /**
   * Keeps a finished session and all of its trace in one transaction, whether or not this process
   * has begun it.
   *
   * @param trace null when there is none, which is when the session has no summary
   * @param measures of every conversation of the trace, in order
   * @param account what a kernel said of it; null when none took part
   * @throws IllegalStateException when the session was begun and is not RUNNING any more: the lease
   *     of its process ran out meanwhile, or it was finished before
   */
  void finish(
      Session finished,
      @Nullable Trace trace,
      List<Measures> measures,
      @Nullable KernelAccount account);

  /** The same of a session that no kernel took part in. */
  default void finish(Session finished, @Nullable Trace trace, List<Measures> measures) {
    finish(finished, trace, measures, null);
  }

  Optional<Session> find(UUID id);

  /** Newest first. */
  Page<Session> sessions(SessionFilter filter, int limit, @Nullable String after);

  /** The whole trace, equal to the one that was kept. */
  Optional<Trace> trace(UUID id);

  Page<Measures> conversations(UUID id, int limit, @Nullable String after);

  /** In order of sending. */
  Page<TracedSegment> segments(UUID id, SegmentFilter filter, int limit, @Nullable String after);

  Page<Entry.Transition> transitions(
      UUID id, TransitionFilter filter, int limit, @Nullable String after);

  /** Every entry in order. */
  Page<Numbered> timeline(UUID id, int limit, @Nullable String after);

  /**
   * The entries that follow one in the timeline.
   *
   * @param entry the number of the last entry that is known, 0 to begin
   */
  List<Numbered> timelineAfter(UUID id, int entry, int limit);

  /**
   * One time over all sessions that match, as groups.
   *
   * @param groupBy null for a single group
   * @throws Timings.TooManyGroups when there are more than {@link Timings#MAX_GROUPS}
   */
  Timings timings(Timings.Measure measure, Timings.@Nullable GroupBy groupBy, SessionFilter filter);

  /**
   * Removes a session with all of its rows.
   *
   * @return what was there: null when nothing was; a RUNNING session is left alone
   */
  @Nullable Status delete(UUID id);

  /**
   * An entry with its place.
   *
   * @param entry its number in the timeline, from 1
   */
  record Numbered(int entry, Entry of) {}

  /**
   * A page of a list.
   *
   * @param next where the next page begins, null after the last; opaque and URL-safe
   */
  record Page<T>(List<T> items, @Nullable String next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * Members that are null do not filter.
   *
   * @param labels name and value pairs, all of which must match
   * @param createdFrom inclusive
   * @param createdTo exclusive
   * @param sight whose sessions
   */
  record SessionFilter(
      @Nullable Mode mode,
      @Nullable String scenario,
      @Nullable Outcome outcome,
      @Nullable Status status,
      SortedMap<String, String> labels,
      @Nullable Instant createdFrom,
      @Nullable Instant createdTo,
      Sight sight) {
    public static final SessionFilter ALL =
        new SessionFilter(null, null, null, null, Collections.emptySortedMap(), null, null);

    public SessionFilter {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Of everybody's sessions. */
    public SessionFilter(
        @Nullable Mode mode,
        @Nullable String scenario,
        @Nullable Outcome outcome,
        @Nullable Status status,
        SortedMap<String, String> labels,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo) {
      this(mode, scenario, outcome, status, labels, createdFrom, createdTo, Sight.EVERYTHING);
    }

    /** The same filter over the sessions that somebody may see. */
    public SessionFilter within(Sight other) {
      return new SessionFilter(
          mode, scenario, outcome, status, labels, createdFrom, createdTo, other);
    }
  }

  /**
   * Members that are null do not filter.
   *
   * @param flags the exact set, reserved bits ignored
   */
  record SegmentFilter(@Nullable Integer connection, @Nullable Party from, @Nullable Flags flags) {
    public static final SegmentFilter ALL = new SegmentFilter(null, null, null);
  }

  /** Members that are null do not filter. */
  record TransitionFilter(@Nullable Integer connection, @Nullable Party endpoint) {
    public static final TransitionFilter ALL = new TransitionFilter(null, null);
  }
}
