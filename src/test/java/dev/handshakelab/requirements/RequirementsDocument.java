package dev.handshakelab.requirements;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code docs/rfc9293.md} from the two tables and the tags of the tests. */
final class RequirementsDocument {
  private static final String HEAD =
      """
      # RFC 9293, and which tests show it

      Every id of Appendix B, with the tests that show it or the reason why the lab does without; after them the lab's own rules about opening, closing, resetting and validating, which go
      further into §3.10 and into what Linux 6.18 does. A test says what it shows by its tags: `./mvnw test -Dtests.included=MUST-13`, `-Dtests.included=rule-88`.

      """;

  private final StringBuilder out = new StringBuilder(HEAD);
  private final TaggedTests tests;

  private RequirementsDocument(TaggedTests tests) {
    this.tests = tests;
  }

  static String write(TaggedTests tests) {
    var document = new RequirementsDocument(tests);
    document.chapter("Appendix B", Requirement.appendixB());
    document.chapter("Rules", Requirement.rules());
    return document.out.toString();
  }

  private void chapter(String title, List<Requirement> all) {
    long shown = all.stream().filter(Requirement::isInScope).count();
    out.append("## ").append(title).append("\n\n");
    out.append(
        shown == all.size()
            ? "%d, each shown.\n".formatted(all.size())
            : "%d, of which %d are shown and %d left out.\n"
                .formatted(all.size(), shown, all.size() - shown));
    String group = "";
    for (Requirement each : all) {
      if (!each.group().equals(group)) {
        group = each.group();
        out.append("\n### ").append(group).append("\n\n");
        out.append(
            "| id | asked for in | what | shown by, or left out because |\n|---|---|---|---|\n");
      }
      row(each);
    }
    out.append('\n');
  }

  private void row(Requirement each) {
    out.append("| ").append(each.tag());
    out.append(" | ").append(each.source());
    out.append(" | ").append(each.what());
    out.append(" | ")
        .append(each.isInScope() ? names(tests.of(each)) : "*" + each.omission() + "*");
    out.append(" |\n");
  }

  private static String names(Set<String> tests) {
    return tests.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
