package dev.handshakelab.api;

import static dev.handshakelab.api.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.RawHttp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@LabTest
@Tag("database")
class SessionsApiTest {
  private static final String SESSIONS = "/api/v1/sessions";

  /** The example of the contract. */
  private static final String HANDSHAKE =
      "{\"client\":{\"isn\":100},\"server\":{\"isn\":300},\"network\":{\"delayMs\":20}}";

  @LocalServerPort int port;
  private RawHttp http = new RawHttp(0);

  @BeforeEach
  void connect() {
    http = new RawHttp(port);
  }

  private JsonNode run(String body) throws IOException {
    Answer answer = http.post(SESSIONS, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private JsonNode get(String target) throws IOException {
    Answer answer = http.get(target);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static String path(JsonNode session) {
    return SESSIONS + "/" + session.get("id").asString();
  }

  @Nested
  class ASimulatedHandshake {

    @Test
    void isAnsweredWithItsPlaceAndMembersInOrder() throws IOException {
      Answer answer = http.post(SESSIONS, HANDSHAKE);
      JsonNode session = answer.json();
      assertThat(answer.header("Location")).isEqualTo(path(session));
      assertThat(session.propertyNames())
          .containsExactly(
              "id",
              "mode",
              "scenario",
              "seed",
              "labels",
              "status",
              "failure",
              "outcome",
              "createdAt",
              "engine",
              "client",
              "server",
              "connectionCount",
              "segmentCount",
              "transitionCount",
              "durationNs",
              "clock",
              "spec",
              "analysis",
              "timing");
      assertThat(session.get("outcome").asString()).isEqualTo("ESTABLISHED");
      assertThat(session.get("failure").isNull()).isTrue();
      assertThat(session.get("client").toString())
          .isEqualTo(
              "{\"address\":\"10.0.0.1\",\"port\":49152,\"isn\":100,"
                  + "\"finalState\":\"ESTABLISHED\",\"stack\":\"SIMULATOR\"}");
      assertThat(session.get("analysis").toString())
          .isEqualTo(
              "{\"connState\":\"S1\",\"history\":\"ShA\",\"completeness\":7,"
                  + "\"ackSynchronized\":true}");
      assertThat(get(path(session))).isEqualTo(session);
    }

    @Test
    void isTimedAsTheContractSays() throws IOException {
      JsonNode session = run(HANDSHAKE);
      String timing =
          "{\"handshakeNs\":60000000,\"clientEstablishedNs\":40000000,"
              + "\"serverEstablishedNs\":60000000,\"synToSynAckNs\":40000000,"
              + "\"synAckToAckNs\":40000000,\"clientRttNs\":40000000,\"serverRttNs\":40000000,"
              + "\"synRetransmissions\":0,\"synAckRetransmissions\":0,\"retransmissionWaitNs\":0,"
              + "\"retransmissionWaits\":[],\"timeInState\":{\"client\":{\"SYN_SENT\":40000000},"
              + "\"server\":{\"SYN_RECEIVED\":40000000}},\"clock\":\"VIRTUAL\",\"resolutionNs\":1}";
      assertThat(session.get("timing").toString()).isEqualTo(timing);
      assertThat(get(path(session) + "/timing").toString()).isEqualTo(timing);
      JsonNode connections = get(path(session) + "/connections");
      assertThat(connections.at("/items/0/timing").toString()).isEqualTo(timing);
      assertThat(connections.at("/items/0/opening").asString()).isEqualTo("ACTIVE_PASSIVE");
    }

    @Test
    void hasThreeSegmentsWithRawAndRelativeNumbers() throws IOException {
      JsonNode segments = get(path(run(HANDSHAKE)) + "/segments").get("items");
      assertThat(segments.findValuesAsString("notation"))
          .satisfiesExactly(
              syn -> assertThat(syn).startsWith("S 100:100(0) win "),
              synAck -> assertThat(synAck).startsWith("S. 300:300(0) ack 101 win "),
              ack -> assertThat(ack).startsWith(". 101:101(0) ack 301 win "));
      JsonNode synAck = segments.get(1);
      assertThat(synAck.propertyNames())
          .startsWith(
              "ordinal",
              "connection",
              "from",
              "to",
              "injectedBy",
              "kind",
              "flags",
              "seq",
              "ack",
              "relativeSeq",
              "relativeAck",
              "window",
              "payloadLength",
              "options",
              "sentNs",
              "receivedNs",
              "fate",
              "deliveries",
              "retransmissionOf",
              "cause",
              "rule",
              "provenance",
              "notation",
              "octets");
      assertThat(synAck.get("flags").toString()).isEqualTo("[\"SYN\",\"ACK\"]");
      assertThat(synAck.get("relativeAck").asInt()).isEqualTo(1);
      assertThat(synAck.at("/options/0").toString()).isEqualTo("{\"kind\":\"MSS\",\"value\":1460}");
      assertThat(synAck.get("cause").toString()).isEqualTo("{\"kind\":\"SEGMENT\",\"segment\":1}");
    }

    @Test
    void takesBothEndsThroughTheirStates() throws IOException {
      JsonNode transitions = get(path(run(HANDSHAKE)) + "/transitions").get("items");
      List<String> moves = new ArrayList<>();
      for (JsonNode each : transitions) {
        moves.add(
            each.get("endpoint").asString()
                + " "
                + each.get("subject").asString()
                + " "
                + each.get("from").asString()
                + ">"
                + each.get("to").asString());
        assertThat(each.get("cause").isNull()).as(each.toString()).isFalse();
        assertThat(each.get("rule").asString()).matches("(RFC 9293|Linux 6\\.18) .+");
      }
      assertThat(moves)
          .containsExactly(
              "SERVER LISTENER CLOSED>LISTEN",
              "CLIENT CONNECTION CLOSED>SYN_SENT",
              "SERVER CONNECTION LISTEN>SYN_RECEIVED",
              "CLIENT CONNECTION SYN_SENT>ESTABLISHED",
              "SERVER CONNECTION SYN_RECEIVED>ESTABLISHED");
    }

    @Test
    void isTheSameWithTheSameSeedButForItsName() throws IOException {
      String request = "{\"seed\":7,\"network\":{\"delayMs\":20,\"jitterMs\":5}}";
      JsonNode one = get(path(run(request)) + "/trace.json");
      assertThat(get(path(run(request)) + "/trace.json")).isEqualTo(one);
    }

    @Test
    void isIdenticalWhenItIsReplayed() throws IOException {
      Answer replay = http.send(request("POST", path(run("{}")) + "/replay", ""));
      assertThat(replay.status()).isEqualTo(200);
      assertThat(replay.body())
          .isEqualTo("{\"identical\":true,\"firstDifference\":null,\"engine\":\"1.0.0\"}");
    }

    @Test
    void isGoneWhenItIsDeleted() throws IOException {
      String path = path(run("{}"));
      assertThat(http.send(request("DELETE", path, "")).status()).isEqualTo(204);
      assertThat(http.get(path).status()).isEqualTo(404);
      assertThat(http.get(path + "/segments").status()).isEqualTo(404);
    }
  }

  @Nested
  class Lists {

    @Test
    void areWalkedInPagesThatMissNothingWhileMoreIsAdded() throws IOException {
      Set<String> before = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        before.add(run("{\"labels\":{\"walk\":\"1\"}}").get("id").asString());
      }
      List<String> walked = new ArrayList<>();
      String next = "";
      do {
        JsonNode page = get(SESSIONS + "?label.walk=1&limit=2" + next);
        walked.addAll(page.get("items").findValuesAsString("id"));
        next = page.get("next").isNull() ? "" : "&after=" + page.get("next").asString();
        run("{\"labels\":{\"walk\":\"1\"}}");
      } while (!next.isEmpty());
      assertThat(walked).doesNotHaveDuplicates().containsAll(before);
    }

    @Test
    void refuseTheCursorOfOtherFilters() throws IOException {
      run("{\"labels\":{\"walk\":\"2\"}}");
      run("{\"labels\":{\"walk\":\"2\"}}");
      String cursor = get(SESSIONS + "?label.walk=2&limit=1").get("next").asString();
      Answer answer = http.get(SESSIONS + "?label.walk=3&limit=1&after=" + cursor);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("\"parameter\":\"after\"");
    }

    @Test
    void ofSegmentsAreFilteredByExactFlags() throws IOException {
      String segments = path(run(HANDSHAKE)) + "/segments";
      assertThat(get(segments + "?flags=SYN,ACK").get("items")).hasSize(1);
      assertThat(get(segments + "?flags=ACK").get("items")).hasSize(1);
      assertThat(get(segments + "?from=CLIENT").get("items")).hasSize(2);
      assertThat(get(segments + "?connection=2").get("items")).isEmpty();
    }

    @Test
    void ofScenariosArePagedToo() throws IOException {
      List<String> names = new ArrayList<>();
      String next = "";
      do {
        JsonNode page = get("/api/v1/scenarios?limit=3" + next);
        page.get("items").forEach(each -> names.add(each.get("name").asString()));
        next = page.get("next").isNull() ? "" : "&after=" + page.get("next").asString();
      } while (!next.isEmpty());
      assertThat(names).contains("basic-three-way-handshake", "lost-syn").isSorted();
      assertThat(names).doesNotHaveDuplicates();
    }
  }

  @Nested
  class ACreatingCall {

    @Test
    void thatIsRepeatedWithItsKeyIsAnsweredTheSame() throws IOException {
      Answer first = http.post(SESSIONS, "{}", "Idempotency-Key: k1");
      Answer again = http.post(SESSIONS, "{}", "Idempotency-Key: k1");
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.header("Location")).isEqualTo(first.header("Location"));
      assertThat(first.header("Idempotency-Replayed")).isEmpty();
      assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void thatBringsAnotherBodyForAKeyIsRefused() throws IOException {
      http.post(SESSIONS, "{}", "Idempotency-Key: k2");
      Answer other = http.post(SESSIONS, "{ }", "Idempotency-Key: k2");
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.json().get("type").asString()).isEqualTo("/problems/key-reused");
    }

    @Test
    void thatWasRefusedLeavesItsKeyFree() throws IOException {
      assertThat(http.post(SESSIONS, "{\"seed\":-1}", "Idempotency-Key: k3").status())
          .isEqualTo(400);
      assertThat(http.post(SESSIONS, "{}", "Idempotency-Key: k3").status()).isEqualTo(201);
    }

    @Test
    void isToldWhichPreferenceWasHonoured() throws IOException {
      assertThat(http.post(SESSIONS, "{}", "Prefer: wait=30").header("Preference-Applied"))
          .isEqualTo("wait=30");
      assertThat(
              http.post(SESSIONS, "{}", "Prefer: respond-async, wait=600")
                  .header("Preference-Applied"))
          .isEqualTo("wait=60");
      assertThat(http.post(SESSIONS, "{}", "Prefer: wait=soon").header("Preference-Applied"))
          .isEmpty();
    }
  }

  @Nested
  class Events {

    @Test
    void ofAFinishedSessionAreItsTimeline() throws IOException {
      JsonNode session = run(HANDSHAKE);
      int entries = get(path(session) + "/timeline").get("items").size();
      Answer events = http.get(path(session) + "/events");
      assertThat(events.header("Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
      assertThat(events.body())
          .contains("id: 1\ndata: {\"entry\":1,")
          .contains("id: " + entries + "\n")
          .contains("event: end\ndata: {\"status\":\"COMPLETED\"}");
    }

    @Test
    void goOnAfterTheLastThatIsKnown() throws IOException {
      Answer events = http.get(path(run(HANDSHAKE)) + "/events", "Last-Event-ID: 3");
      assertThat(events.body()).doesNotContain("id: 3\n").contains("id: 4\n");
    }

    @Test
    void areRefusedForAnIdThatIsNone() throws IOException {
      assertThat(http.get(path(run("{}")) + "/events", "Last-Event-ID: x").status()).isEqualTo(400);
    }
  }

  @Nested
  class ATrace {

    @Test
    void isRenderedAsTheCallerAccepts() throws IOException {
      String trace = path(run(HANDSHAKE)) + "/trace";
      assertThat(http.get(trace).header("Content-Type")).isEqualTo("application/json");
      assertThat(http.get(trace, "Accept: text/plain").header("Content-Type"))
          .isEqualTo("text/plain;charset=utf-8");
      assertThat(http.get(trace, "Accept: application/json;q=0.1, text/*").header("Content-Type"))
          .isEqualTo("text/plain;charset=utf-8");
      assertThat(http.get(trace + ".txt").body()).contains("S 100:100(0)", "SYN_RECEIVED");
    }
  }

  @Nested
  class Figures {

    @Test
    void countTheSessionsThatMatch() throws IOException {
      for (int i = 0; i < 3; i++) {
        run("{\"labels\":{\"figures\":\"x\"},\"network\":{\"delayMs\":" + (i + 1) * 10 + "}}");
      }
      JsonNode group = get("/api/v1/timings?measure=handshake&label.figures=x").at("/groups/0");
      assertThat(group.get("key").isNull()).isTrue();
      assertThat(group.get("count").asInt()).isEqualTo(3);
      assertThat(group.get("p50Ns").asLong()).isEqualTo(60_000_000);
      assertThat(group.get("maxNs").asLong()).isEqualTo(90_000_000);
    }
  }
}
