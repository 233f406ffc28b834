package dev.handshakelab.api.problem;

import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call that is answered with a problem. */
public final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<InputError> errors;
  private final LinkedHashMap<String, String> headers;

  private Refusal(
      ProblemType type, String detail, List<InputError> errors, Map<String, String> headers) {
    super(detail);
    this.type = type;
    this.errors = List.copyOf(errors);
    this.headers = new LinkedHashMap<>(headers);
  }

  public Refusal(ProblemType type, String detail) {
    this(type, detail, List.of(), Map.of());
  }

  /** For input: the detail sums up what {@code errors} list. */
  public static Refusal of(ProblemType type, List<InputError> errors) {
    String detail =
        errors.size() == 1
            ? inWords(errors.getFirst())
            : errors.size() + " errors, listed in errors";
    return new Refusal(type, detail, new ArrayList<>(errors), Map.of());
  }

  public static Refusal notFound(String detail) {
    return new Refusal(ProblemType.NOT_FOUND, detail);
  }

  public Refusal with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Refusal(type, detail(), errors, more);
  }

  private static String inWords(InputError error) {
    String where = "the body";
    if (error.parameter() != null) {
      where = "parameter " + error.parameter();
    } else if (error.header() != null) {
      where = "header " + error.header();
    } else if (error.pointer() != null && !error.pointer().isEmpty()) {
      where = error.pointer();
    }
    return where + ": " + error.detail();
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<InputError> errors() {
    return errors;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
