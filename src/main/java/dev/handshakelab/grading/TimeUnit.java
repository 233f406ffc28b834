package dev.handshakelab.grading;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Units of time, as answers bear them. */
public enum TimeUnit {
  NS(0, "ns", "nanosecond", "nanoseconds"),
  US(3, "us", "µs", "μs", "microsecond", "microseconds"),
  MS(6, "ms", "msec", "millisecond", "milliseconds"),
  S(9, "s", "sec", "secs", "second", "seconds");

  private static final Map<String, TimeUnit> BY_NAME =
      Map.copyOf(
          Stream.of(values())
              .flatMap(unit -> unit.names.stream().map(name -> Map.entry(name, unit)))
              .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));

  private final int decimalPlaces;

  @SuppressWarnings("ImmutableEnumChecker") // a list that does not change
  private final List<String> names;

  TimeUnit(int decimalPlaces, String... names) {
    this.decimalPlaces = decimalPlaces;
    this.names = List.of(names);
  }

  /** As it is written in a rubric, e.g. {@code ms}. */
  public String label() {
    return names.getFirst();
  }

  static List<String> labels() {
    return Stream.of(values()).map(TimeUnit::label).toList();
  }

  /** By any of its names, in any case. */
  static Optional<TimeUnit> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  BigDecimal ns(BigDecimal time) {
    return time.movePointRight(decimalPlaces);
  }
}
