package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.ArmedTap;
import dev.handshakelab.linux.capture.CapturedPacket;
import dev.handshakelab.linux.capture.SegmentPairs;
import dev.handshakelab.linux.ffi.Constants;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session's tap has seen so far; nothing when it has none. */
final class Sightings {
  /** Packets that one session may bring, so that no drain is endless. */
  private static final int MOST_PACKETS = 1_000_000;

  private final @Nullable ArmedTap tap;
  private final List<CapturedPacket> packets = new ArrayList<>();

  Sightings(@Nullable ArmedTap tap) {
    this.tap = tap;
  }

  /** Takes what the kernel has for it. Answers whether there was anything. */
  boolean drain() throws LinuxException {
    return tap != null && tap.drain(packets, MOST_PACKETS - packets.size()) > 0;
  }

  /** Both copies of each packet, in the order of the kernel's queue. */
  List<CapturedPacket> packets() {
    return packets;
  }

  /** How many segments, counted from the first, have arrived without a gap. */
  int arrived() {
    int count = 0;
    for (SegmentPairs.Pair pair : SegmentPairs.of(packets)) {
      if (pair.receivedNs() == null) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Everything that was sent has arrived. */
  boolean allArrived() {
    long sent = packets.stream().filter(it -> it.copy() == CapturedPacket.Copy.SENT).count();
    return 2 * sent == packets.size();
  }

  /** Packets that the kernel had no room for. */
  long dropped() throws LinuxException {
    return tap == null ? 0 : tap.dropped();
  }

  void await(Poll poll) {
    if (tap != null) {
      poll.add(tap.fd(), Constants.POLLIN);
    }
  }
}
