package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.FlagText;
import dev.handshakelab.grading.expression.Value;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer is what was expected. Whole numbers are compared modulo 2^32, as sequence
 * numbers are (RFC 9293 §3.4); times within a tolerance; words without regard to case, hyphens and
 * blanks; flags as sets.
 *
 * @param toleranceNs of times; null when no times are compared
 * @param anyOrder lists are compared as if they were sorted
 */
record Comparison(@Nullable BigDecimal toleranceNs, boolean anyOrder, Partial partial) {
  private static final BigInteger TWO_TO_THE_32 = BigInteger.ONE.shiftLeft(32);
  private static final BigDecimal ALMOST = new BigDecimal("1e-9");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_\\s]+");

  Share share(Value expected, Value given) {
    if (expected instanceof Value.Several(List<Value> wanted)
        && given instanceof Value.Several(List<Value> items)) {
      return anyOrder ? ofSet(wanted, items) : ofList(wanted, items);
    }
    return Share.of(same(expected, given));
  }

  private Share ofList(List<Value> wanted, List<Value> items) {
    boolean all = wanted.size() == items.size();
    for (int i = 0; all && i < wanted.size(); i++) {
      all = same(wanted.get(i), items.get(i));
    }
    return all || partial == Partial.NONE
        ? Share.of(all)
        : Share.ofItems(wanted, items, this::same);
  }

  private Share ofSet(List<Value> wanted, List<Value> items) {
    List<Value> left = new ArrayList<>(items);
    int right = 0;
    for (Value each : wanted) {
      Optional<Value> match = left.stream().filter(item -> same(each, item)).findFirst();
      if (match.isPresent()) {
        left.remove(match.get());
        right++;
      }
    }
    int longer = Math.max(wanted.size(), items.size());
    boolean all = right == longer;
    return all || partial == Partial.NONE ? Share.of(all) : Share.items(right, longer);
  }

  private boolean same(Value expected, Value given) {
    return switch (expected) {
      case Value.Nothing _ -> given instanceof Value.Nothing;
      case Value.Figure(BigDecimal number) ->
          given instanceof Value.Figure(BigDecimal other) && sameNumber(number, other);
      case Value.Words(String words) ->
          given instanceof Value.Words(String other) && sameWords(words, other);
      case Value.Truth _, Value.Several _ -> expected.equals(given);
    };
  }

  private boolean sameNumber(BigDecimal expected, BigDecimal given) {
    BigDecimal off = expected.subtract(given).abs();
    if (toleranceNs != null) {
      return off.compareTo(toleranceNs) <= 0;
    }
    if (isWhole(expected)) {
      return isWhole(given) && off.toBigIntegerExact().mod(TWO_TO_THE_32).signum() == 0;
    }
    return off.compareTo(expected.abs().multiply(ALMOST)) <= 0;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  private static boolean sameWords(String expected, String given) {
    if (normal(expected).equals(normal(given))) {
      return true;
    }
    return expected.equals(FlagText.names(flags(expected)))
        && FlagText.read(given).filter(flags(expected)::equals).isPresent();
  }

  /** None when the text does not name flags. */
  private static Flags flags(String text) {
    return FlagText.read(text).orElse(Flags.of(new Flag[0]));
  }

  /** Lower case, one blank between words, none around them, no full stop. */
  static String normal(String text) {
    String words = BETWEEN_WORDS.matcher(text.strip()).replaceAll(" ").strip();
    return (words.endsWith(".") && words.length() > 1
            ? words.substring(0, words.length() - 1)
            : words)
        .toLowerCase(Locale.ROOT);
  }
}
