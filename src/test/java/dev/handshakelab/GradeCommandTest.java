package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a pipeline sees it: what it prints where, and how it ends. */
class GradeCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/handshakelab/grading/golden");

  @TempDir Path folder;

  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final List<String> args = new ArrayList<>();

  @BeforeEach
  void grades() {
    args.addAll(List.of("--rubric", GOLDEN.resolve("rubric.yaml").toString()));
    args.addAll(List.of("--answers", GOLDEN.resolve("answers.json").toString()));
    args.addAll(List.of("--seed-env", "SEED"));
  }

  /** With {@code -Ddocs.write=true} the result is written anew, to be reviewed as a change. */
  @Test
  void theResultIsTheSameToTheOctetEverywhere() throws IOException {
    assertThat(run()).isZero();

    String grade = text(stdout);
    String result = grade.substring(grade.indexOf("{\"rubric\""), grade.length() - 1);
    Path golden = GOLDEN.resolve("result.json");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(golden, result);
    }
    assertThat(result).isEqualTo(Files.readString(golden));
    assertThat(text(stderr)).isEmpty();
  }

  @Test
  void theDocumentGoesToAFileWhoseFoldersAreMade() throws IOException {
    Path file = folder.resolve("grade/results/results.json");

    assertThat(run("--format", "prairielearn", "--out", file.toString())).isZero();

    assertThat(Files.readString(file)).startsWith("{\"gradable\":true,\"score\":0.582856,");
    assertThat(text(stdout)).isEmpty();
    assertThat(text(stderr)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7.2857, 0", "7.28, 0", "7.2858, 1", "100, 1"})
  void theExitCodeSaysWhetherTheScoreIsEnough(String atLeast, int code) {
    assertThat(run("--format", "float", "--at-least", atLeast)).isEqualTo(code);
    assertThat(text(stdout)).isEqualTo("0.5829\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--frmat | md | Unknown option",
        "--format | word | there is no format \"word\"; there are native,",
        "--at-least | much | Invalid value for option '--at-least'",
        "--parameter | released=true | format native has no parameter \"released\"; it has []",
        "--secret-env | SECRET | one of --seed-env and --secret-env must be given",
      })
  void aWrongCallSaysWhatIsWrong(String option, String value, String message) {
    assertThat(run(option, value)).isEqualTo(2);
    assertThat(text(stdout)).isEmpty();
    assertThat(text(stderr)).contains(message);
  }

  @Test
  void aParameterOfTheFormatIsHandedOn() {
    List<String> calls = List.of("--format", "classroom50", "--parameter", "owner=alice");
    assertThat(run(calls.toArray(String[]::new))).isZero();
    assertThat(text(stdout)).contains("\"owner\":\"alice\"");

    assertThat(run("--format", "classroom50", "--parameter", "datetime=now")).isEqualTo(2);
    assertThat(text(stderr)).contains("--parameter: datetime must be a time like");
  }

  @ParameterizedTest
  @CsvSource({"UNSET", "EMPTY", "WORD", "NEGATIVE", "GREAT"})
  void aSeedThatIsNoneIsAWrongCall(String name) {
    args.set(args.size() - 1, name);
    assertThat(run()).isEqualTo(2);
    assertThat(text(stderr)).contains(name).doesNotContain("secretive");
  }

  @Test
  void theSeedMayBeMadeOfASecretAndASubject() {
    args.set(args.size() - 2, "--secret-env");
    args.set(args.size() - 1, "SECRET");
    assertThat(run()).isEqualTo(2);
    assertThat(run("--subject", "alice")).isZero();
    String alice = text(stdout);
    assertThat(run("--subject", "alice")).isZero();
    assertThat(text(stdout)).isEqualTo(alice).contains("\"subject\":\"alice\"");
    assertThat(run("--subject", "bob")).isZero();
    assertThat(text(stdout))
        .doesNotContain(alice.replaceAll(".*(\"traceSha256\":\"[^\"]+\").*", "$1"));
  }

  @Test
  void answersThatCannotBeReadAreNoWrongAnswers() throws IOException {
    args.set(3, Files.writeString(folder.resolve("answers.json"), "{\"q9\": 1}").toString());

    assertThat(run("--format", "prairielearn")).isEqualTo(3);

    assertThat(text(stdout))
        .startsWith("{\"gradable\":false,\"format_errors\":[\"q1, q2, q3, q4, q5, q7 could not be")
        .contains("there is no question \\\"q9\\\"; did you mean \\\"q");
    assertThat(text(stderr)).startsWith("could not be graded: there is no question \"q9\"");
  }

  @Test
  void aRubricWithFaultsIsRefusedWithTheirPlaces() throws IOException {
    String rubric = Files.readString(GOLDEN.resolve("rubric.yaml")).replace("[1].ack", "[1].akc");
    args.set(1, Files.writeString(folder.resolve("rubric.yaml"), rubric).toString());

    assertThat(run()).isEqualTo(3);

    assertThat(text(stdout)).isEmpty();
    assertThat(text(stderr))
        .contains("rubric.yaml:9:25: ")
        .contains("/checks/0/expect")
        .contains("akc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scenario: lost-syn-ack, network: { delayMs: 20 }| mode: REAL_SOCKET| only SIMULATED sessions are run",
        "session:| # session:| has no session",
      })
  void aSessionThatCannotBeRunHereIsNotGraded(String old, String changed, String message)
      throws IOException {
    String rubric = Files.readString(GOLDEN.resolve("rubric.yaml")).replace(old, changed);
    args.set(1, Files.writeString(folder.resolve("rubric.yaml"), rubric).toString());

    assertThat(run()).isEqualTo(3);
    assertThat(text(stderr)).contains(message);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    args.set(3, folder.resolve("none.json").toString());
    assertThat(run()).isEqualTo(3);
    assertThat(text(stderr)).contains("none.json cannot be read");
  }

  @Test
  void helpNamesEveryFormatAndTheExitCodes() {
    args.clear();
    assertThat(run("--help")).isZero();
    assertThat(text(stdout)).contains("prairielearn").contains("3 when it could not grade");
  }

  private int run(String... more) {
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of(more));
    stdout.reset();
    stderr.reset();
    Map<String, String> environment =
        Map.of(
            "SEED", "7",
            "SECRET", "secretive",
            "EMPTY", "",
            "WORD", "secretive",
            "NEGATIVE", "-1",
            "GREAT", "9007199254740992");
    return new GradeCommand(
            environment,
            new PrintStream(stdout, true, StandardCharsets.UTF_8),
            new PrintStream(stderr, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.parse("2026-11-22T09:16:02Z")))
        .run(all);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
