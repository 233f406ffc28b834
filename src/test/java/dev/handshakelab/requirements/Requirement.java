package dev.handshakelab.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that an endpoint has to do.
 *
 * @param tag what a test that shows it is tagged with
 * @param group the heading that it stands under
 * @param source where it is asked for
 * @param what in one line
 * @param omission why the lab does without, empty when it does not
 */
record Requirement(String tag, String group, String source, String what, String omission) {
  private static final Path TABLES = Path.of("src", "test", "resources", "rfc9293");

  /** The 119 ids of RFC 9293, Appendix B, in its order. */
  static List<Requirement> appendixB() {
    List<Requirement> all = new ArrayList<>();
    for (String line : lines("appendix-b.txt")) {
      String[] cells = cells(line, 5);
      all.add(new Requirement(cells[0], cells[2], cells[1], cells[3], cells[4]));
    }
    return List.copyOf(all);
  }

  /** The lab's own rules about opening, closing, resetting and validating. */
  static List<Requirement> rules() {
    List<Requirement> all = new ArrayList<>();
    String group = "";
    for (String line : lines("rules.txt")) {
      if (line.startsWith("## ")) {
        group = line.substring(3);
      } else {
        String[] cells = cells(line, 3);
        all.add(new Requirement("rule-" + cells[0], group, cells[1], cells[2], ""));
      }
    }
    return List.copyOf(all);
  }

  boolean isInScope() {
    return omission.isEmpty();
  }

  private static List<String> lines(String table) {
    try {
      return Files.readAllLines(TABLES.resolve(table)).stream()
          .filter(line -> !line.startsWith("# ") && !line.isBlank())
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String[] cells(String line, int count) {
    String[] said = line.split("\\|", -1);
    String[] cells = new String[count];
    for (int i = 0; i < count; i++) {
      cells[i] = i < said.length ? said[i].strip() : "";
    }
    return cells;
  }
}
