package dev.handshakelab.history;

import dev.handshakelab.comparison.Difference;
import dev.handshakelab.history.Session.Status;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A simulated session compared with sessions on a kernel.
 *
 * @param owner whose it is, and whose its sessions are; null for nobody in particular
 * @param scenario the name of what was asked for
 * @param runs how many on the kernel were asked for
 * @param failure why it could not be carried out, for FAILED
 * @param engine the version of the lab
 * @param kernelRelease e.g. {@code 6.18.44}; null where there is no Linux
 * @param simulated the simulated session; null while there is none
 * @param real those on the kernel, in order
 * @param differences in the order of places; empty until it is COMPLETED
 */
public record Compared(
    UUID id,
    @Nullable Owner owner,
    String scenario,
    int runs,
    Status status,
    @Nullable String failure,
    Instant createdAt,
    String engine,
    @Nullable String kernelRelease,
    @Nullable UUID simulated,
    List<OnKernel> real,
    List<Difference> differences) {
  public Compared {
    real = List.copyOf(real);
    differences = List.copyOf(differences);
  }

  /**
   * A session on the kernel.
   *
   * @param latenessNs by how much the slowest thing in it came later than was asked
   */
  public record OnKernel(UUID session, long latenessNs) {}

  public Compared failed(String why) {
    return new Compared(
        id,
        owner,
        scenario,
        runs,
        Status.FAILED,
        why,
        createdAt,
        engine,
        kernelRelease,
        simulated,
        real,
        List.of());
  }
}
