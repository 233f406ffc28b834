package dev.handshakelab.api.representation;

import dev.handshakelab.comparison.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something in which the kernel did not do what was simulated. */
public record KernelDifferenceResource(
    @Describe("where, e.g. `connection 1, client segment 2, window`") String at,
    @Describe("what was simulated, null when there is nothing of the kind")
        @Nullable String simulated,
    @Describe("what the kernel did, null when there is nothing of the kind") @Nullable String real,
    @Describe("the runs that showed it, from 1") List<Integer> runs,
    Difference.Judgement verdict,
    @Describe("for `EXPLAINED`, the name in the catalogue of divergences")
        @Nullable String divergence) {

  static KernelDifferenceResource of(Difference difference) {
    return new KernelDifferenceResource(
        difference.at().toString(),
        difference.simulated(),
        difference.real(),
        difference.runs(),
        difference.verdict(),
        difference.divergence());
  }
}
