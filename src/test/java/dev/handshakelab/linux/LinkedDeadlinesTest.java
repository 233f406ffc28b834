package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same where the lab's own link lies between the ends, and that link's end. */
class LinkedDeadlinesTest extends Deadlines {
  @Override
  LinkedPlace good() throws LinuxException {
    return LinkedPlace.ofNamespaces(false, 1 << 20);
  }

  /** While a session is under way somebody takes the server's interface away. */
  @Test
  void whenTheLinkBreaksItsSessionSaysSoAndTheNextHasANewOne() throws RunFailure {
    LinkedPlace good = (LinkedPlace) goodOrNone();
    var place =
        new Troubled(good) {
          @Override
          public Sightings watch(SessionRequest request, SocketAddress client, SocketAddress server)
              throws LinuxException {
            Sightings sightings = super.watch(request, client, server);
            takeDown(good, "server");
            return sightings;
          }
        };
    try (var runner = runner(place, Duration.ofSeconds(30))) {
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() -> runner.run(KernelRequests.basic(), entry -> {}))
          .withMessageMatching(
              "the link between the sockets is broken.*write\\(server\\).*"
                  + "|the kernel refused: recvmsg.*ENETDOWN.*");
      assertThat(place.failure()).isNotNull();
      assertThat(runner.run(KernelRequests.basic(), entry -> {}).segments()).hasSize(3);
      assertThat(place.closed).isTrue();
    }
  }

  private static void takeDown(LinkedPlace place, String name) {
    try {
      Process process =
          new ProcessBuilder(
                  "nsenter",
                  "--net=" + place.namespace(Party.SERVER).file(),
                  "ip",
                  "link",
                  "set",
                  name,
                  "down")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      assumeTrue(status == 0, () -> "the interface cannot be taken down: " + said);
    } catch (IOException missing) {
      assumeTrue(false, "needs nsenter and ip: " + missing.getMessage());
    }
  }

  /** No SYN ever arrives; both with the shared namespaces and with some of the session's own. */
  @ParameterizedTest
  @ValueSource(strings = {"", "client: {timestamps: false}, "})
  void whatTheNetworkKeepsFromEndingFailsInTime(String asked) throws RunFailure {
    try (var runner = runner(goodOrNone(), Duration.ofSeconds(1))) {
      assertThatExceptionOfType(RunFailure.class)
          .isThrownBy(() ->
              runner.run(
                  KernelRequests.asking("{" + asked + "network: {toServer: {lossRate: 1}}}"),
                  entry -> {}))
          .withMessage("not over after 1000 ms: the client is in SYN_SENT, the server in CLOSE");
      assertThat(runner.run(KernelRequests.basic(), entry -> {}).segments()).hasSize(3);
    }
  }
}
