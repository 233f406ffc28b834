package dev.handshakelab.grading;

import dev.handshakelab.grading.evidence.Modulo;
import dev.handshakelab.grading.expression.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Eight families of mistakes that students make with handshakes, each computed from the expected
 * value or from the expression that expects it, never from the rubric's own misconceptions.
 */
enum TypicalMistakes {
  /** A SYN consumes one sequence number, and it was not counted. */
  NOT_INCREMENTED("consume") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      return expect.endsWith(".ack") || expect.startsWith("seqAdd(") || isThirdSegment(expect)
          ? List.of(each(right, TypicalMistakes::oneLess))
          : List.of();
    }
  },
  /** Wireshark shows numbers relative to the ISNs unless told otherwise. */
  RELATIVE("relative") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      String relative =
          SEQ_ADD
              .matcher(expect)
              .replaceAll("$1 + 1")
              .replaceAll("\\.seq\\b", ".relativeSeq")
              .replaceAll("\\.ack\\b", ".relativeAck");
      return relative.equals(expect) || isReset(expect) || right instanceof Value.Truth
          ? List.of()
          : trace.apply(relative).stream().toList();
    }
  },
  /** Sequence and acknowledgment number were taken for each other. */
  OTHER_DIRECTION("direction") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      if (isThirdSegment(expect)) {
        return trace.apply("[segments[2].ack, segments[2].seq]").stream().toList();
      }
      String swapped =
          expect.endsWith(".ack")
              ? expect.substring(0, expect.length() - 4) + ".seq"
              : expect.endsWith(".seq") && !expect.equals("segments[0].seq") && !isReset(expect)
                  ? expect.substring(0, expect.length() - 4) + ".ack"
                  : "";
      return swapped.isEmpty() || right instanceof Value.Truth
          ? List.of()
          : trace.apply(swapped).stream().toList();
    }
  },
  /** An option that one side offered was taken to be in force. */
  ONE_SIDED("both SYNs") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      if (expect.startsWith("inForce('windowScale'")) {
        return trace.apply("segments[0].windowScale").stream().toList();
      }
      return expect.equals("windowBytes(segments[2])")
          ? trace.apply("segments[2].window * 64").stream().toList()
          : List.of();
    }
  },
  /** Milliseconds for microseconds. */
  UNIT("unit") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      if (!expect.contains("Ns")
          || right instanceof Value.Truth
          || right instanceof Value.Several) {
        return List.of();
      }
      return List.of(
          each(right, number -> number.movePointRight(3)),
          each(right, number -> number.movePointLeft(3)));
    }
  },
  /** Every time-out was taken to be as long as the first. */
  NO_BACK_OFF("back-off") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      if (!(right instanceof Value.Several(List<Value> items)) || !expect.contains("Ns")) {
        return List.of();
      }
      BigDecimal first = ((Value.Figure) items.getFirst()).number();
      List<Value> even = new ArrayList<>();
      for (int i = 1; i <= items.size(); i++) {
        even.add(new Value.Figure(first.multiply(BigDecimal.valueOf(i))));
      }
      return List.of(new Value.Several(even));
    }
  },
  /** The original was counted as a retransmission. */
  COUNTED_ORIGINAL("original") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      return expect.startsWith("retransmits(")
          ? List.of(each(right, number -> number.add(BigDecimal.ONE)))
          : List.of();
    }
  },
  /** A state, an option or a flag of a list was not seen. */
  LEFT_OUT("left out") {
    @Override
    List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace) {
      if (!(right instanceof Value.Several(List<Value> items))
          || !(items.getFirst() instanceof Value.Words)) {
        return List.of();
      }
      if (expect.equals("[segments[0].flags, segments[1].flags]")) {
        return trace.apply("['SYN', 'SYN+ACK']").stream().toList();
      }
      for (String word : List.of("SYN_SENT", "SYN_RECEIVED", "SYN+ACK", "NOP")) {
        if (items.contains(new Value.Words(word))) {
          return List.of(
              new Value.Several(
                  items.stream().filter(item -> !item.equals(new Value.Words(word))).toList()));
        }
      }
      return List.of();
    }
  };

  private static final Pattern SEQ_ADD = Pattern.compile("^seqAdd\\((.*), 1\\)$");

  private final String hint;

  TypicalMistakes(String hint) {
    this.hint = hint;
  }

  /** What a hint about it says. */
  String hint() {
    return hint;
  }

  /**
   * What is answered by mistake; empty where the question gives no occasion for it.
   *
   * @param trace evaluates an expression; empty when it comes to nothing
   */
  abstract List<Value> of(String expect, Value right, Function<String, Optional<Value>> trace);

  private static BigDecimal oneLess(BigDecimal number) {
    return BigDecimal.valueOf(Modulo.of(number.longValueExact() - 1));
  }

  private static boolean isThirdSegment(String expect) {
    return expect.equals("[segments[2].seq, segments[2].ack]");
  }

  private static boolean isReset(String expect) {
    return expect.contains("RST");
  }

  private static Value each(Value value, Function<BigDecimal, BigDecimal> change) {
    return switch (value) {
      case Value.Figure(BigDecimal number) -> new Value.Figure(change.apply(number));
      case Value.Several(List<Value> items) ->
          new Value.Several(items.stream().map(item -> each(item, change)).toList());
      case Value.Nothing _, Value.Words _, Value.Truth _ -> value;
    };
  }
}
