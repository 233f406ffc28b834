package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Visibility;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gradescope's {@code results.json}. Gradescope itself keeps hidden tests from students, so every
 * check is told in full, with its visibility. It knows no grade that is none: in ERROR no score
 * stands anywhere, so that Gradescope reports a failed run and keeps the score it had.
 */
final class GradescopeFormat implements Format {
  @Override
  public String name() {
    return "gradescope";
  }

  @Override
  public String mediaType() {
    return "application/vnd.gradescope.results+json";
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    ObjectNode document = Documents.object();
    if (!sheet.isError()) {
      document.put("score", sheet.score());
    }
    document
        .put("output", sheet.title() + "\n" + sheet.summary())
        .put("output_format", "text")
        .put("test_output_format", "text")
        .put("test_name_format", "text")
        .put("visibility", "visible")
        .put("stdout_visibility", "hidden");
    document
        .putObject("extra_data")
        .put("grade", grade.id())
        .put("attempt", grade.attempt())
        .put("rubric", sheet.rubric())
        .put("resultSha256", grade.result().sha256());
    ArrayNode tests = document.putArray("tests");
    for (CheckResult check : grade.result().checks()) {
      test(tests.addObject(), tests.size(), check, sheet.isError());
    }
    return Documents.octets(document);
  }

  private static void test(ObjectNode test, int number, CheckResult check, boolean ofNoGrade) {
    Line line = new Line(check, true);
    test.put("number", String.valueOf(number)).put("name", line.name());
    if (!ofNoGrade && line.points() != null) {
      test.put("score", line.known());
    }
    test.put("max_score", line.max());
    switch (line.status()) {
      case PASSED -> test.put("status", "passed");
      case PARTIAL, FAILED -> test.put("status", "failed");
      case ERROR, PENDING -> {
        // neither
      }
    }
    test.put(
        "output",
        Stream.of(line.message(), line.given().isEmpty() ? "" : "Given: " + line.given())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n")));
    test.put("visibility", visibility(check.visibility()));
  }

  private static String visibility(Visibility visibility) {
    return switch (visibility) {
      case VISIBLE -> "visible";
      case HIDDEN -> "hidden";
      case AFTER_RELEASE -> "after_published";
    };
  }
}
