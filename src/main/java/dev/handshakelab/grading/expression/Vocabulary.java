package dev.handshakelab.grading.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.handshakelab.grading.evidence.Agreed;
import dev.handshakelab.grading.evidence.FlagText;
import dev.handshakelab.trace.Party;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The words of an expression besides CEL's own: variables, and helpers that take one pass. */
final class Vocabulary {
  private Vocabulary() {}

  /** By name. What each holds is said in {@link Scope}. */
  static final Map<String, CelType> VARIABLES = variables();

  /** What a helper's argument may be; where it is written out, a wrong one is told at once. */
  enum Argument {
    NUMBER(SimpleType.INT),
    SEGMENT(Types.SEGMENT),
    PARTY(SimpleType.STRING),
    FLAGS(SimpleType.STRING),
    FEATURE(SimpleType.STRING),
    DIRECTION(SimpleType.STRING);

    @SuppressWarnings("ImmutableEnumChecker") // types do not change
    private final CelType type;

    Argument(CelType type) {
      this.type = type;
    }

    CelType type() {
      return type;
    }

    /** The words to choose from; empty when there are more than can be listed. */
    List<String> words() {
      return switch (this) {
        case NUMBER, SEGMENT, FLAGS -> List.of();
        case PARTY -> names(Party.values());
        case FEATURE -> Agreed.Feature.labels();
        case DIRECTION -> names(Direction.values());
      };
    }

    boolean admits(String word) {
      return switch (this) {
        case NUMBER, SEGMENT -> true;
        case FLAGS -> FlagText.read(word).isPresent();
        case PARTY, FEATURE, DIRECTION -> words().contains(word);
      };
    }
  }

  /** Which way segments go. */
  enum Direction {
    TO_SERVER(Party.CLIENT),
    TO_CLIENT(Party.SERVER);

    private final Party sender;

    Direction(Party sender) {
      this.sender = sender;
    }

    Party sender() {
      return sender;
    }
  }

  /** Functions; what each does is said in {@link Helpers}. */
  enum Helper {
    SEQ_ADD("seqAdd", SimpleType.INT, Argument.NUMBER, Argument.NUMBER),
    SEQ_DIFF("seqDiff", SimpleType.INT, Argument.NUMBER, Argument.NUMBER),
    FIRST("first", Types.SEGMENT, Argument.PARTY, Argument.FLAGS),
    COUNT("count", SimpleType.INT, Argument.PARTY, Argument.FLAGS),
    RETRANSMITS("retransmits", SimpleType.INT, Argument.PARTY),
    PATH("path", ListType.create(SimpleType.STRING), Argument.PARTY),
    IN_FORCE("inForce", SimpleType.INT, Argument.FEATURE, Argument.DIRECTION),
    WINDOW_BYTES("windowBytes", SimpleType.INT, Argument.SEGMENT);

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // types do not change
    private final CelType result;

    @SuppressWarnings("ImmutableEnumChecker") // nor does the list
    private final List<Argument> arguments;

    Helper(String label, CelType result, Argument... arguments) {
      this.label = label;
      this.result = result;
      this.arguments = List.of(arguments);
    }

    String label() {
      return label;
    }

    CelType result() {
      return result;
    }

    List<Argument> arguments() {
      return arguments;
    }

    /** The one overload that each has. */
    String overload() {
      return "lab_" + label;
    }

    static Optional<Helper> labelled(String label) {
      return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }
  }

  private static Map<String, CelType> variables() {
    Map<String, CelType> variables = new LinkedHashMap<>();
    variables.put("segments", ListType.create(Types.SEGMENT));
    variables.put("transitions", ListType.create(Types.TRANSITION));
    variables.put("samples", ListType.create(Types.SAMPLE));
    variables.put("truncated", SimpleType.BOOL);
    variables.put("client", Types.ENDPOINT);
    variables.put("server", Types.ENDPOINT);
    variables.put("timing", Types.TIMING);
    variables.put("outcome", SimpleType.STRING);
    return variables;
  }

  /** Every word that may stand where a variable or a function does. */
  static Set<String> words() {
    Set<String> words = new TreeSet<>(VARIABLES.keySet());
    Arrays.stream(Helper.values()).map(Helper::label).forEach(words::add);
    return words;
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
