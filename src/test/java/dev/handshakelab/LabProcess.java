package dev.handshakelab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A lab in a process of its own, as a user starts one, so that it can be killed like one. Leases
 * are short: what a dead process left behind is dealt with after two seconds.
 */
final class LabProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final int port;
  private final Path output;

  private LabProcess(Process process, int port, Path output) {
    this.process = process;
    this.port = port;
    this.output = output;
  }

  /** Starts a lab on this database, with more properties if need be, and waits until it serves. */
  static LabProcess start(JdbcConnectionDetails database, String... properties)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword()));
    arguments.addAll(List.of(properties));
    return start(SharedClasses.options(LabProcess::beginAndEnd), arguments);
  }

  private static void beginAndEnd(List<String> options) throws IOException, InterruptedException {
    try (LabProcess lab = start(options, List.of("--spring.datasource.url=jdbc:h2:mem:begun"))) {
      lab.terminate();
    }
  }

  private static LabProcess start(List<String> options, List<String> arguments) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            // What CEL is built on still does what newer JDKs warn of, in words that are no JSON.
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m"));
    command.addAll(options);
    command.addAll(
        List.of(
            "dev.handshakelab.HandshakeLab",
            "--server.port=" + port,
            "--lab.lease.length=2s",
            "--lab.lease.renewal=500ms"));
    command.addAll(arguments);
    Path output = Files.createTempFile("lab", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    var lab = new LabProcess(process, port, output);
    await().atMost(Duration.ofMinutes(2)).until(lab::serves);
    return lab;
  }

  private boolean serves() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the lab ended with " + process.exitValue() + ":\n" + String.join("\n", log()));
    }
    try {
      URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
      var answer = HTTP.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
      return answer.statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60)).build(),
            BodyHandlers.ofString());
    return JsonMapper.shared().readTree(answer.body());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1" + path);
  }

  /** SIGKILL: nothing of it runs any more, no hook and no finally. */
  void killMinusNine() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /**
   * SIGTERM: it ends in its own way.
   *
   * @return its exit code
   */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("it does not end");
    }
    return process.exitValue();
  }

  /** What it has printed so far, line by line. */
  List<String> log() throws IOException {
    return Files.readAllLines(output);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(output);
  }
}
