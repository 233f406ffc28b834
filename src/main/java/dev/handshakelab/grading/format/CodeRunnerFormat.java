package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a combinator template grader prints for Moodle's CodeRunner: the fraction of the mark and a
 * table for the student. A partly right check is a wrong row of it. In ERROR there is no fraction,
 * which CodeRunner reports as a fault of the question instead of marking the answer.
 */
final class CodeRunnerFormat implements Format {
  @Override
  public String name() {
    return "coderunner";
  }

  @Override
  public String mediaType() {
    return "application/json;profile=coderunner";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    ObjectNode document = Documents.object();
    if (!sheet.isError()) {
      document.put("fraction", sheet.share());
    }
    document.put("prologuehtml", HtmlFormat.paragraph(sheet.summary()));
    ArrayNode table = document.putArray("testresults");
    table.addArray().add("iscorrect").add("Check").add("Points").add("Of").add("Feedback");
    for (Line line : sheet.open()) {
      BigDecimal points = line.points();
      ArrayNode row = table.addArray().add(line.passed() ? 1 : 0).add(line.name());
      (points == null ? row.add("") : row.add(points)).add(line.max()).add(line.message());
    }
    return Documents.octets(document);
  }
}
