package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Classroom 50's {@code classroom50/result/v1}. It takes whole numbers only, so all points are
 * multiplied by the smallest power of ten that makes every one of them whole: 0.5 of 2 points are 5
 * of 20.
 *
 * <p>Whose result it is stands in parameters, since Classroom 50 compares it with the repository
 * that the result came from. They default to what the grade knows: {@code assignment} to its
 * assignment, else its rubric; {@code owner} to its subject; {@code submission} to {@code submit/}
 * and its attempt; {@code datetime} to when the attempt came in; {@code assignment_type} to {@code
 * individual}; and the others, and what is not known, to {@code unknown}.
 *
 * <p>It cannot say that something could not be graded: an autograder has to fail instead.
 */
final class Classroom50Format implements Format {
  private static final String UNKNOWN = "unknown";

  @Override
  public String name() {
    return "classroom50";
  }

  @Override
  public String mediaType() {
    return "application/vnd.classroom50.result.v1+json";
  }

  @Override
  public Set<String> parameters() {
    return Set.of(
        "classroom",
        "assignment",
        "assignment_type",
        "owner",
        "submission",
        "commit",
        "release",
        "review",
        "datetime",
        Format.RELEASED);
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    int scale = scale(sheet);
    ObjectNode document = Documents.object().put("schema", "classroom50/result/v1");
    identity(document, grade, parameters);
    document.put("score", whole(sheet.score(), scale)).put("max-score", whole(sheet.max(), scale));
    ArrayNode tests = document.putArray("tests");
    for (Line line : sheet.lines()) {
      ObjectNode test =
          tests
              .addObject()
              .put("test-name", line.name())
              .put("passed", line.passed())
              .put("score", whole(line.known(), scale))
              .put("max-score", whole(line.max(), scale))
              .put("status", line.status().name());
      if (!line.message().isEmpty()) {
        test.put("message", line.message());
      }
    }
    return Documents.octets(document);
  }

  private static void identity(ObjectNode document, Grade grade, Map<String, String> parameters) {
    String rubric = grade.result().rubric().id();
    String submission =
        given(parameters, "submission", "submit/" + known(grade.attempt(), UNKNOWN));
    if (!submission.startsWith("submit/")) {
      throw new IllegalArgumentException("submission must begin with submit/");
    }
    String type = given(parameters, "assignment_type", "individual");
    if (!type.equals("individual") && !type.equals("group")) {
      throw new IllegalArgumentException("assignment_type must be individual or group");
    }
    document
        .put("classroom", given(parameters, "classroom", UNKNOWN))
        .put("assignment", given(parameters, "assignment", known(grade.assignment(), rubric)))
        .put("assignment_type", type)
        .put("owner", given(parameters, "owner", known(grade.subject(), UNKNOWN)))
        .put("submission", submission)
        .put("commit", given(parameters, "commit", UNKNOWN))
        .put("release", given(parameters, "release", UNKNOWN))
        .put("review", given(parameters, "review", UNKNOWN))
        .put("datetime", Times.seconds(submitted(grade, parameters)));
    if (grade.gradedAt() != null) {
      document.put("graded_at", Times.seconds(grade.gradedAt()));
    }
  }

  private static Instant submitted(Grade grade, Map<String, String> parameters) {
    String given = parameters.get("datetime");
    try {
      return given == null ? Times.known(grade.submittedAt()) : Instant.parse(given);
    } catch (DateTimeParseException notATime) {
      throw new IllegalArgumentException(
          "datetime must be a time like 2026-11-22T09:15:40Z, not \"" + given + "\"", notATime);
    }
  }

  private static String given(Map<String, String> parameters, String name, String otherwise) {
    String given = parameters.getOrDefault(name, "");
    return given.isEmpty() ? otherwise : given;
  }

  private static String known(@Nullable String value, String otherwise) {
    return Objects.requireNonNullElse(value, otherwise);
  }

  private static int scale(Sheet sheet) {
    List<BigDecimal> numbers = new ArrayList<>(List.of(sheet.score(), sheet.max()));
    for (Line line : sheet.lines()) {
      numbers.add(line.known());
      numbers.add(line.max());
    }
    return Numbers.scaleOf(numbers);
  }

  private static BigDecimal whole(BigDecimal number, int scale) {
    return number.movePointRight(scale).setScale(0);
  }
}
