package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What else differs once a segment is there, or is not, for a known reason. No entry of the
 * catalogue is asked again; it follows, by one of these ways, each from a segment that is
 * explained:
 *
 * <ul>
 *   <li>what answers the segment is there for the same reason;
 *   <li>what the segment acknowledges or resets is sent once more where it did not come;
 *   <li>how long a timer waits, and what it sends as one, depends on what was acknowledged by then;
 *   <li>what a timer sends only so often is sent later where it was started anew;
 *   <li>where a race has put it at another place, so that both have it but nobody can say that it
 *       is the same, its answer is of another moment: it echoes what had come by then, and is sent
 *       by a connection that was, or was not yet, established;
 *   <li>who has sent its SYN+ACK once more may send less at first, and that moves on what follows;
 *   <li>a handshake that lacks one SYN+ACK is completed by another one;
 *   <li>where of two the other came first, or alone, it is the other that is answered so;
 *   <li>Linux answers what is not acceptable once in 500 ms: an answer more spends what a later one
 *       would have been sent by;
 *   <li>what is sent at another moment is acknowledged by another segment;
 *   <li>an end that goes another way sends something else from then on;
 *   <li>a fault that counts segments hits another one.
 * </ul>
 */
final class Consequences {
  /** sysctl_tcp_invalid_ratelimit (tcp_oow_rate_limited). */
  private static final long ONCE_IN_NS = 500_000_000;

  private final Aligned run;
  private final Circumstances where;
  private final List<Found> found;
  private final Map<Found, String> names;
  private final Answers answers;
  private final OneSided oneSided = new OneSided();
  private final Repetitions repetitions;
  private final FirstWindow firstWindow;
  private final OtherMoments moments;
  private final OtherFaults faults;
  private final EndConsequences ends;
  private final ExchangedAnswers exchanged;

  private Consequences(
      List<Found> found, Map<Found, String> names, Aligned run, Circumstances where) {
    this.found = found;
    this.names = names;
    this.run = run;
    this.where = where;
    answers = new Answers(run, where);
    repetitions = new Repetitions(found, names, run, where, oneSided, answers);
    firstWindow = new FirstWindow(run, oneSided, answers);
    moments = new OtherMoments(found, names, run, answers, oneSided);
    faults = new OtherFaults(run, oneSided);
    exchanged = new ExchangedAnswers(found, names, run, answers, oneSided);
    ends = new EndConsequences(run, found, names, oneSided, faults);
  }

  /**
   * Adds the names of what explains more of what was found.
   *
   * @param names of what the catalogue itself explains
   */
  static void add(List<Found> found, Map<Found, String> names, Aligned run, Circumstances where) {
    var consequences = new Consequences(found, names, run, where);
    boolean more = true;
    while (more) {
      more = false;
      for (Found each : found) {
        String name = names.get(each);
        if (name == null) {
          name = consequences.explaining(each);
          if (name != null) {
            names.put(each, name);
            more = true;
          }
        }
        if (name != null && each.at().aspect() == Aspect.SEGMENT && each.pair() != null) {
          more |= consequences.oneSided.know(each.pair(), name);
        }
      }
    }
  }

  private @Nullable String explaining(Found found) {
    Pair pair = found.pair();
    if (pair == null) {
      return ends.explaining(found.at());
    }
    String name = following(found, pair);
    return name == null ? faults.explaining(pair) : name;
  }

  private @Nullable String following(Found found, Pair pair) {
    return switch (found.at().aspect()) {
      case SEGMENT -> {
        String answered = ofTheAnswered(pair);
        String heard = answered == null ? repetitions.ofTheUnheard(pair) : answered;
        String left = heard == null ? repetitions.ofTheLeft(pair) : heard;
        String merged = left == null ? repetitions.ofTheMerged(pair) : left;
        String shifted = merged == null ? exchanged.ofTheShifted(pair) : merged;
        String spent = shifted == null ? ofTheSpent(pair) : shifted;
        String own = spent == null ? moments.ofTheOwn(pair) : spent;
        String parted = own == null ? ends.ofTheParted(pair) : own;
        String held = parted == null ? firstWindow.ofTheHeld(pair) : parted;
        yield held == null ? moments.ofTheNumbered(pair) : held;
      }
      case LATENCY -> {
        String name = repetitions.ofTheUnacknowledged(pair);
        String first = name == null ? firstWindow.ofTheKernels(pair) : name;
        yield first == null ? exchanged.ofTheOther(pair) : first;
      }
      case ECHO -> {
        String echoed = echoesWhatHadCome(pair) ? ofTheEchoed(pair) : null;
        yield echoed == null && echoesWhatHadCome(pair) ? ofTheMoment(pair) : echoed;
      }
      case CAUSE -> firstWindow.ofTheSimulated(pair);
      case ACK -> moments.ofTheOther(pair);
      case OPTIONS -> ofOtherReasons(pair);
      case IDENTIFICATION -> wasEstablishedSooner(pair) ? ofTheMoved(pair) : null;
      case CONNECTION, FLAGS, WINDOW, URGENT, TIMESTAMP, TTL, ECN, STATES, ANSWER, OUTCOME -> null;
    };
  }

  private @Nullable String ofTheAnswered(Pair pair) {
    TracedSegment answered = answers.answered(pair.any(), pair.simulated() != null);
    return answered == null
        ? null
        : oneSided.why(answered.sent().ordinal(), pair.simulated() != null);
  }

  /** One of the two echoes what the other trace does not have. */
  private @Nullable String ofTheEchoed(Pair pair) {
    String real = ofTheEchoed(pair.real(), false);
    return real == null ? ofTheEchoed(pair.simulated(), true) : real;
  }

  private @Nullable String ofTheEchoed(@Nullable Piece piece, boolean isSimulated) {
    var stamp = piece == null ? null : View.timestamps(piece);
    if (piece == null || stamp == null) {
      return null;
    }
    var conversation = run.conversation(piece.sent().connection());
    View view = isSimulated ? conversation.simulated() : conversation.real();
    return view.stampedWith(stamp.echo(), piece.from().other()).stream()
        .map(echoed -> oneSided.why(echoed.sent().ordinal(), isSimulated))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** It was sent at another moment than was simulated, or answers what was. */
  private @Nullable String ofTheMoment(Pair pair) {
    String moved = ofTheMoved(pair);
    return moved != null
        ? moved
        : found.stream()
            .filter(each -> each.at().aspect() == Aspect.CAUSE && pair.equals(each.pair()))
            .map(names::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /** Both answer the same, but that it came at another place. */
  private @Nullable String ofTheMoved(Pair pair) {
    TracedSegment one = pair.simulated() == null ? null : answers.answered(pair.simulated(), true);
    TracedSegment other = pair.real() == null ? null : answers.answered(pair.real(), false);
    return one != null && other != null && areAlike(one, other) ? ofOtherReasons(pair) : null;
  }

  /** Each of the two answers what the other trace does not have, for one and the same reason. */
  private @Nullable String ofOtherReasons(Pair pair) {
    TracedSegment one = pair.simulated() == null ? null : answers.answered(pair.simulated(), true);
    TracedSegment other = pair.real() == null ? null : answers.answered(pair.real(), false);
    String name = one == null ? null : oneSided.why(one.sent().ordinal(), true);
    return name != null && other != null && name.equals(oneSided.why(other.sent().ordinal(), false))
        ? name
        : null;
  }

  private boolean areAlike(TracedSegment simulated, TracedSegment real) {
    var conversation = run.conversation(simulated.sent().connection());
    Party from = simulated.sent().from();
    Segment one = simulated.sent().packet().segment();
    Segment other = real.sent().packet().segment();
    return from == real.sent().from()
        && Piece.kind(one) == Piece.kind(other)
        && one.payload().length() == other.payload().length()
        && conversation
            .simulated()
            .sequence(one, from)
            .equals(conversation.real().sequence(other, from));
  }

  private boolean echoesWhatHadCome(Pair pair) {
    Long at = pair.real() == null ? null : pair.real().sent().atNs();
    var stamp = pair.real() == null ? null : View.timestamps(pair.real());
    if (at == null || stamp == null) {
      return false;
    }
    View real = run.conversation(pair.any().sent().connection()).real();
    for (Piece echoed : real.stampedWith(stamp.echo(), pair.any().from().other())) {
      Long came = Arrivals.firstNs(echoed.parts().getFirst());
      if (came != null && came <= at) {
        return true;
      }
    }
    return false;
  }

  /** What no connection stands behind yet has the identification 0. */
  private boolean wasEstablishedSooner(Pair pair) {
    return pair.simulated() != null
        && pair.real() != null
        && !wasEstablished(run.simulated(), pair.simulated())
        && wasEstablished(run.real(), pair.real());
  }

  private static boolean wasEstablished(Trace trace, Piece sent) {
    for (Entry entry : trace.entries()) {
      if (entry.equals(sent.sent())) {
        return false;
      }
      if (entry instanceof Entry.Transition move
          && move.connection() == sent.sent().connection()
          && move.endpoint() == sent.from()
          && move.to() == StateName.ESTABLISHED) {
        return true;
      }
    }
    return false;
  }

  /** It is only in one, since the other had just sent another that only that has. */
  private @Nullable String ofTheSpent(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    Piece answer = pair.any();
    if (!answers.refuses(answer, isSimulated)) {
      return null;
    }
    Moment moment = Moment.of(pair, run, where);
    for (Pair other : run.conversation(answer.sent().connection()).of(answer.from())) {
      boolean onlyThere = isSimulated ? other.simulated() == null : other.real() == null;
      Moment before = onlyThere ? Moment.of(other, run, where) : null;
      if (moment != null
          && before != null
          && answers.refuses(other.any(), !isSimulated)
          && before.atNs() < moment.atNs()
          && moment.atNs() - before.atNs() < ONCE_IN_NS + moment.slackNs()) {
        String name = oneSided.why(other.any().sent().ordinal(), !isSimulated);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }
}
