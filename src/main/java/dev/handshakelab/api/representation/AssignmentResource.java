package dev.handshakelab.api.representation;

import dev.handshakelab.course.Assignment;
import dev.handshakelab.course.AttemptPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A piece of homework. */
public record AssignmentResource(
    String id,
    String title,
    RubricVersionResource rubric,
    VariantModeResource variant,
    AttemptPolicyResource attempts,
    @Describe("from when what is visible after release is shown; null for at once")
        @Nullable Instant releaseAt,
    Instant createdAt) {

  public static AssignmentResource of(Assignment assignment) {
    AttemptPolicy policy = assignment.attempts();
    return new AssignmentResource(
        assignment.id(),
        assignment.title(),
        new RubricVersionResource(assignment.rubricId(), assignment.rubricVersion()),
        new VariantModeResource(assignment.variants()),
        new AttemptPolicyResource(
            policy.max(), Math.toIntExact(policy.cooldown().toSeconds()), policy.keep()),
        assignment.releaseAt(),
        assignment.createdAt());
  }

  /** Which rubric, and which version of it. */
  public record RubricVersionResource(String id, int version) {}

  /** Who gets which session. */
  public record VariantModeResource(Assignment.Variants mode) {}

  /** How often somebody may hand in. */
  public record AttemptPolicyResource(
      @Describe("attempts that count; null for any number") @Nullable Integer max,
      @Describe("from an attempt that counts to the next") int cooldownSeconds,
      @Describe("which one the gradebook shows") AttemptPolicy.Keep keep) {}
}
