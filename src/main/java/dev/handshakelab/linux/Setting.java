package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.Taps;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.wire.IpAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a session is run.
 *
 * @param address of both ends, on the loopback interface
 * @param taps of that interface; null to run without
 * @param deadline after which a session that is not over has failed
 * @param stopping whether the service wants to end
 */
record Setting(
    IpAddress address, @Nullable Taps taps, Duration deadline, BooleanSupplier stopping) {

  Tier tier() {
    return taps == null ? Tier.SOCKETS_ONLY : Tier.LOOPBACK;
  }

  /** The clock of the packets' timestamps; without those, one that nobody sets. */
  int clock() {
    return taps == null ? Constants.CLOCK_MONOTONIC : Constants.CLOCK_REALTIME;
  }
}
