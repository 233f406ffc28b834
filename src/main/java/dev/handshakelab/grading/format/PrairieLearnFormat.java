package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * PrairieLearn's {@code results.json} of an external grader. It shows students all it is given, so
 * only open checks are listed; the score counts all. ERROR is {@code gradable: false}, which costs
 * no attempt. A test without points, which a person has still to look at, is worth nothing to
 * PrairieLearn, so that it stays neutral.
 */
final class PrairieLearnFormat implements Format {
  /** PrairieLearn takes up to 1 MB; what is longer is written again with shorter texts. */
  static final int MOST_OCTETS = 1_000_000;

  private static final int[] LONGEST_TEXTS = {Integer.MAX_VALUE, 2000, 500};

  @Override
  public String name() {
    return "prairielearn";
  }

  @Override
  public String mediaType() {
    return "application/vnd.prairielearn.results+json";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    Octets document = Octets.EMPTY;
    for (int longest : LONGEST_TEXTS) {
      document = Documents.octets(document(sheet, longest));
      if (document.length() <= MOST_OCTETS) {
        break;
      }
    }
    return document;
  }

  private static ObjectNode document(Sheet sheet, int longestText) {
    ObjectNode document = Documents.object().put("gradable", !sheet.isError());
    if (sheet.isError()) {
      ArrayNode errors = document.putArray("format_errors");
      sheet.errors().forEach(error -> errors.add(Texts.shortened(error, longestText)));
    } else {
      document.put("score", sheet.share());
    }
    document.put("message", Texts.shortened(sheet.summary(), longestText));
    document.put(
        "output",
        sheet.rubric()
            + (longestText == Integer.MAX_VALUE
                ? ""
                : "\nTexts of more than " + longestText + " characters are cut here."));
    ArrayNode tests = document.putArray("tests");
    for (Line line : sheet.open()) {
      BigDecimal max = line.status() == Status.PENDING ? BigDecimal.ZERO : line.max();
      tests
          .addObject()
          .put("name", line.name())
          .put("description", Texts.shortened(line.prompt(), longestText))
          .put("points", line.known())
          .put("max_points", max)
          .put("message", Texts.shortened(line.message(), longestText))
          .put("output", Texts.shortened(line.given(), longestText));
    }
    return document;
  }
}
