package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions of a user without privileges, in a JVM of its own: {@link SessionsAsAnybody} as nobody.
 * Needs root, to become nobody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class UnprivilegedTest {
  private static final String NOBODY = "65534";

  private @Nullable OtherPrivileges nobody;

  @BeforeAll
  void run(@TempDir Path empty) throws Exception {
    nobody =
        OtherPrivileges.ofRunning(
            empty, "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  }

  private List<String> told(String session) {
    return requireNonNull(nobody).told(session);
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
