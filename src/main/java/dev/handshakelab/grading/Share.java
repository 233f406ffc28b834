package dev.handshakelab.grading;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * How much of a check was got right, as an exact fraction. A third has no end as a decimal, so the
 * division comes last: a third of 15 points is 5, not 4.95.
 *
 * @param part 0…{@code whole}
 * @param whole more than 0
 */
public record Share(BigDecimal part, BigDecimal whole) {
  public static final Share NOTHING = new Share(BigDecimal.ZERO, BigDecimal.ONE);
  public static final Share ALL = new Share(BigDecimal.ONE, BigDecimal.ONE);

  /** What points are rounded to, half up, where they do not come out even. */
  public static final int DECIMALS = 4;

  public Share {
    if (whole.signum() <= 0 || part.signum() < 0 || part.compareTo(whole) > 0) {
      throw new IllegalArgumentException(part + " of " + whole + " is no share");
    }
  }

  public static Share of(boolean right) {
    return right ? ALL : NOTHING;
  }

  /**
   * @param credit 0…1
   */
  public static Share of(BigDecimal credit) {
    return new Share(credit, BigDecimal.ONE);
  }

  /**
   * How much of a list is right: the items that both have in the same order (the longest common
   * subsequence), of the longer list. So what is missing costs, and so does what is too much, but
   * an item that was left out does not make those behind it wrong.
   */
  public static <T> Share ofItems(List<T> expected, List<T> given) {
    return ofItems(expected, given, Object::equals);
  }

  /** The same with another notion of what is right. */
  static <T> Share ofItems(List<T> expected, List<T> given, BiPredicate<T, T> same) {
    int longer = Math.max(expected.size(), given.size());
    return longer == 0 ? ALL : items(inCommon(expected, given, same), longer);
  }

  /**
   * @param right of {@code all} items
   */
  static Share items(int right, int all) {
    return new Share(BigDecimal.valueOf(right), BigDecimal.valueOf(all));
  }

  private static <T> int inCommon(List<T> one, List<T> other, BiPredicate<T, T> same) {
    int[] row = new int[other.size() + 1];
    for (T item : one) {
      int diagonal = 0;
      for (int j = 1; j <= other.size(); j++) {
        int above = row[j];
        row[j] = same.test(item, other.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[other.size()];
  }

  public boolean isAll() {
    return part.compareTo(whole) == 0;
  }

  /** This share of {@code max} points, exact where at most four decimals are needed. */
  public BigDecimal points(BigDecimal max) {
    return max.multiply(part).divide(whole, DECIMALS, RoundingMode.HALF_UP);
  }
}
