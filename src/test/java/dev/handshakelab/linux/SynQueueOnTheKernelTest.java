package dev.handshakelab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of a listener's two queues, asked of this machine's kernel: the figures that the
 * simulated host is held to elsewhere.
 */
@Timeout(120)
class SynQueueOnTheKernelTest {
  private static final Path SCRIPT =
      Path.of("src", "test", "resources", "dev", "handshakelab", "linux", "syn_queue.py");

  /** Spoofed SYNs, in a namespace of their own. */
  @ParameterizedTest(
      name = "backlog {0}, tcp_syncookies {1}, tcp_max_syn_backlog {2}: {4} requests")
  @CsvSource({
    "1,   0, 2048, 10,  2,   2",
    "128, 0, 2048, 300, 129, 129",
    "128, 0, 128,  300, 97,  97",
    "128, 1, 2048, 300, 129, 300",
    "128, 2, 2048, 300, 0,   300",
  })
  void soManyRequestsAreKeptAndSoManyAnswered(
      int backlog, int cookies, int most, int count, int requests, int answers) throws Exception {
    String said =
        output(
            "unshare",
            "-n",
            "python3",
            SCRIPT.toString(),
            Integer.toString(backlog),
            Integer.toString(cookies),
            Integer.toString(most),
            Integer.toString(count));
    assertThat(said).isEqualTo(requests + " " + answers);
  }

  private static String output(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      assumeTrue(status == 0, () -> "a namespace with a TUN link is not possible: " + said);
      return said;
    } catch (IOException missing) {
      assumeTrue(false, "needs unshare and python3: " + missing.getMessage());
      throw new IllegalStateException(missing);
    }
  }

  /**
   * Connections that nobody accepts, over loopback. The first SYN that finds no room is dropped,
   * which a counter of the kernel tells; it is not answered, so its client stays in SYN_SENT.
   */
  @ParameterizedTest(name = "listen({0})")
  @ValueSource(ints = {0, 1, 3})
  void aBacklogAdmitsOneConnectionMore(int backlog) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/net/netstat")), "needs Linux");
    List<TcpSocket> clients = new ArrayList<>();
    try (TcpSocket listener = TcpSocket.bound(IpAddress.parse("127.0.0.1"))) {
      listener.listen(backlog);
      for (int i = 0; i <= backlog; i++) {
        TcpSocket client = TcpSocket.bound(IpAddress.parse("127.0.0.1"));
        clients.add(client);
        client.connect(listener.localAddress());
        until(() -> client.info().state().state().name().equals("ESTABLISHED"));
      }
      until(() -> listener.info().unacknowledged() == backlog + 1);
      long before = overflows();
      TcpSocket late = TcpSocket.bound(IpAddress.parse("127.0.0.1"));
      clients.add(late);
      late.connect(listener.localAddress());
      until(() -> overflows() > before);
      assertThat(late.info().state().state().name()).isEqualTo("SYN_SENT");
      assertThat(listener.info().unacknowledged()).isEqualTo(backlog + 1);
    } finally {
      clients.forEach(TcpSocket::close);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Looks until it holds; the time limit of the tests interrupts it. */
  private static void until(Condition condition) throws Exception {
    while (!condition.holds()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("it does not come to hold");
      }
      Thread.onSpinWait();
    }
  }

  private static long overflows() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("/proc/net/netstat")).stream()
            .filter(line -> line.startsWith("TcpExt:"))
            .toList();
    int column = List.of(lines.get(0).split(" ", -1)).indexOf("ListenOverflows");
    return Long.parseLong(lines.get(1).split(" ", -1)[column]);
  }
}
