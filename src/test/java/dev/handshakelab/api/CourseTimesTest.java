package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.Course.Answered;
import dev.handshakelab.history.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What depends on the time, on a lab whose clock the test turns. */
@LabTest
@Import(CourseTimesTest.Clock.class)
class CourseTimesTest {
  private static final String RUBRIC =
      """
      id: ID
      title: The handshake
      session: { client: { isn: 100 } }
      checks:
        - { id: q1, kind: answer, points: 2, prompt: "ack?", expect: "segments[1].ack" }
        - { id: q2, kind: outcome, points: 1, expect: ESTABLISHED, prompt: "Opened?", visibility: AFTER_RELEASE }
      """;

  /** One that does not go by itself. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Clock {
    @Bean
    @Primary
    SettableClock settableClock() {
      return new SettableClock(Instant.parse("2026-11-22T09:00:00Z"));
    }
  }

  @Autowired RestTestClient http;
  @Autowired InstantSource clock;

  private final String id = "t" + UUID.randomUUID();
  private Course course;

  @BeforeEach
  void aRubric() {
    course = new Course(http);
    course.rubric(id, 1, RUBRIC.replace("id: ID", "id: " + id));
  }

  private void assign(int version, String more) {
    course
        .post(
            "/assignments",
            "{\"id\":\"%s\",\"rubric\":{\"id\":\"%s\",\"version\":%d},%s}"
                .formatted(id, id, version, more))
        .of(201);
  }

  private Answered handIn() {
    return course.post(
        "/assignments/" + id + "/attempts", "{\"subject\":\"s_1\",\"answers\":{\"q1\":5}}");
  }

  private void advance(int seconds) {
    ((SettableClock) clock).advance(Duration.ofSeconds(seconds));
  }

  @Test
  void aTryThatComesTooSoonMakesNothingLater() {
    assign(1, "\"attempts\":{\"cooldownSeconds\":60}");
    handIn().of(201);
    advance(20);
    assertThat(retryAfter()).isEqualTo("40");
    advance(39);
    assertThat(retryAfter()).isEqualTo("1");
    advance(1);
    handIn().of(201);
    assertThat(retryAfter()).isEqualTo("60");
  }

  private String retryAfter() {
    Answered refused = handIn();
    refused.of(429);
    return refused.header("Retry-After").orElseThrow();
  }

  /** What the lab could not grade is nobody's fault. */
  @Test
  void anAttemptInErrorUsesNothingUpAndTakesThePlaceOfNothing() {
    course.rubric(
        id, 2, RUBRIC.replace("id: ID", "id: " + id).replace("segments[1].ack", "segments[9].ack"));
    assign(1, "\"attempts\":{\"max\":2,\"cooldownSeconds\":60,\"keep\":\"LAST\"}");
    String graded = handIn().of(201).get("id").asString();
    course
        .post("/assignments/" + id + "/regrades", "{\"rubricVersion\":2,\"dryRun\":false}")
        .of(200);
    assertThat(course.get("/attempts/" + graded).of(200).get("state").asString())
        .isEqualTo("GRADED");

    advance(60);
    for (int i = 0; i < 3; i++) {
      assertThat(handIn().of(201).get("state").asString()).isEqualTo("ERROR");
    }
    assertThat(course.get("/assignments/" + id + "/gradebook").body()).contains("s_1,1," + graded);

    // Once the rubric is mended they are graded, and count.
    course
        .post("/assignments/" + id + "/regrades", "{\"rubricVersion\":1,\"dryRun\":false}")
        .of(200);
    assertThat(course.get("/assignments/" + id + "/gradebook").body()).contains("s_1,4,");
  }

  @Test
  void whatIsVisibleAfterReleaseIsShownFromThen() {
    assign(1, "\"releaseAt\":\"" + clock.instant().plusSeconds(3600) + "\"");
    String page = "/grades/" + handIn().of(201).at("/grade/id").asString() + "?format=md";
    assertThat(course.get(page).body()).doesNotContain("q2").contains("One check is not shown");
    advance(3600);
    assertThat(course.get(page).body()).contains("q2").doesNotContain("not shown");
  }
}
