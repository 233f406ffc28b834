package dev.handshakelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was answered is kept, whatever becomes of the process that answered. */
@Tag("database")
class KillMinusNineTest {
  private static final int CLIENTS = 16;

  /** How many answers the clients have got when the process is killed, in the middle of more. */
  private static final int ANSWERS = 160;

  @TempDir Path folder;

  @Test
  void everyAnsweredSessionIsThereAfterKillMinusNineAndRestart() throws Exception {
    killAndLookAgain();
  }

  /** The profile {@code deep}: twenty times on H2, five times on PostgreSQL. */
  @Tag("deep")
  @RepeatedTest(20)
  void timeAndAgain(RepetitionInfo repetition) throws Exception {
    assumeTrue(isH2() || repetition.getCurrentRepetition() <= 5, "five times are enough here");
    killAndLookAgain();
  }

  private void killAndLookAgain() throws Exception {
    var database = database();
    Queue<String> answered = new ConcurrentLinkedQueue<>();
    String comparison;
    try (var lab = LabProcess.start(database)) {
      comparison = startLongComparison(lab);
      var enough = new CountDownLatch(ANSWERS);
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CLIENTS; i++) {
          String client = "c" + i;
          clients.execute(() -> postUntilItDies(lab, client, answered, enough));
        }
        boolean answers = enough.await(120, TimeUnit.SECONDS);
        lab.killMinusNine();
        assertThat(answers).as("the lab answers").isTrue();
      }
    }
    try (var lab = LabProcess.start(database)) {
      for (String body : answered) {
        assertIsThereWhole(lab, JsonMapper.shared().readTree(body));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            assertThat(lab.get("/sessions?status=RUNNING").get("items")).isEmpty();
            assertThat(lab.get("/comparisons?status=RUNNING").get("items")).isEmpty();
          });
      if (comparison != null) {
        JsonNode failed = lab.get("/comparisons/" + comparison);
        assertThat(failed.get("status").asString()).isEqualTo("FAILED");
        assertThat(failed.get("failure").asString()).contains("the process that ran it stopped");
      }
    }
  }

  /** Every seventh session is on real sockets: those are kept in two steps. */
  private static void postUntilItDies(
      LabProcess lab, String client, Queue<String> answered, CountDownLatch enough) {
    for (int i = 0; ; i++) {
      String mode = i % 7 == 6 ? "REAL_SOCKET" : "SIMULATED";
      String body = "{\"mode\":\"%s\",\"labels\":{\"client\":\"%s\"}}".formatted(mode, client);
      try {
        var answer = lab.post("/sessions", body);
        if (answer.statusCode() == 201) {
          answered.add(answer.body());
          enough.countDown();
        }
      } catch (IOException died) {
        return;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void assertIsThereWhole(LabProcess lab, JsonNode session) throws Exception {
    String path = "/sessions/" + session.get("id").asString();
    assertThat(lab.get(path)).isEqualTo(session);
    assertThat(lab.get(path + "/segments").get("items"))
        .hasSize(session.get("segmentCount").asInt());
    assertThat(lab.get(path + "/transitions").get("items"))
        .hasSize(session.get("transitionCount").asInt());
  }

  @Test
  void aDeadProcessLosesItsRunningSessionsAndTheLivingOneDoesNot() throws Exception {
    assumeTrue(!isH2(), "an H2 file belongs to one process");
    var database = database();
    try (var dying = LabProcess.start(database);
        var living = LabProcess.start(database)) {
      String orphan = startLongSession(dying);
      String kept = startLongSession(living);
      assertThat(living.get("/sessions/" + orphan).get("status").asString()).isEqualTo("RUNNING");
      dying.killMinusNine();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(living.get("/sessions/" + orphan).get("status").asString())
                  .isEqualTo("FAILED"));
      assertThat(living.get("/sessions/" + kept).get("status").asString())
          .isIn("RUNNING", "COMPLETED");
    }
  }

  /** Of half a minute, twenty times; null where there is no kernel to compare with. */
  private static @Nullable String startLongComparison(LabProcess lab) throws Exception {
    String body = "{\"request\":{\"until\":{\"ms\":30000}},\"runs\":20}";
    var answer = lab.post("/comparisons", body, "Prefer", "wait=0");
    assertThat(answer.statusCode()).as(answer.body()).isIn(202, 422);
    return answer.statusCode() == 422
        ? null
        : JsonMapper.shared().readTree(answer.body()).get("id").asString();
  }

  private static String startLongSession(LabProcess lab) throws Exception {
    var answer =
        lab.post(
            "/sessions", "{\"mode\":\"REAL_SOCKET\",\"until\":{\"ms\":30000}}", "Prefer", "wait=0");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JsonMapper.shared().readTree(answer.body()).get("id").asString();
  }

  private static boolean isH2() {
    return System.getProperty("lab.db", "h2").equals("h2");
  }

  private JdbcConnectionDetails database() {
    return isH2()
        ? new TestDatabase.Details(
            "jdbc:h2:file:" + folder.resolve("lab") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
            "sa",
            "")
        : TestDatabase.fresh();
  }
}
