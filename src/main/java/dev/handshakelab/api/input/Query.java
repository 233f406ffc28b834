package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Flags;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one call. An operation asks for those it knows and then calls {@link
 * #check}, which refuses the call with everything that was wrong at once: what could not be read,
 * what was given twice, and what nobody asked for.
 */
public final class Query {
  private static final String LABEL = "label.";
  private static final Pattern POINTS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,4})?");

  private final Map<String, String[]> given;
  private final Set<String> known = new TreeSet<>();
  private final List<InputError> errors = new ArrayList<>();

  private Query(Map<String, String[]> given) {
    this.given = given;
  }

  public static Query of(HttpServletRequest request) {
    try {
      return new Query(new TreeMap<>(request.getParameterMap()));
    } catch (IllegalStateException unreadable) {
      throw new Refusal(
          ProblemType.PARAMETER, "the query string cannot be read: " + unreadable.getMessage());
    }
  }

  /** The text as given, null when it was not. */
  public @Nullable String text(String name) {
    known.add(name);
    String[] values = given.get(name);
    if (values == null) {
      return null;
    }
    if (values.length > 1) {
      wrong(name, "is given " + values.length + " times");
    }
    return values[0];
  }

  public @Nullable Integer whole(String name, int least, int most) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most && Character.isDigit(text.charAt(0))) {
        return value;
      }
    } catch (NumberFormatException notWhole) {
      // told below, as what is out of range
    }
    wrong(name, "must be a whole number from " + least + " to " + most + ", not " + quoted(text));
    return null;
  }

  /** One of these words, or else the one that is meant when it is not given. */
  public String oneOf(String name, List<String> words, String otherwise) {
    String text = text(name);
    if (text == null || words.contains(text)) {
      return text == null ? otherwise : text;
    }
    wrong(name, "must be one of " + words + ", not " + quoted(text));
    return otherwise;
  }

  /** A number of points, e.g. {@code 7.5}, which must be given. */
  public BigDecimal requiredPoints(String name) {
    String text = text(name);
    if (text != null && POINTS.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    wrong(
        name,
        text == null
            ? "is missing: say how many points, e.g. 7.5"
            : "must be a decimal like 7.5, not " + quoted(text));
    return BigDecimal.ZERO;
  }

  /** {@code true} or {@code false}, which is also what it is when it is not given. */
  public boolean truth(String name) {
    String text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      wrong(name, "must be true or false, not " + quoted(text));
    }
    return "true".equals(text);
  }

  public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    E[] constants = type.getEnumConstants();
    for (E constant : constants) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    wrong(name, "must be one of " + Arrays.toString(constants) + ", not " + quoted(text));
    return null;
  }

  /** An ISO-8601 instant with an offset, e.g. {@code 2026-11-22T09:15:40Z}. */
  public @Nullable Instant instant(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException unreadable) {
      wrong(
          name,
          "must be an ISO-8601 instant with an offset, e.g. 2026-11-22T09:15:40Z (a + is written"
              + " %2B), not "
              + quoted(text));
      return null;
    }
  }

  /** An exact set of control bits, e.g. {@code SYN,ACK}; empty for none. */
  public @Nullable Flags flags(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    Flags flags = Flags.NONE;
    for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      try {
        flags = flags.plus(Flag.valueOf(word));
      } catch (IllegalArgumentException unknown) {
        wrong(
            name,
            "must be flags of "
                + Arrays.toString(Flag.values())
                + " with commas between them, not "
                + quoted(text));
        return null;
      }
    }
    return flags;
  }

  /** Every {@code label.<name>}, by name. */
  public SortedMap<String, String> labels() {
    SortedMap<String, String> labels = new TreeMap<>();
    for (String parameter : given.keySet()) {
      if (parameter.startsWith(LABEL)) {
        String value = text(parameter);
        if (value != null) {
          labels.put(parameter.substring(LABEL.length()), value);
        }
      }
    }
    return labels;
  }

  public void wrong(String name, String detail) {
    errors.add(InputError.parameter(name, detail));
  }

  /**
   * To be called when everything that is known was asked for.
   *
   * @throws Refusal of type PARAMETER when something is wrong
   */
  public void check() {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        wrong(
            name,
            known.isEmpty() ? "is unknown: there are none here" : "is unknown; there are " + known);
      }
    }
    if (!errors.isEmpty()) {
      throw Refusal.of(ProblemType.PARAMETER, errors);
    }
  }

  private static String quoted(String text) {
    return "\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"";
  }
}
