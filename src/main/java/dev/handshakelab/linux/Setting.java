package dev.handshakelab.linux;

import dev.handshakelab.wire.IpAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Where and how a session is run.
 *
 * @param tier {@link Tier#LOOPBACK} or {@link Tier#SOCKETS_ONLY}
 * @param address of both ends, on the loopback interface
 * @param tapBufferBytes kernel memory for packets that have not been read
 * @param deadline after which a session that is not over has failed
 * @param stopping whether the service wants to end
 */
record Setting(
    Tier tier, IpAddress address, int tapBufferBytes, Duration deadline, BooleanSupplier stopping) {

  Setting with(Tier other) {
    return new Setting(other, address, tapBufferBytes, deadline, stopping);
  }

  boolean tapped() {
    return tier != Tier.SOCKETS_ONLY;
  }
}
