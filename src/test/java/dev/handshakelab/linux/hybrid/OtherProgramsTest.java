package dev.handshakelab.linux.hybrid;

import static dev.handshakelab.linux.hybrid.HybridRequests.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.FarEnd;
import dev.handshakelab.linux.PeerStates;
import dev.handshakelab.linux.Stories;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.trace.Outcome;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that know nothing of the lab speak with its TCP, through the kernel. */
@Timeout(120)
class OtherProgramsTest {
  private static final int HTTP = 8080;
  private static final int CURLS = 40_000;
  private static final long PATIENCE_SECONDS = 20;

  private static HybridPlace place(boolean ipv6) {
    try {
      return HybridPlace.open(ipv6);
    } catch (LinuxException refused) {
      assumeTrue(false, () -> "no namespace with a TUN can be had: " + refused.getMessage());
      throw new AssertionError(refused);
    }
  }

  private static void assumeInstalled(String program) {
    assumeTrue(Program.isInstalled(program), () -> program + " is not installed");
  }

  private static Trace run(
      HybridPlace place,
      SessionRequest request,
      Party simulated,
      FarEnd kernel,
      SocketAddress kernels,
      User user)
      throws LinuxException, RunFailure {
    var session =
        new HybridSession(
            request,
            simulated,
            place.tun(),
            kernel,
            simulated == Party.SERVER
                ? new SocketAddress(place.freshSocket().address(), HTTP)
                : place.freshSocket(),
            kernels,
            user,
            new HybridSession.Bounds(Duration.ofSeconds(PATIENCE_SECONDS), () -> false));
    Trace seen = session.run();
    return PlacedSession.withStates(
        seen,
        new PeerStates.Said(simulated.other(), session.zeroRealNs(), null, null, false, null),
        List.of());
  }

  private static String page(int length) {
    return "abcdefghijklmnopqrstuvwxyz\n".repeat(length / 27 + 1).substring(0, length);
  }

  /** Says where two long texts part, and does not print them. */
  private static void assertSame(String got, String page) {
    int same = 0;
    while (same < Math.min(got.length(), page.length()) && got.charAt(same) == page.charAt(same)) {
      same++;
    }
    assertThat(same + " of " + got.length() + " octets")
        .isEqualTo(page.length() + " of " + page.length() + " octets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | 12     | {}",
        "true  | 12     | {}",
        "false | 300000 | {}",
        "false | 60000  | {delayMs: 1, lossRate: 0.05}"
      })
  void curlGetsAPageFromTheLabsTcp(boolean ipv6, int length, String network) throws Exception {
    assumeInstalled("curl");
    try (HybridPlace place = place(ipv6)) {
      SocketAddress server = new SocketAddress(place.freshSocket().address(), HTTP);
      try (Program curl =
          Program.ending(
              place.namespace(),
              "curl",
              "--silent",
              "--show-error",
              "--max-time",
              Long.toString(PATIENCE_SECONDS),
              "--local-port",
              Integer.toString(CURLS),
              "http://" + server + "/page")) {
        var http = new HttpUsers.Server(page(length));
        Trace trace =
            run(
                place,
                asking("{client: {stack: 'KERNEL'}, steps: [], network: " + network + "}"),
                Party.SERVER,
                curl,
                new SocketAddress(place.address(), CURLS),
                http);
        assertSame(curl.printed(), page(length));
        assertThat(http.heard()).startsWith("GET /page HTTP/1.1\r\n");
        assertThat(Stories.outcome(trace)).isEqualTo(Outcome.CLOSED);
        assertThat(trace.segments()).noneMatch(it -> it.sent().packet().segment().isRst());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | 12     | {}",
        "true  | 12     | {}",
        "false | 300000 | {}",
        "false | 60000  | {delayMs: 1, lossRate: 0.05}"
      })
  void theLabsTcpGetsAPageFromNginx(
      boolean ipv6, int length, String network, @TempDir Path directory) throws Exception {
    assumeInstalled("nginx");
    Files.writeString(directory.resolve("page"), page(length));
    try (HybridPlace place = place(ipv6)) {
      var address = new SocketAddress(place.address(), HTTP);
      var http = new HttpUsers.Client("/page");
      try (Program nginx = nginx(place, http, address, directory)) {
        Trace trace =
            run(place, asking("{network: " + network + "}"), Party.CLIENT, nginx, address, http);
        assertThat(http.heard()).startsWith("HTTP/1.1 200 OK\r\nServer: nginx/");
        assertSame(http.heard().substring(http.heard().indexOf("\r\n\r\n") + 4), page(length));
        assertThat(Stories.outcome(trace)).isEqualTo(Outcome.CLOSED);
        assertThat(trace.segments()).noneMatch(it -> it.sent().packet().segment().isRst());
      }
    }
  }

  /** It listens when this returns: it writes its number down after that. */
  private static Program nginx(
      HybridPlace place, HttpUsers.Client http, SocketAddress address, Path directory)
      throws IOException, InterruptedException {
    Path settings = directory.resolve("nginx.conf");
    Files.writeString(
        settings,
        """
        daemon off; master_process off; user root; pid %1$s/pid; error_log stderr;
        events {}
        http {
          access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          server { listen %2$s; root %1$s; }
        }
        """
            .formatted(directory, address));
    var nginx =
        Program.livingOn(
            place.namespace(),
            http::isOver,
            "nginx",
            "-p",
            directory + "/",
            "-c",
            settings.toString());
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      nginx.turn();
      while (!Files.exists(directory.resolve("pid"))) {
        WatchKey key = watch.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(key).as("nginx begins").isNotNull();
        key.pollEvents();
        key.reset();
      }
      return nginx;
    } catch (IOException | InterruptedException | AssertionError failed) {
      nginx.close();
      throw failed;
    }
  }
}
