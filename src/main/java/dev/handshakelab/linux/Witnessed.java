package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.CapturedPacket.Copy;
import dev.handshakelab.linux.capture.SegmentPairs;
import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.wire.Octets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One packet as everybody saw it who was on its way: the tap where it left, the link that carried
 * it, the tap where its copies arrived. Times are CLOCK_REALTIME.
 *
 * @param sentNs when it left; of an injected one, when the link wrote it; null when nobody saw that
 * @param passage what the link did with it; null where there is none, or the link never got it
 */
record Witnessed(
    @Nullable Long sentNs,
    Octets octets,
    boolean checksumOffloaded,
    List<Arrival> arrivals,
    @Nullable Passage passage) {
  Witnessed {
    arrivals = List.copyOf(arrivals);
  }

  /**
   * A copy that was seen arriving.
   *
   * @param copy from 1
   * @param carried what the link knows of it; null where there is none
   */
  record Arrival(int copy, long receivedNs, boolean corrupted, Passage.@Nullable Copy carried) {}

  boolean injected() {
    return passage != null && passage.injectedBy() != null;
  }

  /** By what it is ordered: when it left, or else arrived. */
  long firstNs() {
    return sentNs == null ? arrivals.getFirst().receivedNs() : sentNs;
  }

  /** Packets that the kernel itself carried, in order of leaving. */
  static List<Witnessed> ofPairs(List<CapturedPacket> copies) {
    return SegmentPairs.of(copies).stream()
        .map(pair ->
            new Witnessed(
                pair.sentNs(),
                pair.octets(),
                pair.checksumOffloaded(),
                pair.receivedNs() == null
                    ? List.of()
                    : List.of(new Arrival(1, pair.receivedNs(), false, null)),
                null))
        .toList();
  }

  /**
   * Packets that a link carried, in order of leaving. The n-th that it took with given octets is
   * the n-th that left with them, the n-th that it handed over is the n-th that arrived; what fits
   * to nothing stands alone.
   */
  static List<Witnessed> onLink(List<CapturedPacket> copies, List<Passage> passages) {
    Map<Octets, Deque<CapturedPacket>> left = new HashMap<>();
    Map<Octets, Deque<CapturedPacket>> entered = new HashMap<>();
    for (CapturedPacket copy : copies) {
      (copy.copy() == Copy.SENT ? left : entered)
          .computeIfAbsent(copy.octets(), none -> new ArrayDeque<>(1))
          .add(copy);
    }
    IdentityHashMap<Passage.Copy, CapturedPacket> arrived = arrivals(passages, entered);
    List<Witnessed> all = new ArrayList<>();
    for (Passage passage : passages) {
      Witnessed seen = of(passage, left, arrived);
      if (seen != null) {
        all.add(seen);
      }
    }
    left.values().forEach(alone -> alone.forEach(sent -> all.add(alone(sent))));
    entered.values().forEach(alone -> alone.forEach(received -> all.add(alone(received))));
    all.sort(Comparator.comparingLong(Witnessed::firstNs));
    return all;
  }

  /** Which of those that entered is which copy. */
  private static IdentityHashMap<Passage.Copy, CapturedPacket> arrivals(
      List<Passage> passages, Map<Octets, Deque<CapturedPacket>> entered) {
    record Carried(Passage.Copy copy, Passage.Handed handed) {}
    List<Carried> handedOver = new ArrayList<>();
    for (Passage passage : passages) {
      for (Passage.Copy copy : passage.copies()) {
        if (copy.handed() != null) {
          handedOver.add(new Carried(copy, copy.handed()));
        }
      }
    }
    handedOver.sort(Comparator.comparingLong(carried -> carried.handed().begunNs()));
    IdentityHashMap<Passage.Copy, CapturedPacket> arrived = new IdentityHashMap<>();
    for (Carried carried : handedOver) {
      CapturedPacket seen = poll(entered, carried.copy().octets());
      if (seen != null) {
        arrived.put(carried.copy(), seen);
      }
    }
    return arrived;
  }

  private static @Nullable CapturedPacket poll(
      Map<Octets, Deque<CapturedPacket>> from, Octets octets) {
    Deque<CapturedPacket> equals = from.get(octets);
    return equals == null ? null : equals.poll();
  }

  /** Null for an injected packet that has not been written yet, and for one that nobody saw. */
  private static @Nullable Witnessed of(
      Passage passage,
      Map<Octets, Deque<CapturedPacket>> left,
      IdentityHashMap<Passage.Copy, CapturedPacket> arrived) {
    List<Arrival> arrivals = new ArrayList<>(1);
    for (Passage.Copy copy : passage.copies()) {
      CapturedPacket seen = arrived.get(copy);
      if (seen != null) {
        arrivals.add(new Arrival(copy.copy(), seen.atNs(), copy.corrupted(), copy));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::receivedNs));
    if (passage.injectedBy() != null) {
      Passage.Handed handed = passage.copies().getFirst().handed();
      return handed == null
          ? null
          : new Witnessed(handed.begunNs(), passage.octets(), false, arrivals, passage);
    }
    CapturedPacket sent = poll(left, passage.octets());
    if (sent == null && arrivals.isEmpty()) {
      return null;
    }
    return new Witnessed(
        sent == null ? null : sent.atNs(),
        passage.octets(),
        sent != null && sent.checksumOffloaded(),
        arrivals,
        passage);
  }

  /** A copy whose other half was not seen. */
  private static Witnessed alone(CapturedPacket copy) {
    boolean left = copy.copy() == Copy.SENT;
    return new Witnessed(
        left ? copy.atNs() : null,
        copy.octets(),
        copy.checksumOffloaded(),
        left ? List.of() : List.of(new Arrival(1, copy.atNs(), false, null)),
        null);
  }
}
