package dev.handshakelab.api;

import static dev.handshakelab.api.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.wire.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Whatever a client does wrong is answered with a problem that says what, and stores nothing. */
@LabTest
class WrongInputsTest {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final String NOBODY = SESSIONS + "/019abb2d-3c4e-7a1b-8c2d-0123456789ab";
  private static final String JSON = "Content-Type: application/json";

  @LocalServerPort int port;

  /**
   * @param says what the body of the answer must contain: a pointer, a parameter, a hint
   */
  record Row(String what, Octets call, int status, String problem, String says) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        // what is no JSON
        body("an empty body", "", 400, "syntax", "the body is empty"),
        body("an object that does not end", "{", 400, "syntax", "line 1, column"),
        body("a comma too many", "{\"seed\":1,}", 400, "syntax", "line 1, column"),
        body("an error on the third line", "{\n\"seed\":1\n\"mode\":2}", 400, "syntax", "line 3"),
        body("something after the end", "{} {}", 400, "syntax", "line 1"),
        body("a member twice", "{\"seed\":1,\"seed\":2}", 400, "syntax", "seed"),
        body("a member twice, deep", "{\"client\":{\"mss\":1,\"mss\":1}}", 400, "syntax", "mss"),
        body("single quotes", "{'seed':1}", 400, "syntax", "line 1"),
        body("NaN", "{\"seed\":NaN}", 400, "syntax", "line 1"),
        body("a number with a leading zero", "{\"seed\":01}", 400, "syntax", "line 1"),
        body("nesting of 33", "[".repeat(33) + "]".repeat(33), 400, "syntax", "32"),
        body("a string of 64 KiB and one", "\"" + "x".repeat(65537) + "\"", 400, "syntax", "65536"),
        body("a number of 200 digits", "{\"seed\":" + "1".repeat(200) + "}", 400, "syntax", "100"),
        raw("octets that are no UTF-8", badUtf8(), 400, "syntax", ""),
        // what is JSON, but no request
        body("an array", "[]", 400, "schema", "errors"),
        body("null", "null", 400, "schema", "errors"),
        body("an unknown member", "{\"colour\":1}", 400, "schema", "/colour"),
        body("an unknown member, deep", "{\"client\":{\"x\":1}}", 400, "schema", "/client/x"),
        body("a pointer that is escaped", "{\"a/b~c\":1}", 400, "schema", "/a~1b~0c"),
        body("a number as text", "{\"seed\":\"5\"}", 400, "schema", "/seed"),
        body("a text as number", "{\"scenario\":5}", 400, "schema", "/scenario"),
        body("a fraction as whole number", "{\"seed\":1.7}", 400, "schema", "/seed"),
        body("a truth as number", "{\"client\":{\"mss\":true}}", 400, "schema", "/client/mss"),
        body("null as seed", "{\"seed\":null}", 400, "schema", "/seed"),
        body("a seed of 2^53", "{\"seed\":9007199254740992}", 400, "schema", "/seed"),
        body("a negative seed", "{\"seed\":-1}", 400, "schema", "/seed"),
        body("a huge exponent", "{\"seed\":1e999999999}", 400, "schema", "/seed"),
        body(
            "a rate above 1",
            "{\"network\":{\"lossRate\":1.01}}",
            400,
            "schema",
            "/network/lossRate"),
        body(
            "a negative delay",
            "{\"network\":{\"delayMs\":-1}}",
            400,
            "schema",
            "/network/delayMs"),
        body(
            "seven decimals",
            "{\"network\":{\"delayMs\":0.1234567}}",
            400,
            "schema",
            "/network/delayMs"),
        body(
            "a delay over an hour",
            "{\"network\":{\"delayMs\":3600001}}",
            400,
            "schema",
            "/network/delayMs"),
        body("an ISN of 2^32", "{\"client\":{\"isn\":4294967296}}", 400, "schema", "/client/isn"),
        body(
            "a shift of 15",
            "{\"client\":{\"windowScale\":15}}",
            400,
            "schema",
            "/client/windowScale"),
        body("an unknown mode", "{\"mode\":\"DREAMED\"}", 400, "schema", "/mode"),
        body("a mode in lower case", "{\"mode\":\"simulated\"}", 400, "schema", "/mode"),
        body("a label with a bad name", "{\"labels\":{\"1\":\"x\"}}", 400, "schema", "/labels/1"),
        body("17 labels", labels(17), 400, "schema", "/labels"),
        body("1001 faults", faults(1001), 400, "schema", "/network/faults"),
        body("U+0000 in a label", "{\"labels\":{\"a\":\"\\u0000\"}}", 400, "schema", "/labels/a"),
        body(
            "half a surrogate pair",
            "{\"labels\":{\"a\":\"\\ud800\"}}",
            400,
            "schema",
            "/labels/a"),
        // what cannot be done
        body("an unknown scenario", "{\"scenario\":\"lost-sin\"}", 422, "not-feasible", "lost-syn"),
        body(
            "a mode that is not there yet",
            "{\"mode\":\"INTERACTIVE\"}",
            422,
            "not-feasible",
            "/mode"),
        body(
            "a member that the mode cannot honour",
            "{\"mode\":\"REAL_SOCKET\",\"server\":{\"isn\":1}}",
            422,
            "not-feasible",
            "/server/isn"),
        body(
            "a member that the profile cannot honour",
            "{\"client\":{\"profile\":\"RFC_9293\",\"synRetries\":3}}",
            422,
            "not-feasible",
            "/client/synRetries"),
        // bodies of the wrong kind and size
        raw(
            "no media type",
            request("POST", SESSIONS, "{}"),
            415,
            "unsupported-media-type",
            "Send Content-Type: application/json"),
        raw(
            "a form",
            request("POST", SESSIONS, "a=b", "Content-Type: application/x-www-form-urlencoded"),
            415,
            "unsupported-media-type",
            "Send Content-Type: application/json"),
        raw(
            "a media type that is none",
            request("POST", SESSIONS, "{}", "Content-Type: json"),
            415,
            "unsupported-media-type",
            "Send Content-Type: application/json"),
        body("a body over 1 MiB", " ".repeat(1 << 20) + "{}", 413, "body-too-large", "1048576"),
        raw("a chunked body over 1 MiB", chunked(), 413, "body-too-large", "1048576"),
        // parameters and headers
        get("an unknown parameter", SESSIONS + "?colour=red", 400, "parameter", "colour"),
        get("a limit of 0", SESSIONS + "?limit=0", 400, "parameter", "limit"),
        get("a limit of 1001", SESSIONS + "?limit=1001", 400, "parameter", "limit"),
        get("a limit that is no number", SESSIONS + "?limit=ten", 400, "parameter", "limit"),
        get("a parameter twice", SESSIONS + "?limit=1&limit=2", 400, "parameter", "2 times"),
        get("a cursor of nobody", SESSIONS + "?after=x", 400, "parameter", "after"),
        get("an unknown outcome", SESSIONS + "?outcome=WON", 400, "parameter", "outcome"),
        get(
            "a date without a time",
            SESSIONS + "?createdFrom=2026-11-22",
            400,
            "parameter",
            "createdFrom"),
        get("a broken percent sign in the query", SESSIONS + "?scenario=%zz", 400, "parameter", ""),
        get(
            "a cursor of nobody, scenarios",
            "/api/v1/scenarios?after=x",
            400,
            "parameter",
            "after"),
        get("no measure", "/api/v1/timings", 400, "parameter", "measure"),
        get(
            "an unknown grouping",
            "/api/v1/timings?measure=handshake&groupBy=x",
            400,
            "parameter",
            "groupBy"),
        raw(
            "a parameter for a post",
            request("POST", SESSIONS + "?dry=1", "{}", JSON),
            400,
            "parameter",
            "dry"),
        raw(
            "an idempotency key of blanks",
            request("POST", SESSIONS, "{}", JSON, "Idempotency-Key: a b"),
            400,
            "header",
            "Idempotency-Key"),
        raw(
            "an idempotency key of 256",
            request("POST", SESSIONS, "{}", JSON, "Idempotency-Key: " + "k".repeat(256)),
            400,
            "header",
            "Idempotency-Key"),
        get("U+0000 in a parameter's name", SESSIONS + "?a%00b=1", 400, "bad-request", "name"),
        raw(
            "a control character in a header",
            request("POST", SESSIONS, "{}", JSON, "Prefer: wait=1\u0085"),
            400,
            "bad-request",
            "header"),
        // paths, methods, media types
        get("a path of nobody", "/api/v1/nowhere", 404, "not-found", "/api/v1/nowhere"),
        get("a session of nobody", NOBODY, 404, "not-found", "019abb2d"),
        get("an id that is none", SESSIONS + "/42", 404, "not-found", "42"),
        get("segments of nobody", NOBODY + "/segments", 404, "not-found", "019abb2d"),
        get("a trace of nobody", NOBODY + "/trace.txt", 404, "not-found", "019abb2d"),
        get("events of nobody", NOBODY + "/events", 404, "not-found", "019abb2d"),
        get("a rendering that is none", NOBODY + "/trace.doc", 404, "not-found", ".txt"),
        get("a scenario of nobody", "/api/v1/scenarios/lost-sin", 404, "not-found", "lost-syn"),
        get("a problem of nobody", "/problems/none", 404, "not-found", "none"),
        raw(
            "a replay of nobody",
            request("POST", NOBODY + "/replay", ""),
            404,
            "not-found",
            "019abb2d"),
        raw("the deletion of nobody", request("DELETE", NOBODY, ""), 404, "not-found", "019abb2d"),
        raw(
            "a method that is not taken",
            request("PUT", SESSIONS, "{}", JSON),
            405,
            "method-not-allowed",
            "POST"),
        raw(
            "a method that is none",
            request("BREW", SESSIONS, ""),
            405,
            "method-not-allowed",
            "BREW"),
        raw(
            "nothing that can be had",
            request("GET", SESSIONS, "", "Accept: image/png"),
            406,
            "not-acceptable",
            "application/json"),
        raw(
            "an Accept that is none",
            request("GET", NOBODY + "/trace", "", "Accept: x"),
            406,
            "not-acceptable",
            ""),
        // what the container refuses
        raw("brackets in the path", request("GET", SESSIONS + "/[x]", ""), 400, "bad-request", ""),
        raw("a broken percent sign", request("GET", "/%zz", ""), 400, "bad-request", ""),
        raw(
            "a broken percent sign behind a semicolon",
            request("GET", "/x;%zz", ""),
            400,
            "bad-request",
            "two hex digits"),
        raw(
            "a slash that is encoded",
            request("GET", SESSIONS + "/%2f", ""),
            400,
            "bad-request",
            ""),
        raw(
            "9 kB of header",
            request("GET", SESSIONS, "", "X: " + "x".repeat(9000)),
            400,
            "bad-request",
            ""),
        raw(
            "no host",
            ascii("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
            400,
            "bad-request",
            ""),
        raw("no HTTP", ascii("hello\r\n\r\n"), 400, "bad-request", ""),
        raw(
            "a foreign host",
            request("GET", SESSIONS, "", "Host: lab.test"),
            421,
            "misdirected",
            "lab.test"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isAnsweredWithAProblem(Row row) throws IOException {
    RawHttp http = new RawHttp(port);
    JsonNode before = http.get(SESSIONS + "?limit=1").json();

    RawHttp.Answer answer = http.send(row.call());

    assertThat(answer.status()).as(answer.body()).isEqualTo(row.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").asString()).isEqualTo("/problems/" + row.problem());
    assertThat(problem.get("status").asInt()).isEqualTo(row.status());
    assertThat(problem.get("title").asString()).isNotBlank();
    assertThat(problem.get("detail").asString()).isNotBlank();
    assertThat(answer.body())
        .contains(row.says())
        .doesNotContain("Exception", "at dev.", "<html", "REDACTED", "[Source");
    assertThat(http.get(SESSIONS + "?limit=1").json()).as("stored").isEqualTo(before);
  }

  @Test
  void saysEverythingAtOnce() throws IOException {
    RawHttp.Answer answer =
        new RawHttp(port)
            .post(
                SESSIONS,
                "{\"seed\":-1,\"colour\":1,\"network\":{\"lossRate\":2,\"delayMs\":\"x\"}}");
    assertThat(answer.json().get("errors").findValuesAsString("pointer"))
        .containsExactlyInAnyOrder("/seed", "/colour", "/network/lossRate", "/network/delayMs");
  }

  @Test
  void aClientThatGoesOnSendingStillReadsTheAnswer() throws IOException {
    RawHttp.Answer answer = new RawHttp(port).post(SESSIONS, " ".repeat(20 << 20));
    assertThat(answer.status()).isEqualTo(413);
  }

  private static Row body(String what, String json, int status, String problem, String says) {
    return raw(what, request("POST", SESSIONS, json, JSON), status, problem, says);
  }

  private static Row get(String what, String target, int status, String problem, String says) {
    return raw(what, request("GET", target, ""), status, problem, says);
  }

  private static Row raw(String what, Octets call, int status, String problem, String says) {
    return new Row(what, call, status, problem, says);
  }

  private static Octets badUtf8() {
    byte[] call = request("POST", SESSIONS, "{\"scenario\":\"??\"}", JSON).toArray();
    call[call.length - 3] = (byte) 0xff;
    call[call.length - 4] = (byte) 0xc0;
    return Octets.of(call);
  }

  private static Octets ascii(String text) {
    return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Octets chunked() {
    String chunk = "10000\r\n" + " ".repeat(65536) + "\r\n";
    return request(
        "POST", SESSIONS, chunk.repeat(17) + "0\r\n\r\n", JSON, "Transfer-Encoding: chunked");
  }

  private static String labels(int count) {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < count; i++) {
      labels.append(i == 0 ? "" : ",").append("\"l").append(i).append("\":\"\"");
    }
    return "{\"labels\":{" + labels + "}}";
  }

  private static String faults(int count) {
    String fault = "{\"from\":\"CLIENT\",\"segment\":\"SYN\",\"action\":\"DROP\"},";
    String all = fault.repeat(count);
    return "{\"network\":{\"faults\":[" + all.substring(0, all.length() - 1) + "]}}";
  }
}
