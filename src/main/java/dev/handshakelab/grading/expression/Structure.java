package dev.handshakelab.grading.expression;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.NullValue;
import dev.cel.common.values.StructValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something with fields, as an expression sees it: a segment, a transition, an end. */
@SuppressWarnings("Immutable") // maps that were copied hold values that do not change
final class Structure extends StructValue<String, Structure> {
  private final StructType type;
  private final Map<String, Object> fields;

  /**
   * @param fields without those that are null
   */
  Structure(StructType type, Map<String, Object> fields) {
    this.type = type;
    this.fields = Map.copyOf(fields);
  }

  static StructType type(String name, Map<String, CelType> fields) {
    return StructType.create(
        name,
        ImmutableSet.copyOf(fields.keySet()),
        field -> Optional.ofNullable(fields.get(field)));
  }

  @Override
  public Structure value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return type;
  }

  @Override
  public Object select(String field) {
    return orNull(fields.get(field));
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  static Object orNull(@Nullable Object value) {
    return value == null ? NullValue.NULL_VALUE : value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Structure that && fields.equals(that.fields) && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }
}
