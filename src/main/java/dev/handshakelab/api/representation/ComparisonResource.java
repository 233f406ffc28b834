package dev.handshakelab.api.representation;

import dev.handshakelab.history.Compared;
import dev.handshakelab.history.Session;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A simulated session compared with sessions on this machine's kernel. */
public record ComparisonResource(
    UUID id,
    String scenario,
    @Describe("`FAILED`: the lab could not carry it out") Session.Status status,
    @Describe("why, for `FAILED`") @Nullable String failure,
    Instant createdAt,
    @Describe("the version of the lab") String engine,
    @Describe("how many sessions on the kernel were asked for") int runs,
    @Nullable String kernelRelease,
    @Describe("the simulated session; null while there is none") @Nullable UUID simulated,
    @Describe("the sessions on the kernel, run 1 first") List<UUID> real,
    @Describe(
            "of each of those, by how much the slowest thing in it came later than was asked:"
                + " timers and calls are judged less strictly by as much")
        List<Long> latenessNs,
    @Describe("null until it is `COMPLETED`")
        @Nullable List<KernelDifferenceResource> differences) {

  public static ComparisonResource of(Compared compared) {
    return new ComparisonResource(
        compared.id(),
        compared.scenario(),
        compared.status(),
        compared.failure(),
        compared.createdAt(),
        compared.engine(),
        compared.runs(),
        compared.kernelRelease(),
        compared.simulated(),
        compared.real().stream().map(Compared.OnKernel::session).toList(),
        compared.real().stream().map(Compared.OnKernel::latenessNs).toList(),
        compared.status() == Session.Status.COMPLETED
            ? compared.differences().stream().map(KernelDifferenceResource::of).toList()
            : null);
  }
}
