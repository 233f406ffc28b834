package dev.handshakelab.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.handshakelab.linux.capture.ArmedTap;
import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.KernelAccount.LinkDelivery;
import dev.handshakelab.scenario.RunFailure;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.wire.IpAddress;
import dev.handshakelab.wire.SocketAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a handshake on the kernel costs: sockets alone, with a tap, as a whole session; and what a
 * link adds to its delay. With {@code -Dlab.benchmark.loop=} a program that is called with {@code 1
 * N}, does the same N handshakes in C, and prints {@code hs/cpu-s=}, it takes turns with it, and
 * the rates are told as shares of its rate.
 */
@Tag("benchmark")
class KernelSpeedTest {
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
  private static final int TURNS = Integer.getInteger("lab.benchmark.turns", 12);
  private static final int HANDSHAKES = 20_000;
  private static final int SESSIONS = 500;
  private static final Pattern RATE = Pattern.compile("hs/cpu-s=(\\d+)");

  /** Handshakes that share a drain of the tap; its buffer has room for many more. */
  private static final int BATCH = 100;

  /** How many of something are done by the seconds of CPU time that this process spends on it. */
  private interface Way {
    int done() throws Exception;
  }

  @Test
  void aHandshakeTakes() throws Exception {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("sockets alone", () -> handshakes(null));
    ways.put("with a tap", KernelSpeedTest::tapped);
    takeTurns(ways);
  }

  @Test
  void aSessionTakes() throws Exception {
    Map<String, Way> ways = new LinkedHashMap<>();
    try (var loopback =
            new LinuxRunner(LinuxRunner.Limits.USUAL.withBest(Tier.LOOPBACK).untraced());
        var linked = new LinuxRunner(LinuxRunner.Limits.USUAL)) {
      KernelTest.assumeSeeing(loopback);
      ways.put("a session on loopback", () -> sessions(loopback));
      ways.put("a session on " + linked.capability().tier(), () -> sessions(linked));
      takeTurns(ways);
    }
  }

  private static void takeTurns(Map<String, Way> ways) throws Exception {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int turn = 0; turn < TURNS; turn++) {
      String loop = System.getProperty("lab.benchmark.loop");
      if (loop != null) {
        note(rates, "C", rateOfProgram(loop));
      }
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        note(rates, way.getKey(), rate(way.getValue()));
      }
    }
    double anchor = rates.containsKey("C") ? median(requireNonNull(rates.get("C"))) : Double.NaN;
    rates.forEach((name, all) ->
        tell(
            "%-24s %7.0f a CPU second (%6.1f µs), %4.2f of C; all %s"
                .formatted(
                    name, median(all), 1e6 / median(all), median(all) / anchor, shown(all))));
    tell("load " + Files.readString(Path.of("/proc/loadavg")).strip());
  }

  private static void note(Map<String, List<Double>> rates, String name, double rate) {
    rates.computeIfAbsent(name, _ -> new ArrayList<>()).add(rate);
  }

  private static double rate(Way way) throws Exception {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    int done = way.done();
    return done * 1e9 / (system.getProcessCpuTime() - before);
  }

  private static double rateOfProgram(String loop) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(loop, "1", String.valueOf(HANDSHAKES)).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    Matcher rate = RATE.matcher(said);
    assertThat(rate.find()).as(said).isTrue();
    return Double.parseDouble(rate.group(1));
  }

  /** connect, accept and two resets, all in this thread. */
  private static int handshakes(@Nullable Taps taps) throws LinuxException {
    List<CapturedPacket> seen = new ArrayList<>();
    int packets = 0;
    try (TcpSocket listener = TcpSocket.bound(LOOPBACK)) {
      SocketAddress server = listener.localAddress();
      ArmedTap tap = taps == null ? null : taps.arm(server.port());
      listener.listen(4096);
      for (int i = 0; i < HANDSHAKES; i++) {
        try (TcpSocket client = TcpSocket.bound(LOOPBACK)) {
          client.connect(server);
          requireNonNull(listener.accept()).socket().close();
        }
        if (tap != null && i % BATCH == BATCH - 1) {
          packets += tap.drain(seen, Integer.MAX_VALUE);
          seen.clear();
        }
      }
      if (tap != null) {
        // Three segments and one reset or two, each as it left and as it arrived.
        assertThat(packets).isGreaterThanOrEqualTo(HANDSHAKES * 8);
        assertThat(tap.dropped()).isZero();
        tap.close();
      }
    }
    return HANDSHAKES;
  }

  private static int tapped() throws LinuxException {
    try (Taps taps = Taps.open("lo", 32 << 20)) {
      return handshakes(taps);
    }
  }

  private static int sessions(LinuxRunner runner) throws RunFailure {
    SessionRequest request = KernelRequests.basic();
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(runner.run(request, entry -> {}).segments()).hasSize(3);
    }
    return SESSIONS;
  }

  /** connect() on loopback, which comes back when the third segment has been sent. */
  @Test
  void aConnectTakes() throws LinuxException {
    for (int turn = 0; turn < 5; turn++) {
      long[] took = new long[HANDSHAKES];
      try (TcpSocket listener = TcpSocket.bound(LOOPBACK)) {
        SocketAddress server = listener.localAddress();
        listener.listen(4096);
        for (int i = 0; i < HANDSHAKES; i++) {
          try (TcpSocket client = TcpSocket.bound(LOOPBACK)) {
            long before = System.nanoTime();
            client.connect(server);
            took[i] = System.nanoTime() - before;
            requireNonNull(listener.accept()).socket().close();
          }
        }
      }
      tell("connect() takes " + quantiles(took));
    }
  }

  /** What the link adds to what is asked, by the kernel's stamps at both ends. */
  @Test
  void aLinkAdds() throws RunFailure {
    try (var runner = new LinuxRunner(LinuxRunner.Limits.USUAL)) {
      assumeTrue(
          "netns-tun".equals(runner.capability().tier()), () -> "no link: " + runner.capability());
      for (int delayMs : List.of(0, 0, 1, 20)) {
        SessionRequest request =
            KernelRequests.asking(
                "{network: {toServer: {delayMs: %1$d}, toClient: {delayMs: %1$d}}}"
                    .formatted(delayMs));
        List<Long> added = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          for (LinkDelivery each :
              requireNonNull(runner.carryOut(request, entry -> {}).account()).deliveries()) {
            added.add(each.measuredNs() - each.askedNs());
          }
        }
        tell(
            delayMs
                + " ms asked, the link adds "
                + quantiles(added.stream().mapToLong(Long::longValue).toArray()));
      }
    }
  }

  private static String quantiles(long[] nanos) {
    Arrays.sort(nanos);
    return "p50 %.1f µs, p90 %.1f µs, p99 %.1f µs, at most %.1f µs"
        .formatted(
            nanos[nanos.length / 2] / 1e3,
            nanos[nanos.length * 9 / 10] / 1e3,
            nanos[nanos.length * 99 / 100] / 1e3,
            nanos[nanos.length - 1] / 1e3);
  }

  /** Of the second half: the first warms up. */
  private static double median(List<Double> all) {
    List<Double> last = all.subList(all.size() / 2, all.size()).stream().sorted().toList();
    return last.get(last.size() / 2);
  }

  private static String shown(List<Double> all) {
    return all.stream().map(rate -> String.valueOf(Math.round(rate))).toList().toString();
  }

  private static void tell(String line) {
    System.out.println(line);
  }
}
