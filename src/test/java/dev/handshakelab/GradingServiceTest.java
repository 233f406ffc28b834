package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.handshakelab.grading.source.Syntax;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Grading by a service in a process of its own, with 256 MB of heap. */
@Tag("database")
class GradingServiceTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Path GOLDEN = Path.of("src/test/resources/dev/handshakelab/grading/golden");
  private static final int SEED = 7;

  @TempDir Path folder;

  /** The command is held to the same file. */
  @Test
  void theResultIsTheSameToTheOctetAlsoAfterKillMinusNine() throws Exception {
    String yaml = Files.readString(GOLDEN.resolve("rubric.yaml"));
    ObjectNode request =
        (ObjectNode)
            Syntax.YAML
                .read(Octets.of(yaml.getBytes(StandardCharsets.UTF_8)))
                .tree()
                .get("session");
    JdbcConnectionDetails database = database();
    String trial;
    try (LabProcess lab = LabProcess.start(database)) {
      trial =
          MAPPER.writeValueAsString(
              Map.of(
                  "rubric",
                  yaml,
                  "session",
                  session(lab, request.put("seed", SEED).toString()),
                  "answers",
                  MAPPER.readTree(Files.readString(GOLDEN.resolve("answers.json")))));
      assertThat(result(lab, trial)).isEqualTo(Files.readString(GOLDEN.resolve("result.json")));
      lab.killMinusNine();
    }
    try (LabProcess lab = LabProcess.start(database)) {
      assertThat(result(lab, trial)).isEqualTo(Files.readString(GOLDEN.resolve("result.json")));
    }
  }

  private static String result(LabProcess lab, String trial) throws Exception {
    String grade = lab.post("/rubrics/try", trial).body();
    return grade.substring(grade.indexOf("{\"rubric\""), grade.length() - 1);
  }

  /** Each is refused or an ERROR of its check, and whoever else calls meanwhile is answered. */
  @Test
  void bombsHarmNobody() throws Exception {
    try (LabProcess lab = LabProcess.start(database());
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String session = session(lab, "{\"exchange\":{\"clientBytes\":400000}}");
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      Future<?> others =
          callers.submit(() -> {
            while (!over.get()) {
              HttpResponse<String> answer = lab.post("/sessions", "{}");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
              answered.incrementAndGet();
            }
            return null;
          });

      for (Map.Entry<String, String> bomb : bombs(session).entrySet()) {
        int before = answered.get();
        List<Future<HttpResponse<String>>> thrown = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          thrown.add(callers.submit(() -> lab.post("/rubrics/try", bomb.getValue())));
        }
        for (Future<HttpResponse<String>> each : thrown) {
          HttpResponse<String> answer = each.get();
          assertThat(outcome(answer))
              .as("%s: %s", bomb.getKey(), answer.body())
              .isIn("4xx", "ERROR");
        }
        await(bomb.getKey())
            .atMost(Duration.ofMinutes(1))
            .until(() -> answered.get() > before || others.isDone());
      }
      over.set(true);
      others.get();
      assertThat(lab.log()).noneMatch(line -> line.contains("OutOfMemory"));
    }
  }

  private static String outcome(HttpResponse<String> answer) {
    if (answer.statusCode() >= 400 && answer.statusCode() < 500) {
      return "4xx";
    }
    JsonNode grade = MAPPER.readTree(answer.body());
    return answer.statusCode() == 200 && grade.get("state").asString().equals("ERROR")
        ? grade.at("/result/checks/0/status").asString()
        : answer.statusCode() + " " + answer.body();
  }

  private static Map<String, String> bombs(String session) {
    Map<String, String> bombs = new LinkedHashMap<>();
    bombs.put(
        "iterations",
        trial(expr("segments.all(a, segments.all(b, a.seq != b.seq - 1 || true))"), session));
    bombs.put(
        "a hundred times as many iterations",
        trial(
            IntStream.range(0, 100)
                .mapToObj(i ->
                    expr(i, "segments.all(a, segments.filter(b, b.seq > " + i + ").size() >= 0)"))
                .collect(Collectors.joining()),
            session));
    bombs.put(
        "doubling", trial(expr("['x']" + ".map(s, s + s)".repeat(17) + ".size() > 0"), session));
    bombs.put(
        "a regular expression",
        trial(expr("outcome.matches('((a{1,100}){1,100}){1,100}')"), session));
    bombs.put("long", trial(expr("1" + "+1".repeat(100_000) + " > 0"), session));
    bombs.put("deep expression", trial(expr("(".repeat(140) + "true" + ")".repeat(140)), session));
    bombs.put("deep YAML", trialOf("[".repeat(100_000), session));
    bombs.put(
        "aliases",
        trialOf(
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(0, 9)
                    .mapToObj(i -> {
                      char name = (char) ('b' + i);
                      String before = "*" + (char) ('a' + i);
                      return name + ": &" + name + " [" + (before + ",").repeat(9) + before + "]\n";
                    })
                    .collect(Collectors.joining()),
            session));
    bombs.put("deep JSON", "{\"rubric\":" + "[".repeat(100_000));
    bombs.put(
        "ten thousand answers",
        trial(expr("true"), session).replaceAll("}$", "")
            + ",\"answers\":{"
            + IntStream.range(0, 10_000)
                .mapToObj(i -> "\"a" + i + "\":1")
                .collect(Collectors.joining(","))
            + "}}");
    bombs.put(
        "a long answer",
        trial("  - {id: q, kind: answer, points: 1, prompt: p, expect: '1'}\n", session)
                .replaceAll("}$", "")
            + ",\"answers\":{\"q\":\""
            + "9".repeat(200_000)
            + "\"}}");
    return bombs;
  }

  private static String expr(String text) {
    return expr(0, text);
  }

  private static String expr(int number, String text) {
    return "  - {id: e" + number + ", kind: expr, points: 1, expr: \"" + text + "\"}\n";
  }

  private static String trial(String checks, String session) {
    return trialOf("id: bomb\ntitle: A bomb\nchecks:\n" + checks, session);
  }

  private static String trialOf(String yaml, String session) {
    return "{\"session\":\"" + session + "\",\"rubric\":" + MAPPER.writeValueAsString(yaml) + "}";
  }

  private static String session(LabProcess lab, String request)
      throws IOException, InterruptedException {
    return MAPPER.readTree(lab.post("/sessions", request).body()).get("id").asString();
  }

  private JdbcConnectionDetails database() {
    return System.getProperty("lab.db", "h2").equals("h2")
        ? new TestDatabase.Details(
            "jdbc:h2:file:" + folder.resolve("lab") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
            "sa",
            "")
        : TestDatabase.fresh();
  }
}
