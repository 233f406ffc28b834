package dev.handshakelab.grading.expression;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import java.util.Optional;

/**
 * What an expression comes to, known before it is evaluated.
 *
 * @param list a list of such values
 * @param nullable it may come to nothing; of a list, its items may
 */
public record ValueType(Scalar scalar, boolean list, boolean nullable) {
  public static final ValueType TRUTH = new ValueType(Scalar.TRUTH, false, false);
  public static final ValueType REAL = new ValueType(Scalar.REAL, false, false);

  /** A value that is no list. */
  public enum Scalar {
    WHOLE,
    REAL,
    TEXT,
    TRUTH
  }

  /** Empty for what no answer can be compared with: structures, maps, values of any type. */
  static Optional<ValueType> of(CelType type) {
    if (type instanceof ListType list && list.hasElemType()) {
      return of(list.elemType())
          .filter(each -> !each.list())
          .map(each -> new ValueType(each.scalar(), true, each.nullable()));
    }
    return scalar(type.kind())
        .map(scalar -> new ValueType(scalar, false, type instanceof NullableType));
  }

  private static Optional<Scalar> scalar(CelKind kind) {
    if (kind == CelKind.INT) {
      return Optional.of(Scalar.WHOLE);
    }
    if (kind == CelKind.DOUBLE) {
      return Optional.of(Scalar.REAL);
    }
    if (kind == CelKind.STRING) {
      return Optional.of(Scalar.TEXT);
    }
    return kind == CelKind.BOOL ? Optional.of(Scalar.TRUTH) : Optional.empty();
  }

  /** E.g. {@code a list of whole numbers}. */
  public String inWords() {
    return switch (scalar) {
      case WHOLE -> list ? "a list of whole numbers" : "a whole number";
      case REAL -> list ? "a list of numbers" : "a number";
      case TEXT -> list ? "a list of words" : "text";
      case TRUTH -> list ? "a list of yes and no" : "yes or no";
    };
  }
}
