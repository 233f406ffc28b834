package dev.handshakelab.linux.capture;

import dev.handshakelab.linux.capture.CapturedPacket.Copy;
import dev.handshakelab.wire.Octets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the two copies of each packet together. A tap on an interface of the host sees every
 * packet twice, octet for octet the same: leaving its sender, then entering its receiver. So the
 * n-th that entered with given octets is the n-th that left with them, as an interface keeps the
 * order of equal packets. A copy whose other half was not seen stays alone.
 */
public final class SegmentPairs {
  private SegmentPairs() {}

  /**
   * One packet.
   *
   * @param sentNs when it left, CLOCK_REALTIME; null when that copy was not seen
   * @param receivedNs when it arrived; null when that copy was not seen
   */
  public record Pair(
      @Nullable Long sentNs, @Nullable Long receivedNs, Octets octets, boolean checksumOffloaded) {

    /** By what it is ordered: when it left, or else arrived. */
    long firstNs() {
      Long known = sentNs == null ? receivedNs : sentNs;
      if (known == null) {
        throw new IllegalStateException("a packet that nobody saw");
      }
      return known;
    }
  }

  /** The packets in order of leaving; one that only arrived stands where it arrived. */
  public static List<Pair> of(List<CapturedPacket> copies) {
    Map<Octets, Deque<CapturedPacket>> underWay = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (CapturedPacket copy : copies) {
      Deque<CapturedPacket> equals =
          underWay.computeIfAbsent(copy.octets(), none -> new ArrayDeque<>(1));
      if (copy.copy() == Copy.SENT) {
        equals.add(copy);
      } else {
        pairs.add(pair(equals.poll(), copy));
      }
    }
    underWay.values().forEach(lost -> lost.forEach(sent -> pairs.add(pair(sent, null))));
    pairs.sort((one, other) -> Long.compare(one.firstNs(), other.firstNs()));
    return pairs;
  }

  private static Pair pair(@Nullable CapturedPacket sent, @Nullable CapturedPacket received) {
    CapturedPacket either = sent == null ? received : sent;
    if (either == null) {
      throw new IllegalArgumentException("a pair of nothing");
    }
    return new Pair(
        sent == null ? null : sent.atNs(),
        received == null ? null : received.atNs(),
        either.octets(),
        either.checksumOffloaded());
  }
}
