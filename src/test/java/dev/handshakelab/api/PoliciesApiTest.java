package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.RawHttp.Answer;
import dev.handshakelab.tcp.Switches;
import dev.handshakelab.tcp.Switches.Switch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The switches of a simulated end: what the lab lists of them, and that requests can set each. */
@LabTest
class PoliciesApiTest {
  @LocalServerPort int port;
  private RawHttp http = new RawHttp(0);

  @BeforeEach
  void connect() {
    http = new RawHttp(port);
  }

  @Test
  void everySwitchIsListedWithWhatItCanBe() throws IOException {
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = http.get("/api/v1/policies?limit=7" + next).json();
      for (JsonNode one : page.get("items")) {
        names.add(one.get("name").asString());
        check(one);
      }
      next = page.get("next").isNull() ? "" : "&after=" + page.get("next").asString();
    } while (!next.isEmpty());
    assertThat(names).isSorted().doesNotHaveDuplicates();
    assertThat(names).containsExactlyInAnyOrderElementsOf(switches().map(Switch::name).toList());
  }

  private static void check(JsonNode one) {
    assertThat(one.get("meaning").asString()).endsWith(".");
    List<String> values = new ArrayList<>();
    one.get("values").forEach(each -> values.add(each.get("name").asString()));
    for (String profile : List.of("LINUX", "RFC_9293")) {
      String standard = one.get("defaults").get(profile).asString();
      if (values.isEmpty()) {
        assertThat(Long.parseLong(standard))
            .isBetween(
                one.get("nanoseconds").get("least").asLong(),
                one.get("nanoseconds").get("most").asLong());
      } else {
        assertThat(values).contains(standard).hasSizeGreaterThan(1);
        assertThat(one.get("nanoseconds").isNull()).isTrue();
      }
    }
  }

  static Stream<Switch> switches() {
    return Switches.all().stream();
  }

  @ParameterizedTest
  @MethodSource("switches")
  void eachCanBeSetToAllItsValues(Switch one) throws IOException {
    var range = one.nanoseconds();
    List<String> values =
        range == null
            ? one.values().stream().map(Switches.Value::name).toList()
            : List.of("" + range.least(), "" + range.most(), one.linux(), one.rfc9293());
    for (String value : values) {
      String policy = "{\"policy\":{\"%s\":\"%s\"}}".formatted(one.name(), value);
      String body =
          "{\"seed\":1,\"client\":%s,\"server\":%s,\"network\":{\"delayMs\":5},\"until\":{\"ms\":1000}}"
              .formatted(policy, policy);
      Answer answer = http.post("/api/v1/sessions", body);
      assertThat(answer.status()).as(body).isEqualTo(201);
      assertThat(answer.json().get("status").asString()).as(body).isEqualTo("COMPLETED");
      for (String end : List.of("client", "server")) {
        JsonNode set = answer.json().get("spec").get(end).get("policy");
        assertThat(set.get(one.name()).asString()).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          handshak      | TWO_WAY   | there is no such switch; did you mean "handshake"?
          nothingLike   | ON        | there is no such switch; GET /policies lists them
          handshake     | TWOWAY    | must be one of THREE_WAY, TWO_WAY; did you mean "TWO_WAY"?
          handshake     | two_way   | must be one of THREE_WAY, TWO_WAY; did you mean "TWO_WAY"?
          rfc5961       | maybe     | must be one of ON, OFF
          isnTickNs     | 0         | must be nanoseconds in digits, 1…86400000000000
          minRtoNs      | 999999    | must be nanoseconds in digits, 1000000…86400000000000
          maxRtoNs      | 1s        | must be nanoseconds in digits, 1000000…86400000000000
          timeWaitNs    | -1        | must be nanoseconds in digits, 0…86400000000000
          timeWaitNs    | 86400000000001 | must be nanoseconds in digits, 0…86400000000000
          timeWaitNs    | 99999999999999999999 | must be nanoseconds in digits, 0…86400000000000
          """)
  void whatIsNoSwitchOrNoValueOfOneIsRefusedWhereItStands(String name, String value, String why)
      throws IOException {
    for (String end : List.of("client", "server")) {
      Answer answer =
          http.post(
              "/api/v1/sessions",
              "{\"%s\":{\"policy\":{\"%s\":\"%s\"}}}".formatted(end, name, value));
      assertThat(answer.status()).isEqualTo(422);
      JsonNode errors = answer.json().get("errors");
      assertThat(errors).hasSize(1);
      assertThat(errors.get(0).get("pointer").asString()).isEqualTo("/" + end + "/policy/" + name);
      assertThat(errors.get(0).get("detail").asString()).isEqualTo(why);
    }
  }
}
