package dev.handshakelab.tcp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The switches of a {@link Policy} by name: for the list that people read and for requests that set
 * single ones.
 */
public final class Switches {
  /** As long as a session lasts at the most. */
  private static final long DAY_NS = 86_400_000_000_000L;

  /** No number that is longer fits. */
  private static final int MOST_DIGITS = 14;

  private static final RecordComponent[] COMPONENTS = Policy.class.getRecordComponents();

  private Switches() {}

  /**
   * One switch.
   *
   * @param values what it can be set to; empty for a number of nanoseconds
   * @param nanoseconds which numbers it takes, in digits; null for a choice
   */
  public record Switch(
      String name,
      String meaning,
      List<Value> values,
      @Nullable Range nanoseconds,
      String rfc9293,
      String linux) {
    public Switch {
      values = List.copyOf(values);
    }

    /** What a value would have to be, when it is not that. */
    public Optional<String> whyNot(String value) {
      if (nanoseconds != null) {
        return nanoseconds.has(value)
            ? Optional.empty()
            : Optional.of(
                "must be nanoseconds in digits, " + nanoseconds.least() + "…" + nanoseconds.most());
      }
      List<String> names = values.stream().map(Value::name).toList();
      return names.contains(value)
          ? Optional.empty()
          : Optional.of("must be one of " + String.join(", ", names));
    }
  }

  /** Which numbers of nanoseconds a switch takes, both ends included. */
  public record Range(long least, long most) {
    boolean has(String digits) {
      return !digits.isEmpty()
          && digits.length() <= MOST_DIGITS
          && digits.chars().allMatch(each -> each >= '0' && each <= '9')
          && Long.parseLong(digits) >= least
          && Long.parseLong(digits) <= most;
    }
  }

  /**
   * One setting of a switch.
   *
   * @param meaning empty where the name says it all
   */
  public record Value(String name, String meaning) {}

  /** All of them, in the order of {@link Policy}. */
  public static List<Switch> all() {
    return Arrays.stream(COMPONENTS)
        .map(component ->
            new Switch(
                component.getName(),
                component.getAnnotation(Meaning.class).value(),
                values(component.getType()),
                range(component),
                String.valueOf(value(component, Policy.RFC_9293)),
                String.valueOf(value(component, Policy.LINUX))))
        .toList();
  }

  public static Optional<Switch> named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * The policy with one switch set.
   *
   * @throws IllegalArgumentException when there is no such switch or it has no such value; the
   *     message says what would do
   */
  public static Policy set(Policy policy, String name, String value) {
    List<Object> members = new ArrayList<>();
    boolean found = false;
    for (RecordComponent component : COMPONENTS) {
      boolean here = component.getName().equals(name);
      found |= here;
      members.add(here ? read(component, value) : value(component, policy));
    }
    if (!found) {
      throw new IllegalArgumentException("there is no switch named " + name);
    }
    return make(members);
  }

  private static Object read(RecordComponent component, String value) {
    var named = named(component.getName()).orElseThrow();
    named
        .whyNot(value)
        .ifPresent(why -> {
          throw new IllegalArgumentException(named.name() + " " + why + ", not " + value);
        });
    if (component.getType() == long.class) {
      return Long.valueOf(value);
    }
    for (Object constant : component.getType().getEnumConstants()) {
      if (constant.toString().equals(value)) {
        return constant;
      }
    }
    throw new IllegalStateException(value + " of " + named + " is gone");
  }

  private static @Nullable Range range(RecordComponent component) {
    var nanoseconds = component.getAnnotation(Nanoseconds.class);
    return nanoseconds == null ? null : new Range(nanoseconds.least(), DAY_NS);
  }

  private static List<Value> values(Class<?> type) {
    if (!type.isEnum()) {
      return List.of();
    }
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> new Value(constant.toString(), meaning(type, constant.toString())))
        .toList();
  }

  private static String meaning(Class<?> type, String constant) {
    try {
      Meaning meaning = type.getField(constant).getAnnotation(Meaning.class);
      return meaning == null ? "" : meaning.value();
    } catch (NoSuchFieldException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object value(RecordComponent component, Policy policy) {
    try {
      return component.getAccessor().invoke(policy);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Policy make(List<Object> members) {
    try {
      var types = Arrays.stream(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Policy.class.getDeclaredConstructor(types).newInstance(members.toArray());
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(
          Objects.requireNonNull(refused.getCause()).getMessage(), refused);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
