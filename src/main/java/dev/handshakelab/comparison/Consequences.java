package dev.handshakelab.comparison;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What else differs once a segment is there, or is not, for a known reason. No entry of the
 * catalogue is asked again; it follows, by one of five ways, each from a segment that is explained:
 *
 * <ul>
 *   <li>what answers the segment is there for the same reason;
 *   <li>what the segment acknowledges or resets is sent once more where it did not come;
 *   <li>what a timer sends only so often is sent later where it was started anew;
 *   <li>where a race has put it at another place, so that both have it but nobody can say that it
 *       is the same, its answer is of another moment: it echoes what had come by then, and is sent
 *       by a connection that was, or was not yet, established;
 *   <li>Linux answers what is not acceptable once in 500 ms: an answer more spends what a later one
 *       would have been sent by.
 * </ul>
 */
final class Consequences {
  /** sysctl_tcp_invalid_ratelimit (tcp_oow_rate_limited). */
  private static final long ONCE_IN_NS = 500_000_000;

  private final Aligned run;
  private final Circumstances where;
  private final Answers answers;
  private final EndConsequences ends;

  /** Why a segment is only in one of the two, by its ordinal there. */
  private final Map<Integer, String> simulatedOnly = new HashMap<>();

  private final Map<Integer, String> realOnly = new HashMap<>();

  private Consequences(Aligned run, Circumstances where, EndConsequences ends) {
    this.run = run;
    this.where = where;
    answers = new Answers(run, where);
    this.ends = ends;
  }

  /**
   * Adds the names of what explains more of what was found.
   *
   * @param names of what the catalogue itself explains
   */
  static void add(List<Found> found, Map<Found, String> names, Aligned run, Circumstances where) {
    var consequences = new Consequences(run, where, new EndConsequences(run, found, names));
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
          more |= consequences.know(each.pair(), name);
        }
      }
    }
  }

  private boolean know(Pair pair, String name) {
    Map<Integer, String> only = pair.simulated() == null ? realOnly : simulatedOnly;
    return only.put(pair.any().sent().ordinal(), name) == null;
  }

  private @Nullable String explaining(Found found) {
    Pair pair = found.pair();
    if (pair == null) {
      return ends.explaining(found.at(), simulatedOnly, realOnly);
    }
    return switch (found.at().aspect()) {
      case SEGMENT -> {
        String answered = ofTheAnswered(pair);
        String heard = answered == null ? ofTheUnheard(pair) : answered;
        String left = heard == null ? ofTheLeft(pair) : heard;
        yield left == null ? ofTheSpent(pair) : left;
      }
      case ECHO -> echoesWhatHadCome(pair) ? ofTheMoved(pair) : null;
      case IDENTIFICATION -> wasEstablishedSooner(pair) ? ofTheMoved(pair) : null;
      case CONNECTION,
          FLAGS,
          ACK,
          WINDOW,
          URGENT,
          OPTIONS,
          TIMESTAMP,
          TTL,
          ECN,
          LATENCY,
          CAUSE,
          STATES,
          ANSWER,
          OUTCOME ->
          null;
    };
  }

  private @Nullable String ofTheAnswered(Pair pair) {
    TracedSegment answered = answers.answered(pair.any(), pair.simulated() != null);
    return answered == null
        ? null
        : (pair.simulated() == null ? realOnly : simulatedOnly).get(answered.sent().ordinal());
  }

  /**
   * It is sent once more, since nothing had come that would have put an end to that; in the other
   * trace that had.
   */
  private @Nullable String ofTheUnheard(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    var conversation = run.conversation(pair.any().sent().connection());
    View here = isSimulated ? conversation.simulated() : conversation.real();
    View there = isSimulated ? conversation.real() : conversation.simulated();
    Moment moment = Moment.of(pair, run, where);
    if (moment == null || !isRepeated(pair.any(), here)) {
      return null;
    }
    for (Piece piece : there.of(moment.host().other())) {
      Long came = Arrivals.firstNs(piece.parts().getFirst());
      if (came != null
          && came <= moment.atNs() + moment.slackNs()
          && ends(piece, there, pair.any(), here)) {
        String name = ofWhatLedTo(piece, !isSimulated);
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }

  /** As many as lack here of those that the other trace has before. */
  private @Nullable String ofTheLeft(Pair pair) {
    boolean isSimulated = pair.simulated() != null;
    var conversation = run.conversation(pair.any().sent().connection());
    if (!isRepeated(pair.any(), view(pair))) {
      return null;
    }
    String name = null;
    int lacking = 0;
    for (Pair other : conversation.of(pair.any().from())) {
      if (other.equals(pair)) {
        return lacking > 0 ? name : null;
      }
      boolean there = isSimulated ? other.simulated() == null : other.real() == null;
      boolean here = isSimulated ? other.real() == null : other.simulated() == null;
      if ((there || here) && isAnother(other, pair)) {
        lacking += there ? 1 : -1;
        String why = there ? (isSimulated ? realOnly : simulatedOnly).get(ordinal(other)) : null;
        name = why == null ? name : why;
      }
    }
    return null;
  }

  private boolean isAnother(Pair one, Pair other) {
    Party from = one.any().from();
    Segment left = one.any().segment();
    Segment right = other.any().segment();
    return Piece.kind(left) == Piece.kind(right)
        && left.payload().length() == right.payload().length()
        && view(one).sequence(left, from).equals(view(other).sequence(right, from));
  }

  private View view(Pair pair) {
    var conversation = run.conversation(pair.any().sent().connection());
    return pair.simulated() == null ? conversation.real() : conversation.simulated();
  }

  private static int ordinal(Pair pair) {
    return pair.any().sent().ordinal();
  }

  private static boolean isRepeated(Piece piece, View view) {
    Segment segment = piece.segment();
    return segment.length() > 0
        && view.of(piece.from()).stream()
            .anyMatch(before ->
                before.number() < piece.number()
                    && !before.isInjected()
                    && before.segment().sequence().equals(segment.sequence())
                    && before.segment().length() == segment.length());
  }

  /** Whether one end's segment acknowledges or resets what the other's, of another trace, sends. */
  private static boolean ends(Piece piece, View there, Piece sent, View here) {
    Segment segment = piece.segment();
    if (segment.isRst()) {
      return true;
    }
    Integer acknowledged =
        segment.isAck() ? there.offset(segment.acknowledgment(), sent.from()) : null;
    Integer from = here.offset(sent.segment().sequence(), sent.from());
    return acknowledged != null && from != null && acknowledged > from;
  }

  /** Why a segment, or what it answers, is only in its own trace; null when it is in both. */
  private @Nullable String ofWhatLedTo(Piece piece, boolean isSimulated) {
    Map<Integer, String> only = isSimulated ? simulatedOnly : realOnly;
    String name = only.get(piece.sent().ordinal());
    TracedSegment answered = name == null ? answers.answered(piece, isSimulated) : null;
    return answered == null ? name : only.get(answered.sent().ordinal());
  }

  /** Both answer the same, but that it came at another place. */
  private @Nullable String ofTheMoved(Pair pair) {
    if (pair.simulated() == null || pair.real() == null) {
      return null;
    }
    TracedSegment one = answers.answered(pair.simulated(), true);
    TracedSegment other = answers.answered(pair.real(), false);
    if (one == null || other == null) {
      return null;
    }
    String name = simulatedOnly.get(one.sent().ordinal());
    boolean isSame = name != null && name.equals(realOnly.get(other.sent().ordinal()));
    return isSame && areAlike(one, other) ? name : null;
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
        String name = (isSimulated ? realOnly : simulatedOnly).get(other.any().sent().ordinal());
        if (name != null) {
          return name;
        }
      }
    }
    return null;
  }
}
