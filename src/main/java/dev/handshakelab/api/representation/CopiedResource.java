package dev.handshakelab.api.representation;

import dev.handshakelab.course.Copying.Copied;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Answers that are wrong for their author but right for one other subject alone. */
public record CopiedResource(
    @Describe("who handed them in") String subject,
    UUID attempt,
    Instant submittedAt,
    @Describe("whose session they are right for") String source,
    @Describe("which questions they answer") List<String> checks) {

  public static CopiedResource of(Copied copied) {
    return new CopiedResource(
        copied.attempt().subject(),
        copied.attempt().id(),
        copied.attempt().submittedAt(),
        copied.source(),
        copied.checks());
  }
}
