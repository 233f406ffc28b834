package dev.handshakelab.api.representation;

import dev.handshakelab.trace.Disposition;
import dev.handshakelab.trace.Entry;
import org.jspecify.annotations.Nullable;

/** The arrival of one copy of a segment. */
public record DeliveryResource(
    @Describe("1, or more when the network made copies") int copy,
    @Nullable Long receivedNs,
    boolean corrupted,
    Disposition disposition,
    @Describe("why it was not accepted") @Nullable String reason,
    @Nullable String rule) {

  static DeliveryResource of(Entry.Arrived arrived) {
    return new DeliveryResource(
        arrived.copy(),
        arrived.atNs(),
        arrived.corrupted(),
        arrived.disposition(),
        arrived.reason(),
        arrived.rule());
  }
}
