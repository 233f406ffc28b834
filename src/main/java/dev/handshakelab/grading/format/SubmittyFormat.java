package dev.handshakelab.grading.format;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a custom validator leaves for Submitty, {@code validation_results.json}: a score of 0…1 and
 * messages that students see. In ERROR the validator has failed, which only the instructor's log
 * shows.
 */
final class SubmittyFormat implements Format {
  @Override
  public String name() {
    return "submitty";
  }

  @Override
  public String mediaType() {
    return "application/vnd.submitty.validation+json";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    ObjectNode document = Documents.object();
    if (sheet.isError()) {
      return Documents.octets(document.put("status", "failure").put("message", sheet.summary()));
    }
    ObjectNode data = document.put("status", "success").putObject("data");
    data.put("score", sheet.share());
    data.put(
        "status", sheet.isFull() ? "success" : sheet.score().signum() > 0 ? "warning" : "failure");
    ArrayNode messages = data.putArray("message");
    messages.addObject().put("message", sheet.summary()).put("status", "information");
    for (Line line : sheet.open()) {
      String text = line.name() + ": " + line.pointsInWords() + ".";
      messages
          .addObject()
          .put("message", line.message().isEmpty() ? text : text + " " + Texts.line(line.message()))
          .put("status", status(line.status()));
    }
    return Documents.octets(document);
  }

  private static String status(Status status) {
    return switch (status) {
      case PASSED -> "success";
      case PARTIAL -> "warning";
      case FAILED -> "failure";
      case PENDING, ERROR -> "information";
    };
  }
}
