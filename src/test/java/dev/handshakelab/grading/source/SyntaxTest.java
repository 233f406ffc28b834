package dev.handshakelab.grading.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshakelab.wire.Octets;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyntaxTest {
  @Test
  void theTwoLanguagesGiveTheSameTree() throws Unreadable {
    Located json =
        Syntax.JSON.read(
            octets("{\"a\": [1, 2.50, \"x\", true, null, -7], \"b\": {\"c\": \"d\"}}"));
    Located yaml = Syntax.YAML.read(octets("a: [1, 2.50, x, true, ~, -7]\nb:\n  c: 'd'\n"));

    assertThat(yaml.tree()).isEqualTo(json.tree());
    assertThat(yaml.place("/b/c")).isEqualTo(new Place(3, 3));
    assertThat(yaml.content("/b/c")).isEqualTo(new Place(3, 7));
    assertThat(yaml.place("/b/nothing")).isEqualTo(new Place(2, 1));
  }

  @ParameterizedTest
  @CsvSource({"no", "yes", "off", "1:30", "1_000", "2026-11-22", "0o17"})
  void plainWordsOfYamlAreText(String word) throws Unreadable {
    assertThat(Syntax.YAML.read(octets("a: " + word)).tree().get("a").asString()).isEqualTo(word);
  }

  @Test
  void hexIsANumberInYaml() throws Unreadable {
    assertThat(Syntax.YAML.read(octets("a: 0x1F")).tree().get("a").asInt()).isEqualTo(31);
  }

  /** Where each text stops being readable. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          JSON | {"a": 1, "a": 2}  | 1 | 10 | second time
          JSON | {"a": 1           | 1 | 8  | end-of-input
          JSON | {} {}             | 1 | 4  | nothing may follow
          JSON | 1e99999999        | 1 | 1  | exponent
          YAML | {a: 1, a: 2}      | 1 | 8  | second time
          YAML | {a: &x 1, b: *x}  | 1 | 5  | anchors
          YAML | {a: !!int 1}      | 1 | 5  | tags
          YAML | {a: 1             | 1 | 6  | expected
          """)
  void whatCannotBeReadSaysWhere(Syntax syntax, String text, int line, int column, String why) {
    Unreadable unreadable = catchThrowableOfType(Unreadable.class, () -> syntax.read(octets(text)));

    assertThat(unreadable.place().line()).isEqualTo(line);
    assertThat(unreadable.place().column()).isBetween(column - 2, column + 2);
    assertThat(unreadable).hasMessageContaining(why);
  }

  @ParameterizedTest
  @EnumSource
  void deepNestingIsRefused(Syntax syntax) {
    assertThat(
            catchThrowableOfType(Unreadable.class, () -> syntax.read(octets("[".repeat(50_000)))))
        .isNotNull();
  }

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
