package dev.handshakelab.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * To write the document anew: {@code ./mvnw test -Dtest=RequirementsDocumentTest
 * -Ddocs.write=true}.
 */
class RequirementsDocumentTest {
  private final TaggedTests tests = TaggedTests.ofTheProject();

  private static List<Requirement> all() {
    return Stream.concat(Requirement.appendixB().stream(), Requirement.rules().stream()).toList();
  }

  @Test
  void theDocumentIsWhatTheTagsSay() throws IOException {
    Path document = Path.of("docs", "rfc9293.md");
    String written = RequirementsDocument.write(tests);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(document, written);
    }
    assertThat(document).content().isEqualTo(written);
  }

  @Test
  void appendixBIsComplete() {
    assertThat(Requirement.appendixB().stream().map(Requirement::tag))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ids("MUST", 69), ids("SHLD", 31), ids("REC", 1), ids("MAY", 18))
                .flatMap(List::stream)
                .toList());
    assertThat(Requirement.rules().stream().map(Requirement::tag))
        .containsExactlyElementsOf(ids("rule", 138));
  }

  private static List<String> ids(String kind, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ids.add(kind + "-" + i);
    }
    return ids;
  }

  @Test
  void whatIsInScopeHasATest() {
    assertThat(all().stream().filter(Requirement::isInScope))
        .allSatisfy(each -> assertThat(tests.of(each)).as("tests of %s", each).isNotEmpty());
  }

  @Test
  void whatIsLeftOutHasNone() {
    assertThat(all().stream().filter(each -> !each.isInScope()))
        .allSatisfy(each -> assertThat(tests.of(each)).as("tests of %s", each).isEmpty());
  }

  /** A tag with a slip of the pen shows nothing. */
  @Test
  void noTestNamesWhatIsNotThere() {
    var known = all().stream().map(Requirement::tag).toList();
    assertThat(tests.tags().stream().filter(tag -> tag.matches("(MUST|SHLD|REC|MAY|rule)-.*")))
        .isSubsetOf(known);
  }
}
