package dev.handshakelab.grading.expression;

import java.math.BigDecimal;
import java.util.List;

/** What an expression comes to, and what an answer is understood as. */
public sealed interface Value {
  /** There is nothing of that kind: an option that was not sent, a time that nobody saw. */
  record Nothing() implements Value {}

  record Figure(BigDecimal number) implements Value {}

  record Words(String text) implements Value {}

  record Truth(boolean is) implements Value {}

  record Several(List<Value> items) implements Value {
    public Several {
      items = List.copyOf(items);
    }
  }
}
