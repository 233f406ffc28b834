package dev.handshakelab.grading.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.CheckResult;
import dev.handshakelab.grading.Grade;
import dev.handshakelab.grading.Result;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.Share;
import dev.handshakelab.grading.Visibility;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What holds for every format, on every kind of grade. */
class FormatContractTest {
  /** Of the one format that rounds to four decimals. */
  private static final BigDecimal LAST_PLACE = new BigDecimal("0.0001");

  private static final BigDecimal TWELFTH_PLACE = new BigDecimal("0.000000000001");

  static Stream<Format> formats() {
    return Formats.ALL.all().stream();
  }

  static Stream<Arguments> cases() {
    return formats()
        .flatMap(format ->
            Arrays.stream(SampleGrade.values()).map(sample -> Arguments.of(format.name(), sample)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void itsPipelineTakesItAndRecordsTheScore(String name, SampleGrade sample) {
    Result result = sample.grade().result();
    Understood understood = Pipeline.read(name, render(name, sample.grade()));

    assertThat(understood.graded()).isEqualTo(result.state() != Result.State.ERROR);
    if (!understood.graded()) {
      return;
    }
    if (understood.exact()) {
      BigDecimal scale =
          understood.max().signum() == 0
              ? BigDecimal.ONE
              : understood.max().divide(result.maxScore());
      assertThat(understood.score()).isEqualByComparingTo(result.score().multiply(scale));
    } else {
      BigDecimal exact = result.score().divide(result.maxScore(), MathContext.DECIMAL128);
      assertThat(understood.score().subtract(exact).abs())
          .isLessThan(name.equals("float") ? LAST_PLACE : TWELFTH_PLACE);
    }
    if (understood.max().signum() > 0) {
      assertThat(understood.score().compareTo(understood.max()) == 0)
          .as("a full score where there is one, and only there")
          .isEqualTo(result.score().compareTo(result.maxScore()) == 0);
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void testsAreNamedByTheirChecksInOrder(String name, SampleGrade sample) {
    List<String> names = Pipeline.read(name, render(name, sample.grade())).names();
    List<String> ids = sample.grade().result().checks().stream().map(CheckResult::id).toList();

    List<String> named = names.stream().map(each -> each.split("[ :]", 2)[0]).toList();
    assertThat(ids.stream().filter(named::contains)).containsExactlyElementsOf(named);
    for (String each : names) {
      assertThat(each).isNotBlank().doesNotContain("\n");
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void theSameGradeGivesTheSameOctets(String name, SampleGrade sample) {
    assertThat(render(name, sample.grade())).isEqualTo(render(name, sample.grade()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void whatAStudentMayNotSeeIsLeftToPipelinesThatHideIt(Format format) {
    Grade grade = SampleGrade.HIDDEN.grade();
    String text = text(format.name(), format.render(grade, Map.of()));

    switch (format.name()) {
      // the model itself, which is not handed to students, and the one that hides it
      case "native", "gradescope" -> assertThat(text).contains(SampleGrade.SECRET);
      default -> assertThat(text).doesNotContain(SampleGrade.SECRET);
    }
    if (format.parameters().contains("released")) {
      String released = text(format.name(), format.render(grade, Map.of("released", "true")));
      assertThat(released.length()).isGreaterThan(text.length());
      assertThatThrownBy(() -> format.render(grade, Map.of("released", "maybe")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("released must be true or false");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void hasANameAndAMediaTypeOfItsOwn(Format format) {
    assertThat(Formats.ALL.named(format.name())).contains(format);
    assertThat(format.name()).matches("[a-z0-9-]+");
    assertThat(formats().map(Format::mediaType).filter(format.mediaType()::equals)).hasSize(1);
  }

  /**
   * The schema that CTRF publishes is not part of this project; where it is at hand it is asked.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource(SampleGrade.class)
  void theSchemaThatCtrfPublishesAgrees(SampleGrade sample) throws IOException {
    Path schema = Path.of(System.getProperty("ctrf.schema", "../shared/formats/ctrf.schema.json"));
    assumeTrue(Files.isReadable(schema), "there is no " + schema + " here");
    Schema published =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(schema));

    JsonNode report = Pipeline.valid(published, text("ctrf", render("ctrf", sample.grade())));

    assertThat(report.at("/reportFormat").asString()).isEqualTo("CTRF");
  }

  @ParameterizedTest
  @CsvSource({"FULL, 135 of 135", "ZERO, 0 of 135", "THIRDS, 44999 of 135000"})
  void classroom50ScalesByTheSmallestPowerOfTenThatMakesAllWhole(
      SampleGrade sample, String expected) {
    Understood read = Pipeline.read("classroom50", render("classroom50", sample.grade()));
    assertThat(read.score() + " of " + read.max()).isEqualTo(expected);
  }

  @Test
  void prairieLearnIsToldThatTextsWereCutWhereItTakesNoMore() {
    List<CheckResult> results =
        IntStream.range(0, 100)
            .mapToObj(each ->
                new Check.Outcome(
                    new Check.Head("q" + each, BigDecimal.ONE, "?", Visibility.VISIBLE),
                    Outcome.ESTABLISHED))
            .map(each -> CheckResult.graded(each, Share.ALL, "€".repeat(4096), "Right.", null))
            .toList();
    Rubric rubric =
        new Rubric("long", "Long", null, results.stream().map(CheckResult::check).toList());
    Result result = new Result(rubric, null, "a".repeat(64), "b".repeat(64), results);

    Octets document = render("prairielearn", Grade.unkept(result, null));

    assertThat(Pipeline.read("prairielearn", document).score()).isEqualByComparingTo("1");
    assertThat(text("prairielearn", document)).contains("of more than 2000 characters are cut");
  }

  private static Octets render(String name, Grade grade) {
    return Formats.ALL.named(name).orElseThrow().render(grade, Map.of());
  }

  private static String text(String name, Octets document) {
    byte[] octets = document.toArray();
    return new String(
        name.equals("github-classroom") ? Base64.getDecoder().decode(octets) : octets,
        StandardCharsets.UTF_8);
  }
}
