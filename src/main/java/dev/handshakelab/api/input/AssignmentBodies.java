package dev.handshakelab.api.input;

import dev.handshakelab.api.problem.InputError;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.Refusal;
import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.AttemptPolicy;
import dev.handshakelab.grading.Flawed;
import dev.handshakelab.grading.Flaws;
import dev.handshakelab.grading.Members;
import dev.handshakelab.grading.source.Located;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what may be said of an assignment; everything that is wrong with it is told at once. */
public final class AssignmentBodies {
  public static final int MOST_ATTEMPTS = 1000;
  public static final int LONGEST_COOLDOWN_SECONDS = 30 * 24 * 3600;
  public static final int LONGEST_TITLE = 200;
  public static final int MOST_VERSIONS = 1_000_000;

  private AssignmentBodies() {}

  /**
   * A new assignment, not yet with its secret.
   *
   * @param title null when it is the rubric's
   */
  public record New(
      String id,
      @Nullable String title,
      String rubricId,
      int rubricVersion,
      Assignment.Variants variants,
      AttemptPolicy attempts,
      @Nullable Instant releaseAt) {}

  /**
   * @throws Refusal of type SCHEMA with everything that is wrong
   */
  public static New readNew(Located document) {
    Flaws flaws = new Flaws(document);
    Members members = Members.of(document.tree(), "", flaws);
    New read = members == null ? null : readNew(members, flaws);
    check(flaws);
    if (read == null) {
      throw new IllegalStateException("nothing was read, and nothing is wrong");
    }
    return read;
  }

  private static @Nullable New readNew(Members members, Flaws flaws) {
    String id = members.requiredMatch("id", Assignment.ID, 64);
    String title = members.text("title", 1, LONGEST_TITLE);
    JsonNode rubricNode = members.required("rubric", "an object with id and version");
    Members rubric = rubricNode == null ? null : Members.of(rubricNode, "/rubric", flaws);
    String rubricId = rubric == null ? null : rubric.requiredText("id", 1, 200);
    Long version = rubric == null ? null : rubric.requiredWhole("version", 1, MOST_VERSIONS);
    if (rubric != null) {
      rubric.refuseOthers();
    }
    Assignment.Variants variants = variants(members, flaws);
    AttemptPolicy attempts = policy(members, flaws, AttemptPolicy.USUAL);
    Instant releaseAt = releaseAt(members, flaws, null);
    members.refuseOthers();
    return id == null || rubricId == null || version == null
        ? null
        : new New(id, title, rubricId, Math.toIntExact(version), variants, attempts, releaseAt);
  }

  /**
   * An assignment with what is said here changed. Who gets which session, and which rubric it is,
   * stay: what was handed out is about them.
   *
   * @throws Refusal of type SCHEMA with everything that is wrong
   */
  public static Assignment readChange(Located document, Assignment before) {
    Flaws flaws = new Flaws(document);
    Members members = Members.of(document.tree(), "", flaws);
    Assignment changed = members == null ? before : readChange(members, flaws, before);
    check(flaws);
    return changed;
  }

  private static Assignment readChange(Members members, Flaws flaws, Assignment before) {
    String title = members.text("title", 1, LONGEST_TITLE);
    AttemptPolicy attempts = policy(members, flaws, before.attempts());
    Instant releaseAt = releaseAt(members, flaws, before.releaseAt());
    members.refuseOthers();
    return new Assignment(
        before.id(),
        title == null ? before.title() : title,
        before.rubricId(),
        before.rubricVersion(),
        before.variants(),
        attempts,
        releaseAt,
        before.secret(),
        before.createdAt());
  }

  private static Assignment.Variants variants(Members members, Flaws flaws) {
    JsonNode node = members.any("variant");
    Members variant = node == null ? null : Members.of(node, "/variant", flaws);
    if (variant == null) {
      return Assignment.Variants.PER_SUBJECT;
    }
    Assignment.Variants mode =
        variant.choice("mode", Assignment.Variants.class, Assignment.Variants.PER_SUBJECT);
    variant.refuseOthers();
    return mode;
  }

  private static AttemptPolicy policy(Members members, Flaws flaws, AttemptPolicy before) {
    JsonNode node = members.any("attempts");
    Members attempts = node == null ? null : Members.of(node, "/attempts", flaws);
    if (attempts == null) {
      return before;
    }
    Integer max = before.max();
    if (isNull(attempts.any("max"))) {
      max = null;
    } else {
      Long given = attempts.whole("max", 1, MOST_ATTEMPTS);
      max = given == null ? max : Integer.valueOf(Math.toIntExact(given));
    }
    Long seconds = attempts.whole("cooldownSeconds", 0, LONGEST_COOLDOWN_SECONDS);
    AttemptPolicy.Keep keep = attempts.choice("keep", AttemptPolicy.Keep.class, before.keep());
    attempts.refuseOthers();
    return new AttemptPolicy(
        max, seconds == null ? before.cooldown() : Duration.ofSeconds(seconds), keep);
  }

  private static @Nullable Instant releaseAt(
      Members members, Flaws flaws, @Nullable Instant before) {
    JsonNode node = members.any("releaseAt");
    if (node == null) {
      return before;
    }
    if (node.isNull()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(node.asString("")).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException unreadable) {
      flaws.add(
          members.pointer("releaseAt"),
          "must be an ISO-8601 instant with an offset, e.g. 2026-12-01T18:00:00Z, or null");
      return before;
    }
  }

  private static boolean isNull(@Nullable JsonNode node) {
    return node != null && node.isNull();
  }

  static void check(Flaws flaws) {
    try {
      flaws.throwIfAny();
    } catch (Flawed why) {
      throw Refusal.of(ProblemType.SCHEMA, why.flaws().stream().map(InputError::at).toList());
    }
  }
}
