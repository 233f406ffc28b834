package dev.handshakelab.grading;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** What somebody wrote as the answer to one question, not yet understood. */
public sealed interface Answer {
  /** As text, the way results show it. */
  String text();

  /** A JSON string. */
  record Words(String text) implements Answer {}

  /** A JSON number. */
  record Figure(BigDecimal value) implements Answer {
    @Override
    public String text() {
      return Decimals.text(value);
    }
  }

  /** A JSON truth value. */
  record Truth(boolean value) implements Answer {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** A JSON array of these. */
  record Several(List<Answer> items) implements Answer {
    public Several {
      items = List.copyOf(items);
    }

    @Override
    public String text() {
      return items.stream().map(Answer::text).collect(Collectors.joining(", "));
    }
  }
}
