package dev.handshakelab.grading.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs each adapter of {@code contrib} as its pipeline would: the finished jar, a folder that has
 * nothing but what the pipeline puts there, 384 MB of heap, and no network at all.
 */
class AdaptersIT {
  private static final Path CONTRIB = Path.of("contrib").toAbsolutePath();
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/handshakelab/grading/golden").toAbsolutePath();
  private static final Path JAR =
      Path.of(System.getProperty("lab.jar", "target/handshake-lab.jar")).toAbsolutePath();

  /** Right but for q1, whatever the seed; then answers that no one can read. */
  private static final String ANSWERS = "{\"q1\": 5, \"q7\": \"2\"}";

  private static final String UNREADABLE = "{\"q1\": ";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path empty;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeAll
  static void isThereWhatItTakes() throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(JAR), "there is no " + JAR + ": ./mvnw package makes it");
    for (String tool : List.of("bash", "jq", "make", "python3", "tar")) {
      assumeTrue(succeeds("which", tool), "an adapter needs " + tool + ", which is not installed");
    }
    assumeTrue(
        succeeds("unshare", "-rn", "true"), "this user cannot make a namespace without a network");
  }

  @BeforeEach
  void aBareEnvironment() {
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  @Test
  void everyAdapterIsShort() throws IOException {
    for (String pipeline :
        List.of("gradescope", "prairielearn", "classroom50", "github-actions", "autolab")) {
      try (Stream<Path> files = Files.list(CONTRIB.resolve(pipeline))) {
        for (Path file : files.toList()) {
          assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(40);
        }
      }
    }
  }

  @Test
  void gradescopeGetsItsResults() throws IOException, InterruptedException {
    Path source = lab(Files.createDirectories(empty.resolve("source")));
    Files.writeString(source.resolve("secret"), "s3cret\n");
    Files.createDirectories(empty.resolve("submission"));
    Files.createDirectories(empty.resolve("results"));
    Files.writeString(
        empty.resolve("submission_metadata.json"),
        "{\"users\": [{\"id\": 17, \"email\": \"a@b.example\", \"name\": \"A\"}]}");
    environment.put("AUTOGRADER_ROOT", empty.toString());
    Path results = empty.resolve("results/results.json");

    Files.writeString(empty.resolve("submission/answers.json"), ANSWERS);
    isSilent(run(empty, copied("gradescope/run_autograder", empty)), 0);
    isGraded(Pipeline.read("gradescope", octets(results)));
    assertThat(Files.readString(results)).doesNotContain("a@b.example");

    Files.writeString(empty.resolve("submission/answers.json"), UNREADABLE);
    assertThat(run(empty, "./run_autograder").code()).isEqualTo(3);
    assertThat(Pipeline.read("gradescope", octets(results)).graded()).isFalse();
  }

  @Test
  void prairieLearnGetsItsResults() throws IOException, InterruptedException {
    Path lab = lab(Files.createDirectories(empty.resolve("lab")));
    String adapter = copied("prairielearn/grade.sh", lab);
    Path tests = Files.createDirectories(empty.resolve("tests"));
    Files.copy(GOLDEN.resolve("rubric.yaml"), tests.resolve("rubric.yaml"));
    environment.put("GRADE_ROOT", empty.toString());
    environment.put("LAB_ROOT", lab.toString());
    Path results = empty.resolve("results/results.json");
    Path data = Files.createDirectories(empty.resolve("data")).resolve("data.json");

    Files.writeString(data, "{\"variant_seed\": 7, \"submitted_answers\": %s}".formatted(ANSWERS));
    isSilent(run(lab, adapter), 0);
    isGraded(Pipeline.read("prairielearn", octets(results)));

    Files.writeString(data, "{\"variant_seed\": 7, \"submitted_answers\": {\"q9\": 1}}");
    assertThat(run(lab, adapter).code()).isZero();
    assertThat(Pipeline.read("prairielearn", octets(results)).graded()).isFalse();
  }

  @Test
  void classroom50GetsItsResult() throws IOException, InterruptedException {
    Path lab = lab(Files.createDirectories(empty.resolve("lab")));
    copied("classroom50/autograder.py", lab);
    Path checkout = Files.createDirectories(empty.resolve("checkout"));
    Path result = checkout.resolve("result.json");
    environment.putAll(
        Map.of(
            "CLASSROOM", "net101",
            "ASSIGNMENT", "hs1",
            "OWNER", "alice",
            "SUBMISSION_TAG", "submit/2026-11-22T09-15-40Z-a1b2c3d",
            "COMMIT_URL", "https://forge.example/commit/a1b2c3d",
            "RELEASE_URL", "https://forge.example/release",
            "REVIEW_URL", "https://forge.example/review",
            "HANDSHAKE_LAB_SECRET", "s3cret"));

    Files.writeString(checkout.resolve("answers.json"), ANSWERS);
    isSilent(run(checkout, "../lab/autograder.py"), 0);
    isGraded(Pipeline.read("classroom50", octets(result)));
    JsonNode tree = JSON.readTree(Files.readString(result));
    assertThat(tree.get("owner").asString()).isEqualTo("alice");
    assertThat(tree.get("datetime").asString()).isEqualTo("2026-11-22T09:15:40Z");

    Files.writeString(checkout.resolve("answers.json"), UNREADABLE);
    assertThat(run(checkout, "../lab/autograder.py").code()).isEqualTo(3);
    assertThat(result).as("a result that says nothing of an error").doesNotExist();
  }

  @Test
  void theActionHandsItsResultToTheReporter() throws IOException, InterruptedException {
    Path lab = lab(Files.createDirectories(empty.resolve("lab")));
    Path checkout = Files.createDirectories(empty.resolve("checkout"));
    Files.copy(GOLDEN.resolve("rubric.yaml"), checkout.resolve("rubric.yaml"));
    Path output = Files.createFile(empty.resolve("output"));
    String script = stepOfTheAction(Map.of("subject", "alice", "secret", "s3cret"), lab);
    environment.put("GITHUB_OUTPUT", output.toString());

    Files.writeString(checkout.resolve("answers.json"), ANSWERS);
    isSilent(run(checkout, "bash", "-eo", "pipefail", "-c", script), 0);
    isGraded(Pipeline.read("github-classroom", result(output)));

    environment.put("AT_LEAST", "7");
    Files.writeString(output, "");
    assertThat(run(checkout, "bash", "-eo", "pipefail", "-c", script).code()).isEqualTo(1);
    isGraded(Pipeline.read("github-classroom", result(output)));

    Files.writeString(checkout.resolve("answers.json"), UNREADABLE);
    Files.writeString(output, "");
    assertThat(run(checkout, "bash", "-eo", "pipefail", "-c", script).code()).isEqualTo(3);
    assertThat(Pipeline.read("github-classroom", result(output)).graded()).isFalse();
  }

  /** The script of the step that grades; its variables go into the environment. */
  private String stepOfTheAction(Map<String, String> inputs, Path lab) throws IOException {
    JsonNode action;
    try (Reader file = Files.newBufferedReader(CONTRIB.resolve("github-actions/action.yml"))) {
      Object read = new Yaml().load(file);
      action = JSON.valueToTree(read);
    }
    JsonNode step = action.at("/runs/steps/1");
    ((ObjectNode) step.get("env"))
        .properties()
        .forEach(variable -> {
          String value = variable.getValue().asString();
          for (String input : action.get("inputs").propertyNames()) {
            String usual = action.at("/inputs/" + input + "/default").asString("");
            value = value.replace("${{ inputs." + input + " }}", inputs.getOrDefault(input, usual));
          }
          value = value.replace("${{ github.action_path }}", lab.toString());
          assertThat(value).doesNotContain("${{");
          environment.put(variable.getKey(), value);
        });
    return step.get("run").asString();
  }

  private static Octets result(Path output) throws IOException {
    String line = Files.readString(output).strip();
    assertThat(line).startsWith("result=").doesNotContain("\n");
    return Documents.octets(line.substring("result=".length()));
  }

  @Test
  void autolabGetsItsLastLine() throws IOException, InterruptedException {
    Path packed = lab(Files.createDirectories(empty.resolve("packed")));
    Files.writeString(packed.resolve("secret"), "s3cret\n");
    Path instance = Files.createDirectories(empty.resolve("instance"));
    assertThat(succeeds("tar", "cf", instance + "/autograde.tar", "-C", packed.toString(), "."))
        .isTrue();
    copied("autolab/Makefile", instance);

    Files.writeString(instance.resolve("answers.json"), ANSWERS);
    Finished graded = run(instance, "make");
    assertThat(graded.err()).isEmpty();
    assertThat(graded.code()).isZero();
    Understood understood = Pipeline.read("autolab", Documents.octets(graded.out()));
    assertThat(understood.score()).isEqualByComparingTo("6.7857");

    Files.writeString(instance.resolve("answers.json"), UNREADABLE);
    Finished failed = run(instance, "make");
    assertThat(failed.code()).isNotZero();
    assertThat(failed.out().lines().toList().getLast()).isEqualTo("{\"scores\":{}}");
  }

  @Test
  void aCacheOfLoadedClassesChangesNothingButTheTime() throws IOException, InterruptedException {
    Path extracted = empty.resolve("lab");
    Path jar = extracted.resolve("handshake-lab.jar");
    Path launcher = lab(Files.createDirectories(empty.resolve("bin"))).resolve("handshake-lab");
    environment.put("SEED", "7");
    List<String> grade =
        List.of(
            launcher.toString(),
            "grade",
            "--rubric",
            GOLDEN.resolve("rubric.yaml").toString(),
            "--answers",
            GOLDEN.resolve("answers.json").toString(),
            "--seed-env",
            "SEED",
            "--format",
            "float");
    String[] command = grade.toArray(String[]::new);
    String java = System.getProperty("java.home") + "/bin/java";
    String[] extract = {
      java, "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination", "lab"
    };
    assertThat(run(empty, extract).code()).isZero();

    environment.put("HANDSHAKE_LAB_JAR", jar.toString());
    environment.put("JAVA_OPTS", "-XX:AOTCacheOutput=" + extracted.resolve("handshake-lab.aot"));
    assertThat(run(empty, command).code()).isZero();
    assertThat(extracted.resolve("handshake-lab.aot")).isNotEmptyFile();

    environment.put("JAVA_OPTS", "-Xmx384m");
    Finished cached = run(empty, command);
    assertThat(cached).isEqualTo(new Finished(0, "0.5829\n", ""));

    // The jar is another one now, so the cache does not fit.
    assertThat(jar.toFile().setLastModified(1_000_000_000_000L)).isTrue();
    assertThat(run(empty, command)).isEqualTo(cached);
  }

  private static void isGraded(Understood understood) {
    assertThat(understood.graded()).isTrue();
    // 6.7857 of 12.5 points, as an exact score or a share of it
    assertThat(Numbers.share(understood.score(), understood.max()))
        .isEqualByComparingTo(new BigDecimal("0.542856"));
  }

  private static void isSilent(Finished run, int code) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }

  /** What every pipeline is handed: the jar, the two scripts that start it, and a rubric. */
  private static Path lab(Path folder) throws IOException {
    Path jar = folder.resolve("handshake-lab.jar");
    try {
      Files.createLink(jar, JAR);
    } catch (IOException | UnsupportedOperationException onAnotherFileSystem) {
      Files.copy(JAR, jar);
    }
    for (String script : List.of("handshake-lab", "jdk")) {
      Files.copy(Path.of("bin", script), folder.resolve(script));
      assertThat(folder.resolve(script).toFile().setExecutable(true)).isTrue();
    }
    Files.copy(GOLDEN.resolve("rubric.yaml"), folder.resolve("rubric.yaml"));
    return folder;
  }

  private static String copied(String adapter, Path folder) throws IOException {
    Path file = folder.resolve(Path.of(adapter).getFileName());
    Files.copy(CONTRIB.resolve(adapter), file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return "./" + file.getFileName();
  }

  private static Octets octets(Path file) throws IOException {
    return Octets.of(Files.readAllBytes(file));
  }

  private record Finished(int code, String out, String err) {}

  /** Runs a command in a network namespace of its own, whose only interface is down. */
  private Finished run(Path folder, String... command) throws IOException, InterruptedException {
    List<String> isolated = new ArrayList<>(List.of("unshare", "-rn"));
    isolated.addAll(List.of(command));
    Path out = Files.createTempFile("adapter", ".out");
    Path err = Files.createTempFile("adapter", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(isolated)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(command) + " did not end");
      }
      return new Finished(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
