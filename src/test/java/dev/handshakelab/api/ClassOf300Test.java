package dev.handshakelab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakelab.LabTest;
import dev.handshakelab.api.Course.Answered;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/**
 * A class of 300: of every ten, seven answer rightly, two make a typical mistake each, and one
 * hands in what the one before handed in.
 */
@LabTest
class ClassOf300Test {
  private static final int STUDENTS = 300;
  private static final String RUBRIC =
      """
      id: class-of-300
      title: The handshake
      session: { network: { delayMs: 20 } }
      checks:
        - { id: isn, kind: answer, points: 1.1, prompt: "The client's ISN?", expect: "segments[0].seq" }
        - { id: ack, kind: answer, points: 2.2, prompt: "ack of the SYN+ACK?", expect: "segments[1].ack",
            misconceptions: [
              { when: "segments[0].seq", hint: "A SYN consumes one.", credit: 0.25 },
              { when: "segments[1].relativeAck", hint: "That is relative." } ] }
        - { id: opened, kind: outcome, points: 0.1, expect: ESTABLISHED, visibility: HIDDEN }
      """;

  @Autowired RestTestClient http;

  /** How somebody answers, and what the rubric says to it. */
  private enum Kind {
    RIGHT("3.4", null),
    NOT_INCREMENTED("1.75", "A SYN consumes one."),
    RELATIVE("1.2", "That is relative."),
    COPIED("0.1", null);

    final BigDecimal score;
    final @Nullable String hint;

    Kind(String score, @Nullable String hint) {
      this.score = new BigDecimal(score);
      this.hint = hint;
    }

    static Kind of(int student) {
      return switch (student % 10) {
        case 3 -> NOT_INCREMENTED;
        case 6 -> RELATIVE;
        case 9 -> COPIED;
        default -> RIGHT;
      };
    }
  }

  private static String subject(int student) {
    return "s_%03d".formatted(student);
  }

  @Test
  void eachIsGradedByTheirOwnSession() throws Exception {
    Course course = new Course(http);
    course.rubric("class-of-300", 1, RUBRIC);
    course
        .post(
            "/assignments", "{\"id\":\"c300\",\"rubric\":{\"id\":\"class-of-300\",\"version\":1}}")
        .of(201);

    List<JsonNode> variants =
        each(i -> course.put("/assignments/c300/variants/" + subject(i)).of(200));
    assertThat(variants)
        .extracting(each -> each.get("variantId").asString())
        .doesNotHaveDuplicates();
    assertThat(variants).extracting(each -> each.get("session").asString()).doesNotHaveDuplicates();
    List<JsonNode> sessions =
        each(i -> course.get("/sessions/" + variants.get(i).get("session").asString()).of(200));
    assertThat(sessions).extracting(each -> each.get("seed").asLong()).doesNotHaveDuplicates();
    List<Long> isns = sessions.stream().map(each -> each.at("/client/isn").asLong()).toList();
    assertThat(isns.stream().distinct().count()).isGreaterThanOrEqualTo(STUDENTS - 1L);
    for (int i = 0; i < STUDENTS; i++) {
      assertThat(variants.get(i).toString())
          .doesNotContain("seed", "spec", "opened")
          .doesNotContain(Long.toString(sessions.get(i).get("seed").asLong()))
          .doesNotContain(Long.toString(isns.get(i)));
    }
    assertThat(course.put("/assignments/c300/variants/" + subject(7)).json())
        .isEqualTo(variants.get(7));

    List<JsonNode> attempts =
        each(i -> course.post("/assignments/c300/attempts", answers(i, isns)).of(201));
    Map<String, BigDecimal> expected = new HashMap<>();
    for (int i = 0; i < STUDENTS; i++) {
      Kind kind = Kind.of(i);
      JsonNode grade = attempts.get(i).get("grade");
      assertThat(new BigDecimal(grade.get("score").asString()))
          .as("%s, %s", subject(i), kind)
          .isEqualByComparingTo(kind.score);
      assertThat(grade.at("/result/checks/1/feedback").asString(null)).isEqualTo(kind.hint);
      expected.put(subject(i), kind.score);
    }

    Map<String, BigDecimal> totals = new HashMap<>();
    Answered gradebook = course.get("/assignments/c300/gradebook");
    gradebook
        .body()
        .lines()
        .skip(1)
        .forEach(line -> {
          String[] cells = line.split(",", -1);
          BigDecimal checks =
              IntStream.range(8, 11)
                  .mapToObj(i -> new BigDecimal(cells[i]))
                  .reduce(BigDecimal.ZERO, BigDecimal::add);
          assertThat(checks).isEqualByComparingTo(cells[6]);
          totals.put(cells[0], new BigDecimal(cells[6]));
        });
    assertThat(totals).isEqualTo(expected);

    JsonNode copied = course.get("/assignments/c300/copied?limit=1000").of(200).get("items");
    assertThat(copied)
        .extracting(each -> each.get("subject").asString() + " of " + each.get("source").asString())
        .containsExactlyElementsOf(
            IntStream.range(0, STUDENTS)
                .filter(i -> Kind.of(i) == Kind.COPIED)
                .mapToObj(i -> subject(i) + " of " + subject(i - 1))
                .toList());
    assertThat(copied)
        .allSatisfy(
            each -> assertThat(each.get("checks").toString()).isEqualTo("[\"isn\",\"ack\"]"));
  }

  private static String answers(int student, List<Long> isns) {
    long own = isns.get(student);
    Kind kind = Kind.of(student);
    long isn = kind == Kind.COPIED ? isns.get(student - 1) : own;
    long ack =
        switch (kind) {
          case RIGHT, COPIED -> isn + 1 & 0xFFFF_FFFFL;
          case NOT_INCREMENTED -> isn;
          case RELATIVE -> 1;
        };
    return "{\"subject\":\"%s\",\"answers\":{\"isn\":%d,\"ack\":%d}}"
        .formatted(subject(student), isn, ack);
  }

  private static <T> List<T> each(IntFunction<T> call) throws Exception {
    List<Future<T>> under = new ArrayList<>();
    try (var callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < STUDENTS; i++) {
        int student = i;
        under.add(callers.submit(() -> call.apply(student)));
      }
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> future : under) {
      answers.add(future.get());
    }
    return answers;
  }
}
