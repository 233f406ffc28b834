package dev.handshakelab.grading;

import dev.handshakelab.grading.CheckResult.Status;
import dev.handshakelab.grading.evidence.Sha256;
import dev.handshakelab.wire.Octets;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rubric found in a trace and in answers: a function of these three alone. The same three
 * give the same {@link #octets}, on every machine and at any time.
 *
 * @param version of the rubric; null when it is not a stored one
 * @param rubricSha256 of the rubric's document, in hex
 * @param traceSha256 of the trace as JSON, in hex
 * @param checks one for each check of the rubric, in its order
 */
public record Result(
    Rubric rubric,
    @Nullable Integer version,
    String rubricSha256,
    String traceSha256,
    List<CheckResult> checks) {
  public Result {
    checks = List.copyOf(checks);
    if (!checks.stream().map(CheckResult::check).toList().equals(rubric.checks())) {
      throw new IllegalArgumentException("a result has one entry for each check of its rubric");
    }
  }

  /** How far the grading is. */
  public enum State {
    GRADED,
    /** A person has still to look at something. */
    PENDING_MANUAL,
    /** Something could not be graded, so this is no grade yet. */
    ERROR
  }

  public State state() {
    if (checks.stream().anyMatch(check -> check.status() == Status.ERROR)) {
      return State.ERROR;
    }
    return checks.stream().anyMatch(check -> check.status() == Status.PENDING)
        ? State.PENDING_MANUAL
        : State.GRADED;
  }

  /** The sum of the points that are known, exact. */
  public BigDecimal score() {
    return checks.stream()
        .map(CheckResult::points)
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public BigDecimal maxScore() {
    return rubric.maxScore();
  }

  /** This as JSON in UTF-8: members in the order of the contract, nothing between the tokens. */
  public Octets octets() {
    return ResultJson.octets(this);
  }

  /** Of the octets, in hex. */
  public String sha256() {
    return Sha256.hex(octets());
  }
}
