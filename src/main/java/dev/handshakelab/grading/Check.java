package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.MeasuredTime;
import dev.handshakelab.grading.evidence.SegmentField;
import dev.handshakelab.grading.expression.Expression;
import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Flags;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a rubric looks at and what it is worth. Most kinds need no language: each says in
 * members of its own what it expects of the trace. An answer is compared with what an expression
 * comes to, and {@link Expr} is for what no other kind can say.
 */
public sealed interface Check {
  Head head();

  /** As it is written in a rubric. */
  Kind kind();

  default String id() {
    return head().id();
  }

  default BigDecimal points() {
    return head().points();
  }

  default @Nullable String prompt() {
    return head().prompt();
  }

  default Visibility visibility() {
    return head().visibility();
  }

  /**
   * What every check has.
   *
   * @param id unique in its rubric; tests in every pipeline are named by it
   * @param points what it is worth at most, 0…1000 with at most two decimals
   * @param prompt what is asked; null where only the trace is looked at
   */
  record Head(String id, BigDecimal points, @Nullable String prompt, Visibility visibility) {}

  /** The kinds by name. */
  enum Kind {
    ANSWER("answer"),
    FIELD_EQUALS("fieldEquals"),
    SEQUENCE("sequence"),
    STATE_PATH("statePath"),
    TIMING("timing"),
    OUTCOME("outcome"),
    MANUAL("manual"),
    EXPR("expr");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** As it is written in a rubric. */
    public String label() {
      return label;
    }

    static Optional<Kind> labelled(String label) {
      return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    static List<String> labels() {
      return Arrays.stream(values()).map(Kind::label).toList();
    }
  }

  /**
   * A question, and what its answer should be.
   *
   * @param unit makes it a time: {@code expect} is in nanoseconds, and an answer that bears no unit
   *     is in this one; null for everything else
   * @param anyOrder the order of a list does not matter
   * @param choices what there is to choose from; empty when the answer is free
   */
  record Answer(
      Head head,
      Expression expect,
      @Nullable TimeUnit unit,
      Tolerance tolerance,
      boolean anyOrder,
      Partial partial,
      List<String> choices,
      List<Misconception> misconceptions)
      implements Check {
    public Answer {
      choices = List.copyOf(choices);
      misconceptions = List.copyOf(misconceptions);
    }

    @Override
    public Kind kind() {
      return Kind.ANSWER;
    }

    Understanding understanding() {
      return new Understanding(expect.type(), unit, choices);
    }

    Comparison comparison(Clock clock) {
      return new Comparison(unit == null ? null : tolerance.ns(clock), anyOrder, partial);
    }
  }

  /** An expression that is true, or else a share between 0 and 1. */
  record Expr(Head head, Expression expression) implements Check {
    @Override
    public Kind kind() {
      return Kind.EXPR;
    }
  }

  /**
   * A field of a segment is what it should be.
   *
   * @param segment its place in order of sending, from 0, lost ones included
   */
  record FieldEquals(Head head, int segment, SegmentField field, FieldValue expect)
      implements Check {
    @Override
    public Kind kind() {
      return Kind.FIELD_EQUALS;
    }
  }

  /**
   * The segments of the session bear these flags, in order of sending, lost ones included.
   *
   * @param expect written in a rubric as {@code S.} or {@code SYN+ACK}
   */
  record Sequence(Head head, List<Flags> expect, Partial partial) implements Check {
    public Sequence {
      expect = List.copyOf(expect);
    }

    @Override
    public Kind kind() {
      return Kind.SEQUENCE;
    }
  }

  /** An end of the session's own conversation went through these states. */
  record StatePath(Head head, Party endpoint, List<StateName> expect, Partial partial)
      implements Check {
    public StatePath {
      expect = List.copyOf(expect);
    }

    @Override
    public Kind kind() {
      return Kind.STATE_PATH;
    }
  }

  /**
   * A time of the session's own conversation lies within bounds; at least one of them is there.
   *
   * @param atLeastMs in milliseconds
   * @param atMostMs in milliseconds
   */
  record Timing(
      Head head,
      MeasuredTime of,
      @Nullable BigDecimal atLeastMs,
      @Nullable BigDecimal atMostMs,
      Tolerance tolerance)
      implements Check {
    @Override
    public Kind kind() {
      return Kind.TIMING;
    }
  }

  /** The session's own conversation ended so. */
  record Outcome(Head head, dev.handshakelab.trace.Outcome expect) implements Check {
    @Override
    public Kind kind() {
      return Kind.OUTCOME;
    }
  }

  /** A person reads the answer and gives the points. */
  record Manual(Head head) implements Check {
    @Override
    public Kind kind() {
      return Kind.MANUAL;
    }
  }
}
