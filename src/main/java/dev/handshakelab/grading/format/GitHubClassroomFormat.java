package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The output {@code result} of an autograding step, which GitHub Classroom's grading reporter
 * reads: JSON in base64, in one line without an end. The reporter adds up the points of the tests,
 * so every check is there. GitHub Classroom is retired; its actions still run.
 */
final class GitHubClassroomFormat implements Format {
  @Override
  public String name() {
    return "github-classroom";
  }

  @Override
  public String mediaType() {
    return "text/plain;charset=us-ascii;profile=github-classroom";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    String id = grade.result().rubric().id();
    ObjectNode document = Documents.object();
    document.put("version", 1);
    document.put("status", sheet.isError() ? "error" : sheet.isFull() ? "pass" : "fail");
    document.put("max_score", sheet.max());
    ArrayNode tests = document.putArray("tests");
    for (Line line : sheet.lines()) {
      tests
          .addObject()
          .put("name", line.name())
          .put("status", status(line.status()))
          .put("score", line.known())
          .put("message", line.message())
          .put("test_code", id + "/" + line.id())
          .put("filename", "")
          .put("line_no", 0);
    }
    byte[] json = Documents.json(document).getBytes(StandardCharsets.UTF_8);
    return Documents.octets(Base64.getEncoder().encodeToString(json));
  }

  private static String status(Status status) {
    return switch (status) {
      case PASSED -> "pass";
      case PARTIAL, FAILED, PENDING -> "fail";
      case ERROR -> "error";
    };
  }
}
