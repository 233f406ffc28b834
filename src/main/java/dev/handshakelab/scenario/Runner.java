package dev.handshakelab.scenario;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Trace;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that can carry out a request and tell what happened. */
public interface Runner {
  /** The mode that this runner serves. */
  Mode mode();

  /**
   * Whether it can run here, and if not everything, why. Found by trying, not by reading
   * privileges.
   */
  Capability capability();

  /**
   * What of a request this runner cannot honour here, with the pointer of the member; empty when it
   * can run. What no runner of this mode could honour was refused before (see {@link Members}), so
   * what is left to the kernel's runner are members that need a better tier or a privilege: of an
   * {@link EndSpec} those that are not null, of the network whatever is not {@link
   * NetworkSpec.LinkSpec#PERFECT}, faults and injections, of the steps CRASH and RESTART.
   */
  List<Problem> refuse(SessionRequest request);

  /**
   * Carries the request out.
   *
   * @param live is handed each entry as soon as it is final, in order; the trace holds the same
   *     entries
   * @throws RunFailure when the lab could not carry it out
   * @throws NoCapacity when it is carrying out as many sessions as it may
   */
  Trace run(SessionRequest request, Consumer<Entry> live) throws RunFailure;

  /**
   * The same with what a kernel said besides.
   *
   * @throws RunFailure when the lab could not carry it out
   * @throws NoCapacity when it is carrying out as many sessions as it may
   */
  default Carried carryOut(SessionRequest request, Consumer<Entry> live) throws RunFailure {
    return new Carried(run(request, live), null);
  }

  /**
   * A session as it was carried out.
   *
   * @param account null when no kernel took part
   */
  record Carried(Trace trace, @Nullable KernelAccount account) {}

  /**
   * @param tier which of several ways is in use, e.g. {@code loopback}; null when there is only one
   * @param missing the better ways that cannot be taken here
   */
  record Capability(boolean available, @Nullable String tier, List<Missing> missing) {
    /**
     * @param reason why not, and what would enable it
     */
    public record Missing(String tier, String reason) {}
  }
}
