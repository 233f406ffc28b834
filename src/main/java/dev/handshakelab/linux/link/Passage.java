package dev.handshakelab.linux.link;

import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Octets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the link did with one packet: the only witness of a loss, since no kernel learns of it.
 * Times are CLOCK_REALTIME, in nanoseconds since 1970.
 *
 * @param from who sent it, or who an injected one claims to be from
 * @param injectedBy null unless the request had it written into the network
 * @param octets the packet as it came, addressed from client to server or back
 * @param takenNs when the link took it, some microseconds after its sender had let it go
 * @param verdict what the request wanted done to it, and which of its members; nothing for an
 *     injected one
 * @param strippedTo the segment as it went on when the link took options out of it, else empty
 * @param copies what is left of it, by number of copy; empty when it is lost
 * @param lost why copies that were on their way were not handed over; null when none was
 * @param answered when the ICMP error that the verdict has for its sender was handed over; null
 *     when there was none
 */
public record Passage(
    Party from,
    Entry.@Nullable Injector injectedBy,
    Octets octets,
    long takenNs,
    Verdict verdict,
    String strippedTo,
    List<Copy> copies,
    @Nullable String lost,
    @Nullable Handed answered) {
  public Passage {
    copies = List.copyOf(copies);
  }

  /**
   * One copy on its way.
   *
   * @param copy which one, from 1
   * @param octets as they are handed over, damaged when {@code corrupted}
   * @param askedNs how long the request has it under way, jitter and queueing behind others
   *     included
   * @param handed when it was handed to the receiver's kernel; null while it is under way
   */
  public record Copy(
      int copy, Octets octets, boolean corrupted, long askedNs, @Nullable Handed handed) {}

  /**
   * The handing over: mostly the kernel has dealt with the packet when it is done.
   *
   * @param begunNs before the write
   * @param doneNs after it
   */
  public record Handed(long begunNs, long doneNs) {}
}
