package dev.handshakelab.trace;

import dev.handshakelab.tcp.StateName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times of one conversation, in nanoseconds; a member is null when it did not happen or was not
 * seen.
 *
 * @param handshakeNs from the first SYN's sending until both ends are ESTABLISHED
 * @param clientEstablishedNs from the first SYN's sending
 * @param serverEstablishedNs from the first SYN's sending
 * @param synToSynAckNs from the first SYN sent to the first acceptable SYN+ACK received
 * @param synAckToAckNs from the first SYN+ACK sent to the acknowledging segment received
 * @param clientRttNs as {@code synToSynAckNs}, null when the SYN was retransmitted (Karn)
 * @param serverRttNs as {@code synAckToAckNs}, null when the SYN+ACK was retransmitted
 * @param synRetransmissions of either side's SYN without ACK
 * @param retransmissionWaitNs the sum of {@code retransmissionWaits}, 0 when nothing was repeated;
 *     null when something was and its times are not known
 * @param retransmissionWaits of the handshake: each (sent − previous copy sent), in order of
 *     sending, those that are known
 * @param timeInState per end, both of them: the states that were left, in the order of {@link
 *     StateName}, LISTEN before the SYN excluded
 */
public record Timing(
    @Nullable Long handshakeNs,
    @Nullable Long clientEstablishedNs,
    @Nullable Long serverEstablishedNs,
    @Nullable Long synToSynAckNs,
    @Nullable Long synAckToAckNs,
    @Nullable Long clientRttNs,
    @Nullable Long serverRttNs,
    int synRetransmissions,
    int synAckRetransmissions,
    @Nullable Long retransmissionWaitNs,
    List<Long> retransmissionWaits,
    Map<Party, Map<StateName, Long>> timeInState,
    Clock clock,
    long resolutionNs) {
  public Timing {
    retransmissionWaits = List.copyOf(retransmissionWaits);
    Map<Party, Map<StateName, Long>> ordered = new EnumMap<>(Party.class);
    for (Party party : Party.values()) {
      Map<StateName, Long> states = new EnumMap<>(StateName.class);
      states.putAll(timeInState.getOrDefault(party, Map.of()));
      ordered.put(party, Collections.unmodifiableMap(states));
    }
    timeInState = Collections.unmodifiableMap(ordered);
  }
}
