package dev.handshakelab.grading;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is looked at and what it is worth. Expected values are never typed into it: they are
 * computed from the trace, because the same question has another answer in every session.
 *
 * @param session the request that a variant runs, without a seed, which is the subject's own; null
 *     when the rubric leaves that open
 * @param checks in order, at least one, worth something together
 */
public record Rubric(String id, String title, @Nullable ObjectNode session, List<Check> checks) {
  public Rubric {
    session = session == null ? null : session.deepCopy();
    checks = List.copyOf(checks);
  }

  /** A copy, since trees can be changed. */
  @Override
  public @Nullable ObjectNode session() {
    return session == null ? null : session.deepCopy();
  }

  public Optional<Check> check(String id) {
    return checks.stream().filter(check -> check.id().equals(id)).findFirst();
  }

  public BigDecimal maxScore() {
    return checks.stream().map(Check::points).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
