package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an Autolab autograder prints: a line of feedback, then, as the last line, the scores by
 * problem. A problem's name is the check's id. A check without points is left out, since Autolab
 * leaves the score of a problem alone that is not named; the scoreboard, whose one column is the
 * sum, is left out as well when something could not be graded.
 */
final class AutolabFormat implements Format {
  private static final String STAGE = "Handshake";

  @Override
  public String name() {
    return "autolab";
  }

  @Override
  public String mediaType() {
    return "text/plain;charset=utf-8;profile=autolab";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    return Documents.octets(
        Documents.json(feedback(sheet)) + "\n" + Documents.json(scores(sheet)) + "\n");
  }

  private static ObjectNode feedback(Sheet sheet) {
    ObjectNode feedback = Documents.object().put("_presentation", "semantic");
    feedback.putArray("stages").add(STAGE);
    ObjectNode stage = feedback.putObject(STAGE);
    for (Line line : sheet.open()) {
      ObjectNode test = stage.putObject(line.id()).put("passed", line.passed());
      String hint = line.message();
      if (!hint.isEmpty()) {
        test.putObject("hint").put("points", line.pointsInWords()).put("message", hint);
      }
    }
    return feedback;
  }

  private static ObjectNode scores(Sheet sheet) {
    ObjectNode autoresult = Documents.object();
    ObjectNode scores = autoresult.putObject("scores");
    for (Line line : sheet.lines()) {
      if (line.points() != null) {
        scores.put(line.id(), line.known());
      }
    }
    if (!sheet.isError()) {
      ArrayNode scoreboard = autoresult.putArray("scoreboard");
      scoreboard.add(sheet.score());
    }
    return autoresult;
  }
}
