package dev.handshakelab.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.grading.source.Unreadable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema says of the shape of a rubric what reading says. */
class RubricSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(RubricSchema.tree());

  static Stream<ReadyRubrics.Ready> ready() {
    return new ReadyRubrics(Samples.READING).all().stream();
  }

  @ParameterizedTest
  @MethodSource("ready")
  void aReadyRubricFitsIt(ReadyRubrics.Ready ready) throws Unreadable {
    assertThat(SCHEMA.validate(Syntax.YAML.read(ready.document()).tree())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: c, kind: answer, points: 1, prompt: p, expect: \"1\", unit: ms, order: ANY}",
        "{id: c, kind: fieldEquals, points: 0.25, segment: 1, field: ack, expect: {segment: 0, field: seq}}",
        "{id: c, kind: timing, points: 1, of: handshakeNs, atLeastMs: 0.5}",
        "{id: c, kind: manual, points: 1, prompt: p, visibility: HIDDEN}",
        "{id: c, kind: expr, points: 1, expr: \"true\"}",
      })
  void whatFitsIsRead(String check) throws Unreadable {
    assertThat(SCHEMA.validate(Syntax.YAML.read(Samples.octets(rubric(check))).tree())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: c, kind: nothing, points: 1}",
        "{id: c, kind: outcome, points: -1, expect: CLOSED}",
        "{id: c, kind: outcome, points: 0.125, expect: CLOSED}",
        "{id: c, kind: outcome, points: 1, expect: CLOSE}",
        "{id: c, kind: outcome, points: 1, expect: CLOSED, more: 1}",
        "{id: c, kind: outcome, points: 1, expect: CLOSED, visibility: SECRET}",
        "{id: 'c d', kind: outcome, points: 1, expect: CLOSED}",
        "{id: c, kind: manual, points: 1}",
        "{id: c, kind: timing, points: 1, of: handshakeNs}",
        "{id: c, kind: statePath, points: 1, endpoint: CLIENT, expect: [OPEN]}",
        "{id: c, kind: sequence, points: 1, expect: []}",
        "{id: c, kind: fieldEquals, points: 1, segment: 0, field: sek, expect: 1}",
        "{id: c, kind: answer, points: 1, prompt: p, expect: 5}",
        "{id: c, kind: answer, points: 1, prompt: p, expect: \"1\", misconceptions: [{when: \"2\"}]}",
      })
  void whatDoesNotFitIsNotReadEither(String check) throws Unreadable {
    assertThat(SCHEMA.validate(Syntax.YAML.read(Samples.octets(rubric(check))).tree()))
        .isNotEmpty();
    assertThat(
            catchThrowable(() -> Samples.READING.read(Samples.octets(rubric(check)), Syntax.YAML)))
        .isInstanceOf(Flawed.class);
  }

  private static String rubric(String check) {
    return "id: a\ntitle: b\nchecks:\n  - " + check + "\n";
  }
}
