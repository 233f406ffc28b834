package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

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

  private static final String VERSION = " HTTP/1.1";

  @LocalServerPort int port;

  @Test
  void isAnsweredWhateverWasDamaged() throws IOException {
    int mutations = Integer.getInteger("mutations", 50_000);
    long seed = Long.getLong("seed", 1);
    SplittableRandom random = new SplittableRandom(seed);
    RawHttp http = new RawHttp(port);
    List<String> calls = calls(http.get("/v3/api-docs").json());
    assertThat(calls).hasSizeGreaterThan(15);
    int refused = 0;
    for (int i = 0; i < mutations; i++) {
      String call = calls.get(random.nextInt(calls.size()));
      String damaged = damaged(call, random);
      String story = "seed " + seed + ", mutation " + i + ":\n" + damaged;
      JsonNode before = newest(http);
      RawHttp.Answer answer = http.send(sendable(damaged));
      assertThat(answer.status()).as(story + "\n" + answer.body()).isBetween(200, 499);
      if (answer.status() >= 400) {
        refused++;
        assertThat(answer.header("Content-Type")).as(story).isEqualTo("application/problem+json");
        assertThat(newest(http)).as(story).isEqualTo(before);
      }
    }
    assertThat(refused).isGreaterThan(mutations / 4);
  }

  private static JsonNode newest(RawHttp http) throws IOException {
    return http.get("/api/v1/sessions?limit=1").json();
  }

  /** Method, target, headers and body of each operation with its examples, one text each. */
  private static List<String> calls(JsonNode document) {
    List<String> calls = new ArrayList<>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        StringBuilder target = new StringBuilder(path.getKey());
        StringBuilder headers = new StringBuilder();
        for (JsonNode parameter : operation.getValue().path("parameters")) {
          String name = parameter.get("name").asString();
          String example = parameter.get("example").asString();
          switch (parameter.get("in").asString()) {
            case "path" ->
                target.replace(
                    0, target.length(), target.toString().replace("{" + name + "}", example));
            case "query" ->
                target
                    .append(target.indexOf("?") < 0 ? '?' : '&')
                    .append(name.replace("{name}", "course"))
                    .append('=')
                    .append(example);
            default -> headers.append(name).append(": ").append(example).append("\r\n");
          }
        }
        String start =
            operation.getKey().toUpperCase(Locale.ROOT) + " " + target + " HTTP/1.1\r\n" + headers;
        JsonNode examples =
            operation.getValue().at("/requestBody/content/application~1json/examples");
        if (examples.isMissingNode()) {
          calls.add(start + "\r\n");
        }
        for (JsonNode example : examples) {
          calls.add(start + "Content-Type: application/json\r\n\r\n" + example.get("value"));
        }
      }
    }
    return calls;
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
   * What is damaged is the call, not its version, without which HTTP/0.9 answers without a status,
   * and not how long it says it is, or the lab would wait for more.
   */
  private static Octets sendable(String damaged) {
    int end = damaged.indexOf("\r\n\r\n");
    String head = end < 0 ? damaged.stripTrailing() : damaged.substring(0, end);
    int line = head.indexOf("\r\n");
    String first = line < 0 ? head : head.substring(0, line);
    if (!first.endsWith(VERSION)) {
      head = first.replace("HTTP/", "HTTP") + VERSION + head.substring(first.length());
    }
    byte[] body = (end < 0 ? "" : damaged.substring(end + 4)).getBytes(StandardCharsets.UTF_8);
    String whole =
        head
            + "\r\nHost: localhost\r\nConnection: close\r\n"
            + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n")
            + "\r\n";
    return Octets.of(whole.getBytes(StandardCharsets.UTF_8)).plus(Octets.of(body));
  }
}
