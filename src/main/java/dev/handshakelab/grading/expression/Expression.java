package dev.handshakelab.grading.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression that was found sound, ready to be evaluated any number of times. */
public final class Expression {
  private final String text;
  private final ValueType type;
  private final CelRuntime.Program program;

  Expression(String text, ValueType type, CelRuntime.Program program) {
    this.text = text;
    this.type = type;
    this.program = program;
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  public ValueType type() {
    return type;
  }

  /** It could not be evaluated on this trace. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String why) {
      super(why);
    }
  }

  /** Its value in a scope; for {@link Evaluator} to call, on a thread that may be given up. */
  Value evaluate(Scope scope) throws Failure {
    try {
      return value(program.eval(scope.variables(), scope.helpers()));
    } catch (CelEvaluationException wrong) {
      throw new Failure(inWords(wrong.getErrorCode()));
    } catch (RuntimeException | StackOverflowError wrong) {
      throw new Failure("the expression cannot be evaluated on this trace");
    }
  }

  /** Without values of the trace: who reads it may be the student. */
  private static String inWords(CelErrorCode code) {
    return switch (code) {
      case ITERATION_BUDGET_EXCEEDED -> "the expression takes more iterations than allowed";
      case INDEX_OUT_OF_BOUNDS -> "the expression looks for an item that this trace does not have";
      case DIVIDE_BY_ZERO -> "the expression divides by zero on this trace";
      case NUMERIC_OVERFLOW -> "the expression leaves the range of numbers on this trace";
      case INTERNAL_ERROR,
          ATTRIBUTE_NOT_FOUND,
          DUPLICATE_ATTRIBUTE,
          INVALID_ARGUMENT,
          OVERLOAD_NOT_FOUND,
          AMBIGUOUS_OVERLOAD,
          TYPE_NOT_FOUND,
          BAD_FORMAT ->
          "the expression cannot be evaluated on this trace (" + code + ")";
    };
  }

  private static Value value(@Nullable Object result) throws Failure {
    return switch (result) {
      case null -> new Value.Nothing();
      case NullValue _ -> new Value.Nothing();
      case Long number -> new Value.Figure(BigDecimal.valueOf(number));
      case Double number when Double.isFinite(number) ->
          new Value.Figure(BigDecimal.valueOf(number));
      case String words -> new Value.Words(words);
      case Boolean is -> new Value.Truth(is);
      case List<?> items -> several(items);
      default -> throw new Failure("the expression comes to no value that can be compared");
    };
  }

  private static Value several(List<?> items) throws Failure {
    List<Value> values = new java.util.ArrayList<>();
    for (Object item : items) {
      values.add(value(item));
    }
    return new Value.Several(values);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
