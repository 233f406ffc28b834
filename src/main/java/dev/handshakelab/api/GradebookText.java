package dev.handshakelab.api;

import dev.handshakelab.course.Attempt;
import dev.handshakelab.course.Gradebook;
import dev.handshakelab.course.Gradebook.Row;
import dev.handshakelab.course.KeptGrade;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.ResultJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A gradebook as text: RFC 4180 with a header, or a JSON object a line. Points are exact decimals;
 * what is unknown is an empty cell. A cell that a spreadsheet would take for a formula begins with
 * an apostrophe instead.
 */
final class GradebookText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String FORMULAS = "=+-@\t\r";
  private static final List<String> WIDE =
      List.of(
          "subject", "attempts", "attempt", "submittedAt", "grade", "state", "score", "maxScore");
  private static final List<String> LONG =
      List.of(
          "subject",
          "attempt",
          "grade",
          "check",
          "status",
          "points",
          "max",
          "given",
          "feedback",
          "misconception");

  private GradebookText() {}

  /** A row for each subject, a column with the points of each check. */
  static String wide(Gradebook book) {
    List<String> header = new ArrayList<>(WIDE);
    header.addAll(book.checks());
    List<List<String>> rows = new ArrayList<>();
    rows.add(header);
    book.rows().forEach(row -> rows.add(wide(row, book.checks())));
    return csv(rows);
  }

  private static List<String> wide(Row row, List<String> checks) {
    List<String> cells = new ArrayList<>();
    cells.add(row.subject());
    cells.add(Integer.toString(row.attempts()));
    if (row.kept() == null || row.result() == null) {
      while (cells.size() < WIDE.size() + checks.size()) {
        cells.add("");
      }
      return cells;
    }
    Attempt attempt = row.kept().attempt();
    KeptGrade grade = row.kept().grade();
    cells.add(attempt.id().toString());
    cells.add(attempt.submittedAt().toString());
    cells.add(grade.id().toString());
    cells.add(grade.state().name());
    cells.add(Decimals.text(grade.score()));
    cells.add(Decimals.text(grade.maxScore()));
    checks.forEach(check -> cells.add(points(row.result(), check)));
    return cells;
  }

  private static String points(Result result, String check) {
    return result.checks().stream()
        .filter(each -> each.id().equals(check))
        .findFirst()
        .map(each -> text(each.points()))
        .orElse("");
  }

  /** A row for each check of each subject. */
  static String longer(Gradebook book) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(LONG);
    for (Row row : book.rows()) {
      if (row.kept() != null && row.result() != null) {
        for (CheckResult check : row.result().checks()) {
          rows.add(
              List.of(
                  row.subject(),
                  row.kept().attempt().id().toString(),
                  row.kept().grade().id().toString(),
                  check.id(),
                  check.status().name(),
                  text(check.points()),
                  text(check.max()),
                  check.given() == null ? "" : check.given(),
                  check.feedback() == null ? "" : check.feedback(),
                  check.misconception() == null ? "" : check.misconception().toString()));
        }
      }
    }
    return csv(rows);
  }

  /** A JSON object for each subject; {@code grade} and what hangs on it is null without one. */
  static String ndjson(Gradebook book) {
    StringBuilder lines = new StringBuilder();
    for (Row row : book.rows()) {
      lines.append(MAPPER.writeValueAsString(json(row))).append('\n');
    }
    return lines.toString();
  }

  private static ObjectNode json(Row row) {
    Attempt attempt = row.kept() == null ? null : row.kept().attempt();
    KeptGrade grade = row.kept() == null ? null : row.kept().grade();
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("subject", row.subject()).put("attempts", row.attempts());
    line.put("attempt", attempt == null ? null : attempt.id().toString());
    line.put("submittedAt", attempt == null ? null : attempt.submittedAt().toString());
    line.put("grade", grade == null ? null : grade.id().toString());
    line.put("state", grade == null ? null : grade.state().name());
    line.put("score", grade == null ? null : Decimals.text(grade.score()));
    line.put("maxScore", grade == null ? null : Decimals.text(grade.maxScore()));
    line.set(
        "result",
        row.result() == null
            ? JsonNodeFactory.instance.nullNode()
            : ResultJson.toTree(row.result()));
    return line;
  }

  private static String text(@Nullable BigDecimal points) {
    return points == null ? "" : Decimals.text(points);
  }

  private static String csv(List<List<String>> rows) {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      for (List<String> row : rows) {
        printer.printRecord(row.stream().map(GradebookText::harmless).toList());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static String harmless(String cell) {
    return !cell.isEmpty() && FORMULAS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
