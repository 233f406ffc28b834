package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.grading.source.Located;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.grading.source.Unreadable;
import dev.handshakelab.wire.Octets;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** Bodies that people write by hand, in JSON or YAML: every value keeps its line and column. */
public final class Documents {
  private Documents() {}

  /** What the body is written in; other media types never get here. */
  public static Syntax syntax(HttpServletRequest call) {
    String type = String.valueOf(call.getContentType()).toLowerCase(Locale.ROOT);
    return type.startsWith(Syntax.YAML.mediaType()) ? Syntax.YAML : Syntax.JSON;
  }

  /**
   * @throws Refusal of type SYNTAX, with line and column, or when it is too large
   */
  public static Located read(Octets body, Syntax syntax) {
    if (body.length() > Syntax.MOST_OCTETS) {
      throw new Refusal(
          ProblemType.BODY_TOO_LARGE,
          "the body is over the limit of " + Syntax.MOST_OCTETS + " octets");
    }
    try {
      return syntax.read(body);
    } catch (Unreadable why) {
      throw new Refusal(
          ProblemType.SYNTAX,
          "line "
              + why.place().line()
              + ", column "
              + why.place().column()
              + ": "
              + why.getMessage());
    }
  }
}
