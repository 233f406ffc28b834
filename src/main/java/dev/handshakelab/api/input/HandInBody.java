package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.grading.Answers;
import dev.handshakelab.grading.AnswersReading;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Flaws;
import dev.handshakelab.grading.Members;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.source.Located;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What somebody hands in: {@code { "subject": "s_7q2", "answers": { "q1": 7 }, "sessions": [] }}.
 *
 * @param subject null when it is not said
 * @param session null when none is handed in
 */
public record HandInBody(Located document, @Nullable String subject, @Nullable UUID session) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A rubric looks at one session; more come with rubrics that look at more. */
  public static final int MOST_SESSIONS = 1;

  /**
   * @throws Refusal of type SCHEMA with everything that is wrong
   */
  public static HandInBody read(Located document) {
    Flaws flaws = new Flaws(document);
    Members members = Members.of(document.tree(), "", flaws);
    HandInBody body = members == null ? null : read(document, members, flaws);
    AssignmentBodies.check(flaws);
    if (body == null) {
      throw new IllegalStateException("nothing was read, and nothing is wrong");
    }
    return body;
  }

  private static HandInBody read(Located document, Members members, Flaws flaws) {
    String subject =
        members.has("subject") ? members.requiredMatch("subject", Assignment.SUBJECT, 128) : null;
    var answers = members.any("answers");
    if (answers != null && !answers.isObject()) {
      flaws.add("/answers", "must be an object with an answer to each question");
    }
    List<UUID> sessions =
        members.has("sessions")
            ? members.items(
                "sessions",
                0,
                MOST_SESSIONS,
                (item, pointer) -> {
                  UUID id = PathIds.uuid(item.asString("")).orElse(null);
                  if (id == null) {
                    flaws.add(pointer, "must be the id of a session, as a string");
                  }
                  return id;
                })
            : List.of();
    members.refuseOthers();
    return new HandInBody(document, subject, sessions.isEmpty() ? null : sessions.getFirst());
  }

  /**
   * @throws Refusal of type ANSWERS, naming each that cannot be used
   */
  public Answers answers(Rubric rubric) {
    if (!document.tree().has("answers")) {
      return Answers.NONE;
    }
    try {
      return AnswersReading.read(document, "/answers", rubric);
    } catch (Flawed why) {
      throw Refusal.of(ProblemType.ANSWERS, why.flaws().stream().map(InputError::at).toList());
    }
  }

  /** As they were sent, but for blanks. */
  public String answersJson() {
    var answers = document.tree().get("answers");
    return MAPPER.writeValueAsString(
        answers == null ? JsonNodeFactory.instance.objectNode() : answers);
  }
}
