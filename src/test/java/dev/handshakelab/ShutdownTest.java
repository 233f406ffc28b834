package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A lab that is asked to end, under load: what it accepted is answered or marked. */
class ShutdownTest {
  private static final int CLIENTS = 8;
  private static final int ANSWERS = 80;
  private static final String MARK = "the lab was shut down before it was over";

  /** SIGTERM ends a Java program with this exit code, however well it ended. */
  private static final int ENDED_BY_SIGTERM = 143;

  @TempDir Path folder;

  private final Queue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch enough = new CountDownLatch(ANSWERS);

  @Test
  void answersOrMarksWhatWasAccepted() throws Exception {
    JdbcConnectionDetails database =
        new TestDatabase.Details(
            "jdbc:h2:file:" + folder.resolve("lab") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
            "sa",
            "");
    String ends;
    String lasts;
    JsonNode waitedFor;
    try (var lab =
        LabProcess.start(
            database, "--lab.run.shutdown-grace=4s", "--logging.structured.format.console=ecs")) {
      JsonNode kernel = lab.get("/capabilities").at("/modes/REAL_SOCKET");
      assumeTrue(kernel.get("available").asBoolean(), "no real sockets here: " + kernel);
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<JsonNode> waiting = clients.submit(() -> realSockets(lab, 60_000, "wait=60", 201));
        lasts = realSockets(lab, 60_000, "wait=0", 202).get("id").asString();
        for (int i = 0; i < CLIENTS; i++) {
          clients.execute(() -> postUntilItIsGone(lab));
        }
        assertThat(enough.await(120, TimeUnit.SECONDS)).as("the lab answers").isTrue();
        ends = realSockets(lab, 1000, "wait=0", 202).get("id").asString();

        assertThat(lab.terminate()).isEqualTo(ENDED_BY_SIGTERM);
        waitedFor = waiting.get();
      }
      assertTellsOfEverySession(lab.log());
    }
    assertThat(waitedFor.get("status").asString()).isEqualTo("FAILED");
    assertThat(waitedFor.get("failure").asString()).isEqualTo(MARK);
    assertThat(answers)
        .as("refused meanwhile")
        .filteredOn(answer -> answer.statusCode() == 503)
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).isPresent());

    try (var again = LabProcess.start(database)) {
      assertThat(again.get("/sessions?status=RUNNING").get("items")).isEmpty();
      assertThat(again.get("/sessions/" + ends).get("status").asString()).isEqualTo("COMPLETED");
      assertThat(again.get("/sessions/" + lasts).get("failure").asString()).isEqualTo(MARK);
      assertThat(again.get("/sessions/" + waitedFor.get("id").asString())).isEqualTo(waitedFor);
      assertThat(simulatedIn(again)).isEqualTo(answered());
    }
  }

  private static JsonNode realSockets(LabProcess lab, int ms, String prefer, int status)
      throws IOException, InterruptedException {
    String body = "{\"mode\":\"REAL_SOCKET\",\"until\":{\"ms\":" + ms + "}}";
    HttpResponse<String> answer = lab.post("/sessions", body, "Prefer", prefer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private void postUntilItIsGone(LabProcess lab) {
    try {
      while (true) {
        HttpResponse<String> answer = lab.post("/sessions", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 503);
        answers.add(answer);
        enough.countDown();
      }
    } catch (IOException gone) {
      // no more answers
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<String> answered() {
    Set<String> ids = new TreeSet<>();
    for (HttpResponse<String> answer : answers) {
      if (answer.statusCode() == 201) {
        ids.add(JsonMapper.shared().readTree(answer.body()).get("id").asString());
      }
    }
    return ids;
  }

  private static Set<String> simulatedIn(LabProcess lab) throws IOException, InterruptedException {
    Set<String> ids = new TreeSet<>();
    String walk = "/sessions?mode=SIMULATED&limit=1000";
    JsonNode page = lab.get(walk);
    while (true) {
      page.get("items").forEach(session -> ids.add(session.get("id").asString()));
      if (page.get("next").isNull()) {
        return ids;
      }
      page = lab.get(walk + "&after=" + page.get("next").asString());
    }
  }

  /** One object of JSON a line, and one line for each session, with its figures as members. */
  private void assertTellsOfEverySession(List<String> log) {
    List<String> told = new ArrayList<>();
    for (String line : log) {
      JsonNode session = JsonMapper.shared().readTree(line).path("session");
      if (session.isString()) {
        told.add(session.asString());
      }
    }
    assertThat(told).doesNotHaveDuplicates().containsAll(answered());
  }
}
