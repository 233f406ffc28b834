package dev.handshakelab.comparison;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of several segments that are alike is which, when one of the two traces has more of them:
 * an answer follows at once upon the arrival that it answers, so each simulated one is the real one
 * that was sent when that had arrived there. By their order alone, the last would always be
 * missing.
 */
final class Alike {
  /** In nanoseconds, over an hour, worse than any time: nobody knows when it was to be sent. */
  private static final long UNKNOWN = 1L << 42;

  /**
   * In nanoseconds: timers are late by less, so that less decides nothing. No timer sends what is
   * nothing but an acknowledgment just before or after an arrival.
   */
  private static final long SLACK = 50_000_000;

  /** Of so many alike, each with each, order is good enough; the shorter list has up to 100. */
  private static final int MOST = 10_000;

  /** Worse than all of the shorter list at unknown times, and all of it is still a long. */
  private static final long FORBIDDEN = UNKNOWN << 8;

  private final List<Piece> simulated;
  private final List<Piece> real;
  private final Due due;

  /** When a simulated segment was to be sent, by the real trace's clock. */
  @FunctionalInterface
  interface Due {
    /** Null when nobody knows, or when what made it so did not arrive there. */
    @Nullable Long ns(Piece simulated);
  }

  private Alike(List<Piece> simulated, List<Piece> real, Due due) {
    this.simulated = simulated;
    this.real = real;
    this.due = due;
  }

  /** The same pairs, those next to each other that are alike paired anew. */
  static List<Pair> settled(List<Pair> pairs, Alignment alignment, Due due) {
    List<Pair> settled = new ArrayList<>();
    int end;
    for (int begin = 0; begin < pairs.size(); begin = end) {
      end = begin + 1;
      while (end < pairs.size() && alignment.areAlike(pairs.get(begin), pairs.get(end))) {
        end++;
      }
      settled.addAll(paired(pairs.subList(begin, end), due));
    }
    return Alignment.numbered(settled);
  }

  private static List<Pair> paired(List<Pair> alike, Due due) {
    List<Piece> simulated = new ArrayList<>();
    List<Piece> real = new ArrayList<>();
    for (Pair pair : alike) {
      if (pair.simulated() != null) {
        simulated.add(pair.simulated());
      }
      if (pair.real() != null) {
        real.add(pair.real());
      }
    }
    boolean settled = simulated.size() == real.size() || simulated.isEmpty() || real.isEmpty();
    return settled || simulated.size() * real.size() > MOST
        ? alike
        : new Alike(simulated, real, due).paired();
  }

  /** As many as can be, in order, and as near to their times as can be. */
  private List<Pair> paired() {
    long[][] apart = apart();
    List<Pair> pairs = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < simulated.size() || j < real.size()) {
      boolean both = i < simulated.size() && j < real.size();
      if (both && apart[i][j] == apart[i + 1][j + 1] + apart(simulated.get(i), real.get(j))) {
        pairs.add(new Pair(simulated.get(i++), real.get(j++), 0));
      } else if (i < simulated.size() && apart[i][j] == apart[i + 1][j] + missing(true)) {
        pairs.add(new Pair(simulated.get(i++), null, 0));
      } else {
        pairs.add(new Pair(null, real.get(j++), 0));
      }
    }
    return pairs;
  }

  /** From each place on in both lists, the least time that they can be apart, in nanoseconds. */
  private long[][] apart() {
    long[][] apart = new long[simulated.size() + 1][real.size() + 1];
    for (int i = simulated.size(); i >= 0; i--) {
      for (int j = real.size(); j >= 0; j--) {
        long least = i == simulated.size() && j == real.size() ? 0 : Long.MAX_VALUE;
        if (i < simulated.size()) {
          least = Math.min(least, apart[i + 1][j] + missing(true));
        }
        if (j < real.size()) {
          least = Math.min(least, apart[i][j + 1] + missing(false));
        }
        if (i < simulated.size() && j < real.size()) {
          least = Math.min(least, apart[i + 1][j + 1] + apart(simulated.get(i), real.get(j)));
        }
        apart[i][j] = least;
      }
    }
    return apart;
  }

  private long apart(Piece one, Piece other) {
    Long expected = due.ns(one);
    Long sent = other.sent().atNs();
    return expected == null || sent == null
        ? UNKNOWN
        : Math.min(UNKNOWN, Math.max(0, Math.abs(sent - expected) - (one.isPureAck() ? 0 : SLACK)));
  }

  /** Of the longer list some must be, of the shorter none. */
  private long missing(boolean one) {
    return one == simulated.size() > real.size() ? 0 : FORBIDDEN;
  }
}
