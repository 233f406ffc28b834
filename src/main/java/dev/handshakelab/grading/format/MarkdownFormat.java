package dev.handshakelab.grading.format;

import dev.handshakelab.grading.Grade;
import dev.handshakelab.wire.Octets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a student is told, in CommonMark. Text that is not ours is escaped, so that an answer cannot
 * draw a heading, an image or a link.
 */
final class MarkdownFormat implements Format {
  /** What CommonMark (§2.4) lets be escaped and could mean something, at-signs of forges too. */
  private static final Pattern MEANT = Pattern.compile("[\\\\`*_{}\\[\\]()#+\\-.!|<>&~=:@$^\"']");

  @Override
  public String name() {
    return "md";
  }

  @Override
  public String mediaType() {
    return "text/markdown;charset=utf-8";
  }

  @Override
  public Set<String> parameters() {
    return Sheet.PARAMETERS;
  }

  @Override
  public Octets render(Grade grade, Map<String, String> parameters) {
    Sheet sheet = Sheet.of(grade, parameters);
    StringBuilder text = new StringBuilder("# " + escaped(sheet.title()) + "\n\n");
    text.append("**").append(escaped(sheet.summary())).append("**\n\n");
    for (Line line : sheet.open()) {
      text.append("- **").append(escaped(line.id())).append("**: ").append(line.pointsInWords());
      text.append(".\n");
      item(text, "Question", line.prompt());
      item(text, "Given", line.given());
      item(text, "Feedback", line.message());
    }
    return Documents.octets(text.toString());
  }

  private static void item(StringBuilder text, String label, String value) {
    if (!value.isBlank()) {
      text.append("  - ").append(label).append(": ").append(escaped(value)).append('\n');
    }
  }

  private static String escaped(String text) {
    return MEANT.matcher(Texts.line(text)).replaceAll("\\\\$0");
  }
}
