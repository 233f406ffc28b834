package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The Test Anything Protocol, version 14. What a person has still to look at is a TODO, which
 * counts as no failure; what could not be graded ends the stream with a bail-out, which is how TAP
 * says that the harness is at fault and not what it tests.
 */
final class TapFormat implements Format {
  @Override
  public String name() {
    return "tap";
  }

  @Override
  public String mediaType() {
    return "text/x-tap;charset=utf-8";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    StringBuilder tap = new StringBuilder("TAP version 14\n1.." + sheet.lines().size() + "\n");
    int number = 0;
    for (Line line : sheet.lines()) {
      number++;
      tap.append(line.passed() ? "ok " : "not ok ").append(number);
      tap.append(" - ").append(escaped(line.name())).append(directive(line)).append('\n');
      tap.append(diagnosis(line));
    }
    if (sheet.isError()) {
      tap.append("Bail out! ").append(Texts.line(String.join(" ", sheet.errors()))).append('\n');
    }
    return Documents.octets(tap.toString());
  }

  private static String directive(Line line) {
    return switch (line.status()) {
      case PASSED, PARTIAL, FAILED, ERROR -> "";
      case PENDING -> " # TODO a person has still to look at it";
    };
  }

  /** YAML between {@code ---} and {@code ...}; a JSON string is one of YAML as well. */
  private static String diagnosis(Line line) {
    StringBuilder yaml = new StringBuilder("  ---\n");
    yaml.append("  status: ").append(line.status()).append('\n');
    BigDecimal points = line.points();
    if (points != null) {
      yaml.append("  points: ").append(Decimals.text(points)).append('\n');
    }
    yaml.append("  max_points: ").append(Decimals.text(line.max())).append('\n');
    if (!line.message().isEmpty()) {
      String message = Documents.json(JsonNodeFactory.instance.stringNode(line.message()));
      yaml.append("  message: ").append(message).append('\n');
    }
    return yaml.append("  ...\n").toString();
  }

  /** A number sign begins a directive, so it and the backslash are escaped. */
  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("#", "\\#");
  }
}
