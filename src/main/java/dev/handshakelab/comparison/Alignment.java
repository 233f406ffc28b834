package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which segment of one trace is which of the other, one direction of one connection at a time:
 * there is no order between directions that two machines would agree on.
 *
 * <p>In three steps, each within the gaps that the one before has left: the longest common
 * subsequence by what a segment is, where it stands and what it acknowledges; the same without the
 * acknowledgment, for segments that take up sequence numbers and for RSTs; and contiguous data that
 * was cut at other places.
 */
final class Alignment {
  /** What is left between common beginning and end: the table has the square of it. */
  static final int MOST = 4_000;

  private final View simulated;
  private final View real;
  private final Party party;

  private Alignment(View simulated, View real, Party party) {
    this.simulated = simulated;
    this.real = real;
    this.party = party;
  }

  /**
   * Every segment of both, each once, in order.
   *
   * @throws TooLong when there is too much between what both have in common
   */
  static List<Pair> of(View simulated, View real, Party party) {
    var alignment = new Alignment(simulated, real, party);
    return numbered(alignment.exactly(simulated.of(party), real.of(party)));
  }

  /** The same pairs once it is known when each was to be sent. */
  static List<Pair> settled(Aligned.Conversation conversation, Party party, Alike.Due due) {
    var alignment = new Alignment(conversation.simulated(), conversation.real(), party);
    return Alike.settled(conversation.of(party), alignment, due);
  }

  /**
   * The same pairs without those that are none: what is sent more than once can be another one.
   *
   * @param apart whether the two of a pair are too far apart for that
   */
  static List<Pair> parted(Aligned.Conversation conversation, Party party, Predicate<Pair> apart) {
    var alignment = new Alignment(conversation.simulated(), conversation.real(), party);
    List<Pair> pairs = conversation.of(party);
    List<Pair> parted = new ArrayList<>();
    for (Pair pair : pairs) {
      boolean again =
          pairs.stream().anyMatch(other -> !other.equals(pair) && alignment.areAlike(pair, other));
      if (again && apart.test(pair)) {
        parted.add(new Pair(pair.simulated(), null, 0));
        parted.add(new Pair(null, pair.real(), 0));
      } else {
        parted.add(pair);
      }
    }
    return numbered(parted);
  }

  /** Whether nothing but their times tells one pair's segments from another's. */
  boolean areAlike(Pair one, Pair other) {
    Key key = alike(one);
    return key != null && key.equals(alike(other));
  }

  private @Nullable Key alike(Pair pair) {
    Piece ours = pair.simulated();
    Piece theirs = pair.real();
    Key own = ours == null ? null : exact(simulated, ours);
    Key other = theirs == null ? null : exact(real, theirs);
    boolean same = own == null || other == null || own.equals(other);
    return same && !pair.any().isJoined() ? own == null ? other : own : null;
  }

  private record Key(
      boolean injected, int kind, String sequence, String acknowledgment, int length) {}

  private Key exact(View view, Piece piece) {
    var segment = piece.segment();
    return piece.isInjected()
        ? new Key(true, Piece.kind(segment), "", "", segment.payload().length())
        : new Key(
            false,
            Piece.kind(segment),
            view.sequence(segment, party),
            view.acknowledgment(segment, party),
            segment.payload().length());
  }

  private Key roughly(View view, Piece piece) {
    Key exact = exact(view, piece);
    // A pure ACK is nothing but its acknowledgment.
    return piece.isPureAck()
        ? exact
        : new Key(exact.injected(), exact.kind(), exact.sequence(), "", exact.length());
  }

  private List<Pair> exactly(List<Piece> ours, List<Piece> theirs) {
    List<Key> own = keys(ours, piece -> exact(simulated, piece));
    List<Key> other = keys(theirs, piece -> exact(real, piece));
    return between(ours, theirs, CommonSubsequence.of(own, other, MOST), this::loosely);
  }

  private List<Pair> loosely(List<Piece> ours, List<Piece> theirs) {
    List<Key> own = keys(ours, piece -> roughly(simulated, piece));
    List<Key> other = keys(theirs, piece -> roughly(real, piece));
    return between(ours, theirs, CommonSubsequence.of(own, other, MOST), this::joined);
  }

  private static List<Key> keys(List<Piece> pieces, Function<Piece, Key> key) {
    return pieces.stream().map(key).toList();
  }

  private interface Gap {
    List<Pair> fill(List<Piece> ours, List<Piece> theirs);
  }

  private static List<Pair> between(
      List<Piece> ours, List<Piece> theirs, List<CommonSubsequence.Match> matches, Gap gap) {
    List<Pair> pairs = new ArrayList<>();
    int i = 0;
    int j = 0;
    for (CommonSubsequence.Match match : matches) {
      pairs.addAll(filled(ours.subList(i, match.one()), theirs.subList(j, match.other()), gap));
      pairs.add(new Pair(ours.get(match.one()), theirs.get(match.other()), 0));
      i = match.one() + 1;
      j = match.other() + 1;
    }
    pairs.addAll(filled(ours.subList(i, ours.size()), theirs.subList(j, theirs.size()), gap));
    return pairs;
  }

  private static List<Pair> filled(List<Piece> ours, List<Piece> theirs, Gap gap) {
    return ours.isEmpty() || theirs.isEmpty() ? apart(ours, theirs) : gap.fill(ours, theirs);
  }

  private static List<Pair> apart(List<Piece> ours, List<Piece> theirs) {
    List<Pair> pairs = new ArrayList<>();
    ours.forEach(piece -> pairs.add(new Pair(piece, null, 0)));
    theirs.forEach(piece -> pairs.add(new Pair(null, piece, 0)));
    return pairs;
  }

  /** Runs of data that begin and end at the same numbers are the same, however they are cut. */
  private List<Pair> joined(List<Piece> ours, List<Piece> theirs) {
    List<Piece> own = new ArrayList<>(ours);
    List<Piece> other = new ArrayList<>(theirs);
    List<Pair> pairs = new ArrayList<>();
    for (Piece piece : ours) {
      for (Piece candidate : theirs) {
        boolean free = own.contains(piece) && other.contains(candidate);
        if (free && begins(piece, candidate)) {
          List<Piece> left = run(piece, ours);
          List<Piece> right = run(candidate, theirs);
          if (cutToTheSameEnd(left, right)) {
            pairs.add(new Pair(Piece.joined(left), Piece.joined(right), 0));
            own.removeAll(left);
            other.removeAll(right);
          }
        }
      }
    }
    pairs.addAll(apart(own, other));
    return pairs;
  }

  private boolean begins(Piece piece, Piece candidate) {
    return piece.isData()
        && candidate.isData()
        && !piece.isInjected()
        && !candidate.isInjected()
        && simulated
            .sequence(piece.segment(), party)
            .equals(real.sequence(candidate.segment(), party));
  }

  /** The data from a piece on, as far as each begins where the one before ended. */
  private static List<Piece> run(Piece first, List<Piece> pieces) {
    List<Piece> run = new ArrayList<>();
    for (Piece piece : pieces.subList(pieces.indexOf(first), pieces.size())) {
      boolean follows =
          run.isEmpty() || run.getLast().segment().end().equals(piece.segment().sequence());
      if (piece.isData() && !piece.isInjected() && follows) {
        run.add(piece);
      } else if (!piece.isPureAck()) {
        break;
      }
    }
    return run;
  }

  /** Leaves of both runs as much as ends at the same number; false when nothing does. */
  private static boolean cutToTheSameEnd(List<Piece> left, List<Piece> right) {
    int one = Piece.joined(left).payloadLength();
    int other = Piece.joined(right).payloadLength();
    while (one != other) {
      if (one > other) {
        one -= left.removeLast().payloadLength();
      } else {
        other -= right.removeLast().payloadLength();
      }
      if (left.isEmpty() || right.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  static List<Pair> numbered(List<Pair> pairs) {
    List<Pair> numbered = new ArrayList<>();
    int after = 0;
    for (Pair pair : pairs) {
      numbered.add(new Pair(pair.simulated(), pair.real(), after));
      if (pair.simulated() != null) {
        Piece piece = pair.simulated();
        after = Math.max(after, piece.number() + piece.parts().size() - 1);
      }
    }
    return List.copyOf(numbered);
  }
}
