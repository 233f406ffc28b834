package dev.handshakelab.api.representation;

import dev.handshakelab.tcp.StateName;
import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Timing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The times of one connection; a member is null when it did not happen or was not seen. */
public record TimingResource(
    @Describe("from the first SYN's sending until both ends are ESTABLISHED")
        @Nullable Long handshakeNs,
    @Describe("from the first SYN's sending") @Nullable Long clientEstablishedNs,
    @Describe("from the first SYN's sending") @Nullable Long serverEstablishedNs,
    @Describe("from the first SYN sent to the first acceptable SYN+ACK received")
        @Nullable Long synToSynAckNs,
    @Describe("from the first SYN+ACK sent to the acknowledging segment received")
        @Nullable Long synAckToAckNs,
    @Describe("as `synToSynAckNs`, null when the SYN was retransmitted (Karn)")
        @Nullable Long clientRttNs,
    @Describe("as `synAckToAckNs`, null when the SYN+ACK was retransmitted (Karn)")
        @Nullable Long serverRttNs,
    int synRetransmissions,
    int synAckRetransmissions,
    @Describe("the sum of `retransmissionWaits`") @Nullable Long retransmissionWaitNs,
    @Describe("of the handshake, each from the sending of the copy before")
        List<Long> retransmissionWaits,
    @Describe("how long each end was in each state that it left, LISTEN before the SYN excluded")
        TimeInState timeInState,
    Clock clock,
    @Describe("the least difference of times that the clock can tell") long resolutionNs) {

  public static TimingResource of(Timing timing) {
    return new TimingResource(
        timing.handshakeNs(),
        timing.clientEstablishedNs(),
        timing.serverEstablishedNs(),
        timing.synToSynAckNs(),
        timing.synAckToAckNs(),
        timing.clientRttNs(),
        timing.serverRttNs(),
        timing.synRetransmissions(),
        timing.synAckRetransmissions(),
        timing.retransmissionWaitNs(),
        timing.retransmissionWaits(),
        new TimeInState(
            inOrder(timing.timeInState().getOrDefault(Party.CLIENT, Map.of())),
            inOrder(timing.timeInState().getOrDefault(Party.SERVER, Map.of()))),
        timing.clock(),
        timing.resolutionNs());
  }

  private static Map<StateName, Long> inOrder(Map<StateName, Long> times) {
    return times.isEmpty() ? Map.of() : new EnumMap<>(times);
  }

  /** Nanoseconds by state. */
  public record TimeInState(Map<StateName, Long> client, Map<StateName, Long> server) {}
}
