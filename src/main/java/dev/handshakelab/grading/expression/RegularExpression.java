package dev.handshakelab.grading.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * What a regular expression costs. Matching is linear in the text (RE2 never goes back), but a
 * counted repetition is written out when it is compiled: {@code ((a{99}){99}){99}} becomes a
 * million copies before anyone can ask for its size. So the counts are multiplied first.
 */
final class RegularExpression {
  private static final java.util.regex.Pattern COUNTED =
      java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

  private RegularExpression() {}

  /** What is wrong with the pattern, if anything. */
  static Optional<String> fault(String pattern, Fence fence) {
    if (copies(pattern, fence) > fence.regex()) {
      return Optional.of(
          "the counts in this regular expression multiply to more than " + fence.regex());
    }
    try {
      int size = Pattern.compile(pattern).programSize();
      return size > fence.regex()
          ? Optional.of(
              "this regular expression compiles to " + size + " steps, of " + fence.regex())
          : Optional.empty();
    } catch (PatternSyntaxException wrong) {
      return Optional.of("this is no regular expression: " + wrong.getMessage());
    }
  }

  /** At most; wherever the counts stand. Beyond the fence it stops multiplying. */
  private static long copies(String pattern, Fence fence) {
    return COUNTED
        .matcher(pattern)
        .results()
        .mapToLong(RegularExpression::count)
        .reduce(1, (product, count) -> Math.min(product * count, fence.regex() + 1L));
  }

  private static long count(MatchResult counted) {
    String most = counted.group(2);
    String shown = most == null || most.isEmpty() ? counted.group(1) : most;
    // Ten digits are past every fence, and more are past a long.
    return Math.max(1, Long.parseLong(shown.substring(0, Math.min(10, shown.length()))));
  }
}
