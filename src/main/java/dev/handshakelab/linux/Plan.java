package dev.handshakelab.linux;

import dev.handshakelab.scenario.Step;
import dev.handshakelab.scenario.Step.When;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The steps of a request that are still to come. */
public final class Plan {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Those with a time, the earliest first, at one time in the order of the request. */
  private final List<Step> timed = new ArrayList<>();

  private final List<Step> afterSegments = new ArrayList<>();

  public Plan(List<Step> steps) {
    for (Step step : steps) {
      switch (step.when()) {
        case When.At _ -> timed.add(step);
        case When.AfterSegment _ -> afterSegments.add(step);
      }
    }
    timed.sort(Comparator.comparingLong(Plan::atNs));
  }

  /** When a step with a time is due, in nanoseconds from time zero. */
  public static long atNs(Step step) {
    return switch (step.when()) {
      case When.At(double ms) -> nanos(ms);
      case When.AfterSegment _ -> throw new IllegalArgumentException(step + " has no time");
    };
  }

  public static long nanos(double ms) {
    return Math.round(ms * NANOS_PER_MILLI);
  }

  public boolean waitsForTime() {
    return !timed.isEmpty();
  }

  public boolean waitsForSegments() {
    return !afterSegments.isEmpty();
  }

  /** How long until the next step with a time, from {@code nowNs}; null when there is none. */
  public @Nullable Long untilNextNs(long nowNs) {
    return timed.isEmpty() ? null : atNs(timed.getFirst()) - nowNs;
  }

  /**
   * Takes the next step that is due, or null when none is.
   *
   * @param nowNs from time zero
   * @param arrived whether the segment with an ordinal has arrived
   */
  public @Nullable Step next(long nowNs, IntPredicate arrived) {
    if (!timed.isEmpty() && atNs(timed.getFirst()) <= nowNs) {
      return timed.removeFirst();
    }
    for (Step step : afterSegments) {
      if (step.when() instanceof When.AfterSegment(int ordinal) && arrived.test(ordinal)) {
        afterSegments.remove(step);
        return step;
      }
    }
    return null;
  }

  /** Steps that have not come, to be named in a remark. */
  public List<Step> left() {
    List<Step> left = new ArrayList<>(timed);
    left.addAll(afterSegments);
    return left;
  }
}
