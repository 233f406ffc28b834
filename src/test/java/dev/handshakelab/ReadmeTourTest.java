package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The tour of the README, run in one shell as a reader would: every {@code console} block, each
 * line after a {@code $} with the answer below it. What differs from run to run (ids, instants) is
 * not compared; in a block after {@code <!-- numbers vary -->} no number is. {@code ./mvnw test
 * -Dtest=ReadmeTourTest -Ddocs.write=true} writes the answers anew.
 */
@LabTest
class ReadmeTourTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- numbers vary -->\\n)?```console\\n(.*?)```\\n", Pattern.DOTALL);
  private static final String SEPARATOR = "\u0001";

  @LocalServerPort int port;

  /** One command and what the README says it prints. */
  private record Step(String command, String answer, boolean numbersVary) {}

  @Test
  void everyAnswerIsAsShown() throws Exception {
    for (String tool : List.of("bash", "curl", "jq")) {
      assumeTrue(isThere(tool), tool + " is not installed");
    }
    String readme = Files.readString(README);
    List<Step> steps = steps(readme);
    assertThat(steps).as("commands of the tour").hasSizeGreaterThan(5);
    List<String> answers = run(steps);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(README, rewritten(readme, steps, answers));
    }
    List<Step> shown = steps(Files.readString(README));
    for (int i = 0; i < shown.size(); i++) {
      Step step = shown.get(i);
      assertThat(comparable(answers.get(i), step.numbersVary()))
          .as(step.command())
          .isEqualTo(comparable(step.answer(), step.numbersVary()));
    }
  }

  private static List<Step> steps(String readme) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(readme);
    while (block.find()) {
      for (String part : block.group(2).split("(?m)^\\$ ", -1)) {
        if (!part.isBlank()) {
          String command = commandOf(part);
          steps.add(
              new Step(command, part.substring(command.length() + 1), block.group(1) != null));
        }
      }
    }
    return steps;
  }

  /** A command goes on while its lines end in a backslash or a quote is open. */
  private static String commandOf(String part) {
    int end = part.indexOf('\n');
    while (part.charAt(end - 1) == '\\'
        || part.substring(0, end).chars().filter(c -> c == '\'').count() % 2 == 1) {
      end = part.indexOf('\n', end + 1);
    }
    return part.substring(0, end);
  }

  private List<String> run(List<Step> steps) throws IOException, InterruptedException {
    var script = new StringBuilder();
    for (Step step : steps) {
      script
          .append(step.command().replace("127.0.0.1:8080", "127.0.0.1:" + port))
          .append("\nprintf '" + SEPARATOR + "'\n");
    }
    Path output = Files.createTempFile("tour", ".txt");
    try {
      Process shell =
          new ProcessBuilder("bash", "-c", script.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(shell.waitFor(120, TimeUnit.SECONDS)).as("the tour ends").isTrue();
      return List.of(Files.readString(output).split(SEPARATOR, -1));
    } finally {
      Files.delete(output);
    }
  }

  private static String rewritten(String readme, List<Step> steps, List<String> answers) {
    String now = readme;
    for (int i = 0; i < steps.size(); i++) {
      String before = "$ " + steps.get(i).command() + "\n" + steps.get(i).answer();
      now = now.replace(before, "$ " + steps.get(i).command() + "\n" + answers.get(i));
    }
    return now;
  }

  private static String comparable(String answer, boolean numbersVary) {
    String same =
        answer
            .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "<instant>");
    return (numbersVary ? same.replaceAll("[0-9.]+", "#").replaceAll(" +", " ") : same).strip();
  }

  private static boolean isThere(String tool) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + tool)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
