package dev.handshakelab.comparison;

import java.util.ArrayList;
import java.util.List;

/**
 * The longest common subsequence of two lists: what both have in the same order, with the least
 * left over. Where several are as long, the one that matches earliest.
 */
final class CommonSubsequence {
  private CommonSubsequence() {}

  /** Places of the same thing in both lists, from 0. */
  record Match(int one, int other) {}

  /**
   * The matches, in order.
   *
   * @param most of each list between the common beginning and end
   * @throws TooLong when there is more
   */
  static <T> List<Match> of(List<T> one, List<T> other, int most) {
    List<Match> matches = new ArrayList<>();
    int begin = 0;
    while (begin < Math.min(one.size(), other.size()) && one.get(begin).equals(other.get(begin))) {
      matches.add(new Match(begin, begin));
      begin++;
    }
    int end = 0;
    while (end < Math.min(one.size(), other.size()) - begin
        && one.get(one.size() - 1 - end).equals(other.get(other.size() - 1 - end))) {
      end++;
    }
    matches.addAll(
        middle(
            one.subList(begin, one.size() - end),
            other.subList(begin, other.size() - end),
            begin,
            most));
    for (int i = end; i > 0; i--) {
      matches.add(new Match(one.size() - i, other.size() - i));
    }
    return matches;
  }

  private static <T> List<Match> middle(List<T> one, List<T> other, int offset, int most) {
    if (one.size() > most || other.size() > most) {
      throw new TooLong(
          "one direction of a connection differs over %d and %d segments; %d can be aligned"
              .formatted(one.size(), other.size(), most));
    }
    short[][] left = new short[one.size() + 1][other.size() + 1];
    for (int i = one.size() - 1; i >= 0; i--) {
      for (int j = other.size() - 1; j >= 0; j--) {
        left[i][j] =
            one.get(i).equals(other.get(j))
                ? (short) (left[i + 1][j + 1] + 1)
                : (short) Math.max(left[i + 1][j], left[i][j + 1]);
      }
    }
    List<Match> matches = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < one.size() && j < other.size()) {
      if (one.get(i).equals(other.get(j))) {
        matches.add(new Match(offset + i++, offset + j++));
      } else if (left[i + 1][j] >= left[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return matches;
  }
}
