package dev.handshakelab.api.representation;

import dev.handshakelab.api.problem.ProblemType;

/** One kind of problem, explained. */
public record ProblemTypeResource(
    @Describe("relative to the service; this is its page") String type,
    String title,
    int status,
    @Describe("what it means and what would do, in Markdown") String explanation) {

  public static ProblemTypeResource of(ProblemType type) {
    return new ProblemTypeResource(type.uri(), type.title(), type.status(), type.explanation());
  }
}
