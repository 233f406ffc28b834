package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.handshakelab.LabTest;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Comparisons;
import dev.handshakelab.history.ComparisonsContract;
import dev.handshakelab.history.Session;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls every operation of the document with its own examples, damaged by chance from a seed: each
 * is answered, none with a fault of the lab, and what is refused is a problem and stores nothing.
 *
 * <p>{@code ./mvnw test -Dtests.excluded= -Dtest=MutatedCallsTest [-Dmutations=50000] [-Dseed=1]}
 */
@LabTest
@Tag("deep")
class MutatedCallsTest {
  private static final List<String> PIECES =
      List.of(
          "",
          "null",
          "-1",
          "1e400",
          "99999999999999999999",
          "\"\"",
          "{}",
          "[]",
          "true",
          "%00",
          "%zz",
          "\\u0000",
          "é",
          "/",
          "..",
          "?",
          "&",
          "=",
          "'",
          "\"",
          "<",
          ";",
          "\t",
          "[",
          "]");

  /** For members of a body, of every type and at the edges of ranges. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "1",
          "-1",
          "0.5",
          "1e-7",
          "65535",
          "65536",
          "3600000",
          "3600001",
          "4294967295",
          "4294967296",
          "9007199254740991",
          "9007199254740992",
          "1e400",
          "\"\"",
          "\"SERVER\"",
          "\"RFC_9293\"",
          "\"REAL_SOCKET\"",
          "\"WHEN_FULL\"",
          "\"lost-syn\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"é€😀\"",
          "{}",
          "[]",
          "[0]",
          "[{}]",
          "{\"ms\":1}");

  private static final String VERSION = " HTTP/1.1";

  /** What the example asks for takes longer than damaging a hundred calls. */
  private static final String SHORT_COMPARISON =
      "{\"scenario\":\"basic-three-way-handshake\",\"runs\":1}";

  private static final String EXAMPLE_SESSION = "019abb2d-3c4e-7a1b-8c2d-0123456789ab";
  private static final String COMPARISONS = "/api/v1/comparisons";

  @LocalServerPort int port;
  @Autowired Comparisons comparisons;

  /** What calls are about that is there, and is made anew when it was deleted. */
  private record There(String session, String comparison) {
    String idFor(String path, String example) {
      return path.startsWith("/api/v1/sessions/")
          ? session
          : path.startsWith(COMPARISONS) ? comparison : example;
    }

    boolean isGone(RawHttp http) throws IOException {
      return http.get("/api/v1/sessions/" + session).status() == 404
          || http.get(COMPARISONS + "/" + comparison).status() == 404;
    }
  }

  private There there(RawHttp http) throws IOException {
    String session = http.post("/api/v1/sessions", "{}").json().get("id").asString();
    UUID id = UUID.fromString(session);
    Compared running = ComparisonsContract.running(id, null, "lost-syn");
    comparisons.begin(running);
    comparisons.finish(
        new Compared(
            id,
            null,
            running.scenario(),
            1,
            Session.Status.COMPLETED,
            null,
            running.createdAt(),
            running.engine(),
            running.kernelRelease(),
            id,
            List.of(new Compared.OnKernel(id, 0)),
            List.of()));
    return new There(session, id.toString());
  }

  /** What goes on after its answer would be seen to change something later. */
  private static void awaitEnd(RawHttp http, RawHttp.Answer answer) {
    if (answer.status() == 202) {
      await()
          .atMost(Duration.ofMinutes(5))
          .until(() ->
              !http.get(answer.header("Location"))
                  .json()
                  .at("/status")
                  .asString()
                  .equals("RUNNING"));
    }
  }

  /** Whether what it is about is there: of a course nothing is, and no kernel took part. */
  private static boolean canBeAccepted(Operation operation) {
    boolean ofAnUnknownRubric =
        operation.method().equals("POST") && operation.path().equals("/api/v1/assignments");
    return !ofAnUnknownRubric
        && !operation.path().matches("/api/v1/(assignments|attempts|grades|tokens)/.*|.*/kernel");
  }

  @Test
  void isAnsweredWhateverWasDamaged() throws IOException {
    int mutations = Integer.getInteger("mutations", 50_000);
    long seed = Long.getLong("seed", 1);
    SplittableRandom random = new SplittableRandom(seed);
    RawHttp http = new RawHttp(port);
    List<Operation> operations = operations(http.get("/v3/api-docs").json());
    assertThat(operations).hasSizeGreaterThan(15);
    Map<Operation, Integer> accepted = new HashMap<>();
    int refused = 0;
    There there = there(http);
    JsonNode before = newest(http);
    for (int i = 0; i < mutations; i++) {
      Operation operation = chosen(operations, random);
      String call = operation.call(there, random);
      int body = call.indexOf("\r\n\r\n") + 4;
      String damaged =
          body < call.length() && random.nextInt(4) != 0
              ? call.substring(0, body) + twisted(call.substring(body), random)
              : damaged(call, random);
      String story = "seed " + seed + ", mutation " + i + ":\n" + damaged;
      RawHttp.Answer answer = sent(http, damaged, story);
      assertThat(answer.status()).as(story + "\n" + answer.body()).isBetween(200, 499);
      JsonNode after = newest(http);
      if (answer.status() >= 400) {
        refused++;
        assertThat(answer.header("Content-Type")).as(story).isEqualTo("application/problem+json");
        assertThat(after).as(story).isEqualTo(before);
      } else {
        accepted.merge(operation, 1, Integer::sum);
        awaitEnd(http, answer);
        if (there.isGone(http)) {
          there = there(http);
        }
        after = newest(http);
      }
      before = after;
    }
    System.out.println(refused + " of " + mutations + " refused");
    assertThat(refused).isGreaterThan(mutations / 4);
    assertThat(accepted.keySet())
        .as("some damage is none")
        .containsAll(operations.stream().filter(MutatedCallsTest::canBeAccepted).toList());
  }

  /** Half of the time one that takes a body: there is more to damage. */
  private static Operation chosen(List<Operation> operations, SplittableRandom random) {
    Operation any = operations.get(random.nextInt(operations.size()));
    List<Operation> withBody =
        operations.stream().filter(operation -> !operation.bodies().isEmpty()).toList();
    return random.nextBoolean() ? any : withBody.get(random.nextInt(withBody.size()));
  }

  private static RawHttp.Answer sent(RawHttp http, String damaged, String story) {
    try {
      return http.send(sendable(damaged));
    } catch (IOException unreadable) {
      throw new AssertionError(story, unreadable);
    }
  }

  private static JsonNode newest(RawHttp http) throws IOException {
    return http.get("/api/v1/sessions?limit=1").json();
  }

  private record Parameter(String in, String name, String example) {}

  /**
   * @param bodies the examples, none when there is no body
   */
  private record Operation(
      String method, String path, List<Parameter> parameters, List<String> bodies) {

    /** A call of it: method, target, headers and body; what is optional is there or not. */
    String call(There there, SplittableRandom random) {
      String target = path;
      StringBuilder query = new StringBuilder();
      StringBuilder headers = new StringBuilder();
      for (Parameter parameter : parameters) {
        switch (parameter.in()) {
          case "path" ->
              target =
                  target.replace(
                      "{" + parameter.name() + "}",
                      parameter.name().equals("id")
                          ? there.idFor(path, parameter.example())
                          : parameter.example());
          case "query" -> {
            if (parameter.name().equals("measure") || random.nextInt(3) == 0) {
              query
                  .append(query.isEmpty() ? '?' : '&')
                  .append(parameter.name().replace("{name}", "course"))
                  .append('=')
                  .append(parameter.example());
            }
          }
          default -> {
            if (random.nextInt(4) == 0) {
              headers
                  .append(parameter.name())
                  .append(": ")
                  .append(parameter.example())
                  .append("\r\n");
            }
          }
        }
      }
      String start = method + " " + target + query + " HTTP/1.1\r\n" + headers;
      return bodies.isEmpty()
          ? start + "\r\n"
          : start
              + "Content-Type: application/json\r\n\r\n"
              + bodies.get(random.nextInt(bodies.size())).replace(EXAMPLE_SESSION, there.session());
    }
  }

  private static List<Operation> operations(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.getValue().path("parameters")) {
          parameters.add(
              new Parameter(
                  parameter.get("in").asString(),
                  parameter.get("name").asString(),
                  parameter
                      .path("example")
                      .asString(parameter.at("/schema/examples/0").asString(""))));
        }
        List<String> bodies = new ArrayList<>();
        boolean compares = path.getKey().equals(COMPARISONS) && operation.getKey().equals("post");
        operation
            .getValue()
            .at("/requestBody/content/application~1json/examples")
            .forEach(example ->
                bodies.add(compares ? SHORT_COMPARISON : example.get("value").toString()));
        operations.add(
            new Operation(
                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), parameters, bodies));
      }
    }
    return operations;
  }

  /**
   * A body with another value at one to three places: still JSON, and mostly no request any more.
   */
  private static String twisted(String body, SplittableRandom random) {
    JsonNode tree = JsonMapper.shared().readTree(body);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      List<ObjectNode> objects = new ArrayList<>();
      collect(tree, objects);
      ObjectNode object = objects.get(random.nextInt(objects.size()));
      List<String> names = new ArrayList<>(object.propertyNames());
      names.add("more");
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(8) == 0) {
        object.remove(name);
      } else {
        object.set(name, JsonMapper.shared().readTree(VALUES.get(random.nextInt(VALUES.size()))));
      }
    }
    return tree.toString();
  }

  private static void collect(JsonNode tree, List<ObjectNode> objects) {
    if (tree instanceof ObjectNode object) {
      objects.add(object);
    }
    tree.forEach(child -> collect(child, objects));
  }

  /** One to three places are cut out, doubled, or replaced. */
  private static String damaged(String call, SplittableRandom random) {
    StringBuilder text = new StringBuilder(call);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(8));
      String piece =
          random.nextInt(4) == 0
              ? text.substring(from, to).repeat(2)
              : PIECES.get(random.nextInt(PIECES.size()));
      text.replace(from, to, piece);
    }
    return text.toString();
  }

  /**
   * What is damaged is the call, not that its first line has three words, without which HTTP/0.9
   * answers without a status, and not how long it says it is, or the lab would wait for more.
   */
  private static Octets sendable(String damaged) {
    int end = damaged.indexOf("\r\n\r\n");
    String head = end < 0 ? damaged.stripTrailing() : damaged.substring(0, end);
    int line = head.indexOf("\r\n");
    String first = line < 0 ? head : head.substring(0, line);
    String words =
        (first.endsWith(VERSION) ? first.substring(0, first.length() - VERSION.length()) : first)
            .replace("HTTP/", "HTTP")
            .replaceAll("[\\r\\n]", "");
    String target = words.strip().contains(" ") ? words : words.strip() + " /";
    head = target + VERSION + head.substring(first.length());
    byte[] body = (end < 0 ? "" : damaged.substring(end + 4)).getBytes(StandardCharsets.UTF_8);
    String whole =
        head
            + "\r\nHost: localhost\r\nConnection: close\r\n"
            + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n")
            + "\r\n";
    return Octets.of(whole.getBytes(StandardCharsets.UTF_8)).plus(Octets.of(body));
  }
}
