package dev.handshakelab;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rubrics and answers that mean harm: bodies of {@code POST /rubrics/try}. */
final class GradingBombs {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private GradingBombs() {}

  /** H2 in a file. */
  static TestDatabase.Details database(Path folder) {
    return new TestDatabase.Details(
        "jdbc:h2:file:" + folder.resolve("lab") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
        "sa",
        "");
  }

  /** The id of a session of some three hundred segments. */
  static String longSession(LabProcess lab) throws IOException, InterruptedException {
    HttpResponse<String> made = lab.post("/sessions", "{\"exchange\":{\"clientBytes\":400000}}");
    return MAPPER.readTree(made.body()).get("id").asString();
  }

  /** How an answer ended: {@code 4xx}, {@code ERROR}, or what it should not be. */
  static String outcome(HttpResponse<String> answer) {
    if (answer.statusCode() >= 400 && answer.statusCode() < 500) {
      return "4xx";
    }
    JsonNode grade = MAPPER.readTree(answer.body());
    return answer.statusCode() == 200 && grade.get("state").asString().equals("ERROR")
        ? grade.at("/result/checks/0/status").asString()
        : answer.statusCode() + " " + answer.body();
  }

  /** By name; each grades this session, which had better be a long one. */
  static Map<String, String> at(String session) {
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
        "a hundred regular expressions",
        trial(
            IntStream.range(0, 100)
                .mapToObj(i -> expr(i, "outcome.matches('(((a+b+){7}c+" + i + "){7}d+){7}')"))
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
}
