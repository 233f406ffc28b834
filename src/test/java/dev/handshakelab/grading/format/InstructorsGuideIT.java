package dev.handshakelab.grading.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the instructors' guide and no others: in a folder that holds nothing but the
 * finished jar, as a user who may do nothing special, on a port that is free.
 */
class InstructorsGuideIT {
  private static final Path GUIDE = Path.of("docs", "for-instructors.md");
  private static final Path JAR =
      Path.of(System.getProperty("lab.jar", "target/handshake-lab.jar")).toAbsolutePath();
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```\\n", Pattern.DOTALL);
  private static final String NOBODY = "65534";

  @TempDir private Path folder;

  @BeforeAll
  static void isThereWhatItTakes() throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(JAR), "there is no " + JAR + ": ./mvnw package makes it");
    for (String tool : List.of("bash", "curl", "jq")) {
      assumeTrue(succeeds("which", tool), tool + " is not installed");
    }
  }

  @Test
  void itsCommandsLeadFromNothingToAGradedClass() throws Exception {
    Path empty = folder.resolve("class");
    Files.createDirectory(
        empty, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
    Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(JAR, empty.resolve("handshake-lab.jar"));
    String said = run(commands(), empty);

    assertThat(said)
        .contains("{\"subject\":\"s_01\",\"score\":\"6.5\",\"maxScore\":\"6.5\"}")
        .contains("{\"subject\":\"s_02\",\"score\":\"3\",\"maxScore\":\"6.5\"}")
        .contains("{\"subject\":\"s_03\",\"source\":\"s_01\",\"checks\":[\"isn\",\"ack\"]}")
        .contains("{\"examined\":3,\"changed\":1,\"applied\":0,\"who\":[{\"subject\":\"s_02\",")
        .contains("{\"examined\":3,\"changed\":1,\"applied\":1}");
    assertThat(Files.readAllLines(empty.resolve("gradebook.csv"))).hasSize(4);
    assertThat(Files.readAllLines(empty.resolve("checks.csv"))).hasSize(1 + 3 * 4);
    assertThat(Files.readAllLines(empty.resolve("gradebook.ndjson"))).hasSize(3);
    Understood results =
        Pipeline.read("gradescope", Octets.of(Files.readAllBytes(empty.resolve("results.json"))));
    assertThat(results.graded()).isTrue();
    assertThat(results.score()).isEqualByComparingTo(new BigDecimal("3.5"));
  }

  private static String commands() throws IOException {
    StringBuilder commands = new StringBuilder();
    Matcher block = BLOCK.matcher(Files.readString(GUIDE));
    while (block.find()) {
      commands.append(block.group(1));
    }
    return commands.toString();
  }

  private static String run(String commands, Path empty) throws IOException, InterruptedException {
    int port = freePort();
    // Whatever happens, the lab that it started ends with it.
    String script =
        "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
            + commands.replace("127.0.0.1:8080", "127.0.0.1:" + port);
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      assumeTrue(succeeds("which", "setpriv"), "root needs setpriv to be an ordinary user");
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(List.of("bash", "-c", script));
    Path output = empty.resolveSibling("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(empty.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"),
                "HOME",
                empty.toString(),
                "LC_ALL",
                "C.UTF-8",
                "SERVER_PORT",
                Integer.toString(port)));
    Process shell = builder.start();
    try {
      assertThat(shell.waitFor(5, TimeUnit.MINUTES)).as("the guide ends").isTrue();
    } finally {
      shell.destroy();
    }
    String said = Files.readString(output);
    assertThat(shell.exitValue()).as(said).isZero();
    return said;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
