package dev.handshakelab.comparison;

import dev.handshakelab.tcp.Timer;
import dev.handshakelab.trace.Cause;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.TracedSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long after its cause each segment was sent, on the host that sent it: never by the time of
 * day, and never across the link, whose delay is measured but not TCP's. The causes are those of
 * the simulated trace: an arrival, a timer that was started at some arrival or sending, a user's
 * call at a time or upon an arrival.
 */
final class Latencies {
  /** Less than the least that Linux waits before it sends anything handshaking again. */
  private static final long FAR_NS = 500_000_000;

  private final Aligned run;
  private final Tolerances tolerances;
  private final long latenessNs;

  /** Of each simulated segment what it is measured from. */
  private final Map<Integer, Begin> begins = new HashMap<>();

  /** What happened at a host, in both traces. */
  private sealed interface Moment {
    record Arrival(int segment, int copy) implements Moment {}

    record Sending(int segment) implements Moment {}

    record Called(Calls.Call call) implements Moment {}

    record Zero() implements Moment {}
  }

  private enum Kind {
    ANSWER,
    TIMER,
    CALL
  }

  private record Begin(Kind kind, Moment moment, long simulatedNs, String name) {}

  Latencies(Aligned run, Tolerances tolerances) {
    this.run = run;
    this.tolerances = tolerances;
    latenessNs = run.latenessNs();
    new Walk().walk(run.simulated().entries());
  }

  /** Walks through the simulated trace and notes what each segment is measured from. */
  private final class Walk {
    private record At(int connection, Party party, Timer timer) {}

    private record Started(Moment moment, long atNs, String name) {}

    private final Map<Party, Started> last = new HashMap<>();
    private final Map<At, Started> timers = new HashMap<>();

    void walk(List<Entry> entries) {
      for (Entry entry : entries) {
        Long at = entry.atNs();
        if (at == null) {
          continue;
        }
        switch (entry) {
          case Entry.Sent sent -> {
            if (sent.injectedBy() == null) {
              begin(sent, at);
              Moment moment = new Moment.Sending(sent.ordinal());
              last.put(sent.from(), new Started(moment, at, "#" + sent.ordinal() + " was sent"));
            }
          }
          case Entry.Arrived arrival -> {
            TracedSegment segment = run.simulated(arrival.segment());
            if (segment != null) {
              Moment moment = new Moment.Arrival(arrival.segment(), arrival.copy());
              var here = new Started(moment, at, "#" + arrival.segment() + " arrived");
              last.put(segment.sent().from().other(), here);
            }
          }
          case Entry.TimerChange change -> {
            At which = new At(change.connection(), change.endpoint(), change.timer());
            switch (change.action()) {
              case STARTED -> {
                Started here = last.get(change.endpoint());
                boolean now = here != null && here.atNs() == at;
                timers.put(which, now ? here : new Started(new Moment.Zero(), 0, "time zero"));
              }
              case STOPPED -> timers.remove(which);
              case EXPIRED -> {
                // what it sends comes next
              }
            }
          }
          case Entry.Transition _, Entry.UserCall _, Entry.Sample _, Entry.Icmp _, Entry.Note _ -> {
            // none of these is a moment that both traces have
          }
        }
      }
    }

    private void begin(Entry.Sent sent, long at) {
      switch (sent.cause()) {
        case Cause.BySegment(int ordinal, int copy) -> {
          TracedSegment cause = run.simulated(ordinal);
          if (cause != null && cause.sent().from() != sent.from()) {
            for (Entry.Arrived arrival : cause.deliveries()) {
              if (arrival.copy() == copy && arrival.atNs() != null) {
                put(
                    sent,
                    Kind.ANSWER,
                    new Moment.Arrival(ordinal, copy),
                    at - arrival.atNs(),
                    "#" + ordinal + " arrived");
              }
            }
          }
        }
        case Cause.ByTimer(Timer timer) -> {
          Started started = timers.get(new At(sent.connection(), sent.from(), timer));
          if (started != null) {
            put(sent, Kind.TIMER, started.moment(), at - started.atNs(), started.name());
          }
        }
        case Cause.ByCall(String op) -> {
          Calls.Call call = run.simulatedCalls().at(sent.from(), op, at);
          if (call != null) {
            put(sent, Kind.CALL, new Moment.Called(call), 0, op + " was called");
          }
        }
        case Cause.ByIcmp _ -> {
          // its arrival is told without a number
        }
        case null -> {
          // nobody knows
        }
      }
    }

    private void put(Entry.Sent sent, Kind kind, Moment moment, long simulatedNs, String name) {
      begins.put(sent.ordinal(), new Begin(kind, moment, simulatedNs, name));
    }
  }

  /** What differs; nothing when one of the two is missing or the cause was not seen. */
  List<Found> of(Pair pair) {
    List<Found> found = new ArrayList<>();
    if (pair.simulated() == null || pair.real() == null || pair.simulated().isInjected()) {
      return found;
    }
    Begin begin = begins.get(pair.simulated().sent().ordinal());
    Long sent = pair.real().sent().atNs();
    Long from = begin == null ? null : realNs(begin.moment());
    if (begin == null || sent == null || from == null) {
      return found;
    }
    long took = sent - from;
    long least = least(begin);
    long most = most(begin);
    if (begin.kind() == Kind.ANSWER && took < 0) {
      found.add(Found.of(pair, Aspect.CAUSE, "after " + begin.name(), "before that"));
    } else if (took < least || took > most) {
      found.add(
          Found.of(
              pair,
              Aspect.LATENCY,
              "%s after %s".formatted(ms(begin.simulatedNs()), begin.name()),
              "%s, expected %s to %s".formatted(ms(took), ms(least), ms(most))));
    }
    return found;
  }

  /** When the kernel is to send a simulated segment, at the earliest; null when nobody knows. */
  @Nullable Long dueNs(Piece simulated) {
    Begin begin = begins.get(simulated.sent().ordinal());
    Long from = begin == null ? null : realNs(begin.moment());
    return begin == null || from == null ? null : Long.valueOf(from + begin.simulatedNs());
  }

  /**
   * Whether the two of a pair cannot be the same, however late the machine was: the answer should
   * have been sent long ago, or the timer was to run out long after.
   */
  boolean areApart(Pair pair) {
    Begin begin = pair.simulated() == null ? null : begins.get(pair.simulated().sent().ordinal());
    Long sent = pair.real() == null ? null : pair.real().sent().atNs();
    Long from = begin == null ? null : realNs(begin.moment());
    if (begin == null || sent == null || from == null) {
      return false;
    }
    return switch (begin.kind()) {
      case ANSWER -> sent - from > most(begin) + FAR_NS;
      case TIMER -> sent - from < least(begin) - FAR_NS;
      case CALL -> false;
    };
  }

  /**
   * Whether a timer sent both of a pair, the kernel's in time if that timer is so many times as
   * long, or less different.
   */
  boolean isByTimer(Pair pair, double times) {
    Begin begin = pair.simulated() == null ? null : begins.get(pair.simulated().sent().ordinal());
    Long sent = pair.real() == null ? null : pair.real().sent().atNs();
    Long from = begin == null ? null : realNs(begin.moment());
    if (begin == null || begin.kind() != Kind.TIMER || sent == null || from == null) {
      return false;
    }
    long other = Math.round(begin.simulatedNs() * times);
    long least = Math.min(begin.simulatedNs(), other);
    long most = Math.max(begin.simulatedNs(), other);
    long took = sent - from;
    return took >= tolerances.timerFrom(least) && took <= tolerances.timerTo(most, latenessNs);
  }

  /** The latest at which the kernel is to send a simulated segment; null when nobody knows. */
  @Nullable Long latestNs(Piece simulated) {
    Begin begin = begins.get(simulated.sent().ordinal());
    Long from = begin == null ? null : realNs(begin.moment());
    return begin == null || from == null ? null : Long.valueOf(from + most(begin));
  }

  private long least(Begin begin) {
    return switch (begin.kind()) {
      case ANSWER -> begin.simulatedNs();
      case TIMER -> tolerances.timerFrom(begin.simulatedNs());
      // When it was called is noted by the user's thread, before or after the kernel acted on it.
      case CALL -> begin.simulatedNs() - tolerances.callNs() - latenessNs;
    };
  }

  private long most(Begin begin) {
    return switch (begin.kind()) {
      case ANSWER -> begin.simulatedNs() + tolerances.answerNs();
      case TIMER -> tolerances.timerTo(begin.simulatedNs(), latenessNs);
      // A thread that the machine lets wait in a call has not got to TCP yet.
      case CALL ->
          begin.simulatedNs() + tolerances.callNs() + latenessNs + realCallNs(begin.moment());
    };
  }

  private long realCallNs(Moment moment) {
    Calls.Made made =
        moment instanceof Moment.Called(Calls.Call call) ? run.realCalls().of(call) : null;
    return made == null ? 0 : made.tookNs();
  }

  private @Nullable Long realNs(Moment moment) {
    return switch (moment) {
      case Moment.Zero _ -> 0L;
      case Moment.Called(Calls.Call call) -> {
        Calls.Made made = run.realCalls().of(call);
        yield made == null ? null : made.atNs();
      }
      case Moment.Arrival(int segment, int copy) -> run.realArrivalNs(segment, copy);
      case Moment.Sending(int segment) -> {
        TracedSegment counterpart = run.realOf(segment);
        yield counterpart == null ? null : counterpart.sent().atNs();
      }
    };
  }

  /** E.g. {@code 1000.123 ms}. */
  static String ms(long nanos) {
    long micros = Math.abs(nanos) / 1_000;
    return "%s%d.%03d ms".formatted(nanos < 0 ? "-" : "", micros / 1_000, micros % 1_000);
  }
}
