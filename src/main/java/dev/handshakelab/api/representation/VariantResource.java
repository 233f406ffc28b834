package dev.handshakelab.api.representation;

import dev.handshakelab.course.Variant;
import dev.handshakelab.grading.Check;
import dev.handshakelab.grading.Decimals;
import dev.handshakelab.grading.Rubric;
import dev.handshakelab.grading.Visibility;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a subject is handed out, without anything that the answers are computed from. */
public record VariantResource(
    String assignment,
    String subject,
    @Describe("the same for all that have the same session") UUID variantId,
    @Describe("the session that is asked about; null when subjects hand in their own")
        @Nullable UUID session,
    List<QuestionResource> questions) {

  public static VariantResource of(Variant variant, Rubric rubric) {
    return new VariantResource(
        variant.assignment(),
        variant.subject(),
        variant.id(),
        variant.session(),
        rubric.checks().stream()
            .filter(VariantResource::isAsked)
            .map(check ->
                new QuestionResource(check.id(), check.prompt(), Decimals.text(check.points())))
            .toList());
  }

  /** Checks that look at the trace alone ask nothing; what nobody may see is asked of nobody. */
  private static boolean isAsked(Check check) {
    return switch (check) {
      case Check.Answer _, Check.Manual _ -> check.visibility() != Visibility.HIDDEN;
      case Check.Expr _,
          Check.FieldEquals _,
          Check.Sequence _,
          Check.StatePath _,
          Check.Timing _,
          Check.Outcome _ ->
          false;
    };
  }

  /** One question. */
  public record QuestionResource(
      @Describe("by which it is answered") String id,
      @Nullable String prompt,
      @Describe("what it is worth, a decimal") String points) {}
}
