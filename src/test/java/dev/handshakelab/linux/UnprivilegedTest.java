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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * Sessions of a user without privileges, in a JVM of its own: {@link SessionsAsAnybody} as nobody.
 * Needs root, to become nobody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class UnprivilegedTest {
  private static final String NOBODY = "65534";

  /** One class of each place that has to be on the class path. */
  private static final List<Class<?>> NEEDED =
      List.of(
          LinuxRunner.class,
          SessionsAsAnybody.class,
          JsonNode.class,
          JsonParser.class,
          JsonProperty.class);

  private String said = "";

  @BeforeAll
  void run(@TempDir Path readable) throws Exception {
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=" + NOBODY,
                  "--regid=" + NOBODY,
                  "--clear-groups",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  classPath(readable),
                  SessionsAsAnybody.class.getName())
              .directory(readable.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      assumeTrue(false, "setpriv cannot be run here: " + missing.getMessage());
      return;
    }
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assumeTrue(!said.startsWith("setpriv:"), () -> "cannot become nobody: " + said);
    assertThat(code).as(said).isZero();
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

  private List<String> told(String session) {
    return said.lines()
        .filter(line -> line.startsWith(session + ": "))
        .map(line -> line.substring(session.length() + 2))
        .toList();
  }

  @Test
  void theTierSaysWhatIsMissing() {
    assertThat(told("capability"))
        .singleElement()
        .asString()
        .contains("available=true", "tier=sockets-only", "tier=loopback", "CAP_NET_RAW");
  }

  @Test
  void ofAHandshakeTheSynIsKnownAndTheStatesThatWereFound() {
    assertThat(told("basic"))
        .contains(
            "clock MONOTONIC",
            "CLIENT S 0(0)",
            "KERNEL_REPORTED at null",
            "SERVER LISTENER CLOSED LISTEN SAMPLED by LISTEN",
            "CLIENT CLOSED SYN_SENT INFERRED by OPEN",
            "SERVER LISTEN SYN_RECEIVED INFERRED by #1",
            "SERVER SYN_RECEIVED ESTABLISHED SAMPLED",
            "CLIENT SYN_SENT ESTABLISHED SAMPLED",
            "CLIENT OPEN ok")
        .anyMatch(line -> line.startsWith("No tap could be opened"))
        .noneMatch(line -> line.startsWith("SERVER S."));
  }

  @Test
  void ofACloseTheStatesThatWereFoundOnTheWay() {
    assertThat(told("close"))
        .anyMatch(line -> line.startsWith("CLIENT ESTABLISHED FIN_WAIT_1 "))
        .contains("CLIENT FIN_WAIT_1 FIN_WAIT_2 SAMPLED", "SERVER ESTABLISHED CLOSE_WAIT SAMPLED");
  }

  @Test
  void everyStatePassedFollowsTheOneBefore() {
    for (String party : List.of("CLIENT", "SERVER")) {
      List<String[]> moves =
          told("exchange").stream()
              .filter(line -> line.startsWith(party) && line.matches(".* (SAMPLED|INFERRED).*"))
              .filter(line -> !line.contains("LISTENER"))
              .map(line -> line.split(" ", -1))
              .toList();
      assertThat(moves).hasSizeGreaterThanOrEqualTo(4);
      for (int i = 1; i < moves.size(); i++) {
        assertThat(moves.get(i)[1]).isEqualTo(moves.get(i - 1)[2]);
      }
      assertThat(moves.getLast()[2]).isIn("CLOSED", "TIME_WAIT");
    }
  }

  @Test
  void ofARefusalWhatTheUserWasTold() {
    assertThat(told("refused"))
        .contains("CLIENT OPEN error: connection refused", "CLIENT SYN_SENT CLOSED SAMPLED");
  }

  @ParameterizedTest
  @CsvSource({
    "basic, ESTABLISHED",
    "close, ESTABLISHED",
    "exchange, CLOSED",
    "reset, RESET",
    "refused, REFUSED"
  })
  void howItEndedIsKnown(String session, String outcome) {
    assertThat(told(session)).contains("outcome " + outcome);
  }

  @Test
  void anIsnIsRefused() {
    assertThat(told("isn")).singleElement().asString().contains("/client/isns", "CAP_NET_ADMIN");
  }

  @Test
  void stepsAfterSegmentsAreRefused() {
    assertThat(told("after")).singleElement().asString().contains("/steps/0/afterSegment");
  }
}
