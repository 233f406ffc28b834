package dev.handshakelab.linux;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * What {@link SessionsAsAnybody} says in a JVM of its own, begun by a command that takes privileges
 * away. That takes root; without, tests are skipped.
 */
record OtherPrivileges(String said) {
  /** One class of each place that has to be on the class path. */
  private static final List<Class<?>> NEEDED =
      List.of(
          LinuxRunner.class,
          SessionsAsAnybody.class,
          JsonNode.class,
          JsonParser.class,
          JsonProperty.class);

  /**
   * @param empty a directory that is there
   * @param command with its arguments, that runs what follows them
   */
  static OtherPrivileges ofRunning(Path empty, String... command)
      throws IOException, InterruptedException {
    Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> whole = new ArrayList<>(List.of(command));
    whole.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(empty),
            SessionsAsAnybody.class.getName()));
    Process process;
    try {
      process =
          new ProcessBuilder(whole).directory(empty.toFile()).redirectErrorStream(true).start();
    } catch (IOException missing) {
      assumeTrue(false, command[0] + " cannot be run here: " + missing.getMessage());
      throw missing;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assumeTrue(
        !said.startsWith("setpriv:") && !said.startsWith("unshare:"),
        () -> "privileges cannot be taken away here: " + said);
    assertThat(code).as(said).isZero();
    return new OtherPrivileges(said);
  }

  /** Copies, since the project may lie where nobody else may look. */
  private static String classPath(Path readable) {
    return NEEDED.stream()
        .map(needed -> copy(placeOf(needed), readable.resolve(needed.getSimpleName())))
        .map(Path::toString)
        .collect(joining(File.pathSeparator));
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private static Path copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, to.resolve(from.relativize(path).toString()).normalize());
      }
      return to;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The lines about one session. */
  List<String> told(String session) {
    return said.lines()
        .filter(line -> line.startsWith(session + ": "))
        .map(line -> line.substring(session.length() + 2))
        .toList();
  }
}
