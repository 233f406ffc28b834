package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.tracing.KernelLog;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a session is run.
 *
 * @param log of the kernel's tracepoints; null to run without
 * @param deadline after which a session that is not over has failed
 * @param stopping whether the service wants to end
 */
record Setting(Place place, @Nullable KernelLog log, Duration deadline, BooleanSupplier stopping) {
  /** The clock of the packets' timestamps; without those, one that nobody sets. */
  int clock() {
    return place.tier() == Tier.SOCKETS_ONLY ? Constants.CLOCK_MONOTONIC : Constants.CLOCK_REALTIME;
  }
}
