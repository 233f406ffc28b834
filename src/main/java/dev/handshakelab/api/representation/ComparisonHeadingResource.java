package dev.handshakelab.api.representation;

import dev.handshakelab.comparison.Difference;
import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Session;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A comparison as it stands in a list: how much differs, but not what. */
public record ComparisonHeadingResource(
    UUID id,
    String scenario,
    @Describe("`FAILED`: the lab could not carry it out") Session.Status status,
    @Describe("why, for `FAILED`") @Nullable String failure,
    Instant createdAt,
    @Describe("the version of the lab") String engine,
    @Describe("how many sessions on the kernel were asked for") int runs,
    @Nullable String kernelRelease,
    @Describe("how many differences are `EXPLAINED`; null until it is `COMPLETED`")
        @Nullable Integer explained,
    @Describe("how many differences are `UNEXPLAINED`; null until it is `COMPLETED`")
        @Nullable Integer unexplained) {

  public static ComparisonHeadingResource of(Compared compared) {
    return new ComparisonHeadingResource(
        compared.id(),
        compared.scenario(),
        compared.status(),
        compared.failure(),
        compared.createdAt(),
        compared.engine(),
        compared.runs(),
        compared.kernelRelease(),
        count(compared, Difference.Judgement.EXPLAINED),
        count(compared, Difference.Judgement.UNEXPLAINED));
  }

  private static @Nullable Integer count(Compared compared, Difference.Judgement verdict) {
    return compared.status() == Session.Status.COMPLETED
        ? (int) compared.differences().stream().filter(each -> each.verdict() == verdict).count()
        : null;
  }
}
