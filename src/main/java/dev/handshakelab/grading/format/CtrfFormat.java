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
 * The Common Test Report Format, 1.0.0. Its status {@code other} is what could not be graded, and
 * {@code pending} is what a person has still to look at. Durations were not measured: they are 0.
 */
final class CtrfFormat implements Format {
  @Override
  public String name() {
    return "ctrf";
  }

  @Override
  public String mediaType() {
    return "application/json;profile=ctrf";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    ObjectNode document =
        Documents.object().put("reportFormat", "CTRF").put("specVersion", "1.0.0");
    ObjectNode results = document.putObject("results");
    results.putObject("tool").put("name", "handshake-lab");
    long at = Times.known(grade.gradedAt()).toEpochMilli();
    results
        .putObject("summary")
        .put("tests", sheet.lines().size())
        .put("passed", sheet.count(Status.PASSED))
        .put("failed", sheet.count(Status.PARTIAL) + sheet.count(Status.FAILED))
        .put("skipped", 0)
        .put("pending", sheet.count(Status.PENDING))
        .put("other", sheet.count(Status.ERROR))
        .put("start", at)
        .put("stop", at)
        .putObject("extra")
        .put("rubric", sheet.rubric())
        .put("points", sheet.score())
        .put("maxPoints", sheet.max());
    ArrayNode tests = results.putArray("tests");
    for (Line line : sheet.lines()) {
      test(tests.addObject(), line);
    }
    return Documents.octets(document);
  }

  private static void test(ObjectNode test, Line line) {
    test.put("name", line.name()).put("status", status(line.status())).put("duration", 0);
    if (!line.message().isEmpty()) {
      test.put("message", line.message());
    }
    ObjectNode extra = test.putObject("extra").put("status", line.status().name());
    BigDecimal points = line.points();
    if (points != null) {
      extra.put("points", points);
    }
    extra.put("maxPoints", line.max());
  }

  private static String status(Status status) {
    return switch (status) {
      case PASSED -> "passed";
      case PARTIAL, FAILED -> "failed";
      case ERROR -> "other";
      case PENDING -> "pending";
    };
  }
}
