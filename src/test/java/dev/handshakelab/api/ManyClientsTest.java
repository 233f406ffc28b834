package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sixteen clients post at once, while another walks through what there is. */
@LabTest
@Tag("database")
class ManyClientsTest {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final int CLIENTS = 16;
  private static final AtomicInteger RUNS = new AtomicInteger();

  @LocalServerPort int port;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Of the sessions of this test, in a database that has others too. */
  private final String label = "r" + RUNS.incrementAndGet();

  /** What was answered, by the number of the request. */
  private final Map<Integer, JsonNode> answered = new ConcurrentHashMap<>();

  @Test
  void findEverySessionTheirOwnAndEveryWalkWhatWasThere() throws Exception {
    post(80);
  }

  /** The profile {@code deep}; it tells how long the posts took, walks included. */
  @Test
  @Tag("deep")
  void findTwoThousandSessionsTheirOwn() throws Exception {
    post(2000);
  }

  private void post(int sessions) throws Exception {
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> posting = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        posting.add(
            clients.submit(() -> {
              for (int n = next.getAndIncrement(); n < sessions; n = next.getAndIncrement()) {
                answered.put(n, posted(request(n)));
              }
              return null;
            }));
      }
      do {
        walk();
      } while (!posting.stream().allMatch(Future::isDone));
      throwWhatTheyThrew(posting);
    }
    System.out.printf(
        "%d sessions by %d clients on %s, and walks meanwhile: %.1f s; load %.1f%n",
        sessions,
        CLIENTS,
        System.getProperty("lab.db", "h2"),
        (System.nanoTime() - begin) / 1e9,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    assertThat(walk()).hasSize(sessions);
    for (int n = 0; n < sessions; n++) {
      assertIsItsOwn(n);
    }
  }

  private static void throwWhatTheyThrew(List<Future<?>> posting)
      throws ExecutionException, InterruptedException {
    for (Future<?> client : posting) {
      client.get();
    }
  }

  private JsonNode posted(String request) throws IOException, InterruptedException {
    HttpRequest.Builder call = call(SESSIONS).header("Content-Type", "application/json");
    return answer(call.POST(BodyPublishers.ofString(request)).build(), 201);
  }

  private JsonNode got(String target) throws IOException, InterruptedException {
    return answer(call(target).build(), 200);
  }

  private HttpRequest.Builder call(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
  }

  private JsonNode answer(HttpRequest call, int status) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(call, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  /** No two are alike. */
  private String request(int n) {
    return """
    {"seed":%1$d,"labels":{"run":"%2$s","n":"%1$d"},"client":{"isn":%3$d},"network":{"delayMs":%4$d}}
    """
        .formatted(n, label, isn(n), delayMs(n));
  }

  private static int isn(int n) {
    return 1000 + n;
  }

  /** Less than half of a second, or the SYN is retransmitted. */
  private static int delayMs(int n) {
    return 1 + n % 400;
  }

  /** What was answered before it began is in it, and nothing is in it twice. */
  private Set<String> walk() throws IOException, InterruptedException {
    Set<String> before = new HashSet<>();
    answered.values().forEach(session -> before.add(session.get("id").asString()));
    Set<String> seen = new HashSet<>();
    String first = SESSIONS + "?limit=20&label.run=" + label;
    JsonNode page = got(first);
    while (true) {
      for (JsonNode session : page.get("items")) {
        assertThat(seen.add(session.get("id").asString())).as("once: %s", session).isTrue();
      }
      if (page.get("next").isNull()) {
        break;
      }
      page = got(first + "&after=" + page.get("next").asString());
    }
    assertThat(seen).containsAll(before);
    return seen;
  }

  private void assertIsItsOwn(int n) throws IOException, InterruptedException {
    JsonNode session = Objects.requireNonNull(answered.get(n));
    assertThat(session.at("/seed").asInt()).isEqualTo(n);
    assertThat(session.at("/labels/n").asString()).isEqualTo(Integer.toString(n));
    assertThat(session.at("/client/isn").asInt()).isEqualTo(isn(n));
    assertThat(session.at("/timing/handshakeNs").asLong()).isEqualTo(3_000_000L * delayMs(n));

    String path = SESSIONS + "/" + session.get("id").asString();
    assertThat(got(path)).isEqualTo(session);
    JsonNode segments = got(path + "/segments").get("items");
    assertThat(segments).hasSize(session.get("segmentCount").asInt());
    assertThat(segments.at("/0/seq").asInt()).isEqualTo(isn(n));
    assertThat(segments.at("/1/ack").asInt()).isEqualTo(isn(n) + 1);
    assertThat(got(path + "/transitions").get("items"))
        .hasSize(session.get("transitionCount").asInt());
  }
}
