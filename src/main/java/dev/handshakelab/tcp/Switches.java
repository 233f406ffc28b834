package dev.handshakelab.tcp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The switches of a {@link Policy} by name: for the list that people read and for requests that set
 * single ones.
 */
public final class Switches {
  private static final RecordComponent[] COMPONENTS = Policy.class.getRecordComponents();

  private Switches() {}

  /**
   * One switch.
   *
   * @param values what it can be set to; empty for a number of nanoseconds, 0 and up
   */
  public record Switch(
      String name, String meaning, List<Value> values, String rfc9293, String linux) {
    public Switch {
      values = List.copyOf(values);
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
    Class<?> type = component.getType();
    if (type == long.class) {
      try {
        long number = Long.parseLong(value);
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException notANumber) {
        // falls through to the message
      }
      throw new IllegalArgumentException(
          component.getName() + " is a number of nanoseconds, 0 and up, not " + value);
    }
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        component.getName()
            + " is one of "
            + Arrays.toString(type.getEnumConstants())
            + ", not "
            + value);
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
