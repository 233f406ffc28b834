package dev.handshakelab.linux;

import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.Retransmissions;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.wire.Decoded;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Packets;
import dev.handshakelab.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session's tap saw, as entries: each packet of the conversation once, sent and arrived,
 * with the kernel's time for both. What caused it and what became of it a tap does not see.
 */
final class SeenSegments {
  private final Evidence evidence;
  private final KernelWitness witness;
  private final List<Placed> placed = new ArrayList<>();
  private final Retransmissions retransmissions = new Retransmissions();
  private final List<String> doubts = new ArrayList<>();
  private @Nullable Segment syn;
  private @Nullable Segment synAck;
  private final List<Octets> synOctets = new ArrayList<>();
  private @Nullable Long synSentNs;
  private @Nullable Segment serverSyn;
  private boolean crossed;
  private int segments;
  private int strangers;
  private int neverLeft;
  private int neverArrived;
  private int stillUnderWay;

  private SeenSegments(Evidence evidence) {
    this.evidence = evidence;
    witness = new KernelWitness(evidence);
  }

  static SeenSegments of(Evidence evidence) {
    var seen = new SeenSegments(evidence);
    evidence.witnessed().forEach(seen::take);
    seen.sumUp();
    return seen;
  }

  /** In order of sending. */
  List<Placed> placed() {
    return placed;
  }

  /** The client's first SYN; null when none was seen. */
  @Nullable Segment syn() {
    return syn;
  }

  /** The packets that carried it and its retransmissions. */
  List<Octets> synOctets() {
    return synOctets;
  }

  /** From time zero. */
  @Nullable Long synSentNs() {
    return synSentNs;
  }

  /** The server's first SYN+ACK; null when none was seen. */
  @Nullable Segment synAck() {
    return synAck;
  }

  /** The server's first SYN or SYN+ACK; null when none was seen. */
  @Nullable Segment serverSyn() {
    return serverSyn == null ? synAck : serverSyn;
  }

  /** The server sent a SYN of its own, too. */
  boolean crossed() {
    return crossed;
  }

  /** In what way this is less than everything, for notes. */
  List<String> doubts() {
    return doubts;
  }

  private void take(Witnessed seen) {
    switch (Packets.decode(seen.octets())) {
      case Decoded.Malformed(String why, Octets octets) ->
          doubts.add("the tap saw a packet that could not be read, " + why + ": " + octets);
      case Decoded.Intact(Packet packet, boolean _, boolean _) -> {
        Party from = senderOf(packet);
        if (from != null) {
          take(seen, packet, from);
        } else if (packet.source().equals(evidence.server())
            || packet.destination().equals(evidence.server())) {
          strangers++;
        }
      }
    }
  }

  /** Null when it belongs to another conversation. */
  private @Nullable Party senderOf(Packet packet) {
    if (packet.source().equals(evidence.client())
        && packet.destination().equals(evidence.server())) {
      return Party.CLIENT;
    }
    return packet.source().equals(evidence.server())
            && packet.destination().equals(evidence.client())
        ? Party.SERVER
        : null;
  }

  private void take(Witnessed seen, Packet packet, Party from) {
    int ordinal = ++segments;
    Long sentNs = sinceZero(seen.sentNs());
    Segment segment = packet.segment();
    Passage passage = seen.passage();
    Integer first = seen.injected() ? null : retransmissions.of(from, ordinal, segment);
    if (!seen.injected()) {
      noteSyn(from, segment, seen.octets(), sentNs);
    }
    var sent =
        new Entry.Sent(
            ordinal,
            1,
            from,
            passage == null ? null : passage.injectedBy(),
            seen.injected()
                ? SegmentKind.INJECTED
                : first == null ? SegmentKind.ORIGINAL : SegmentKind.RETRANSMISSION,
            packet,
            seen.octets(),
            seen.checksumOffloaded(),
            sentNs,
            first,
            null,
            null,
            Provenance.CAPTURED);
    placed.add(new Placed(seen.firstNs() - evidence.zeroNs(), sent));
    if (sentNs == null) {
      neverLeft++;
    }
    judge(ordinal, seen, passage);
    for (Witnessed.Arrival arrival : seen.arrivals()) {
      long receivedNs = arrival.receivedNs() - evidence.zeroNs();
      String reason = witness.dropReason(arrival.carried());
      var arrived =
          new Entry.Arrived(
              ordinal,
              arrival.copy(),
              receivedNs,
              arrival.corrupted(),
              KernelWitness.disposition(reason, segment),
              reason == null ? null : "Linux drops it: " + reason,
              null);
      placed.add(new Placed(receivedNs, arrived));
    }
  }

  /** Tells the link's verdict, and of how many copies it is not known why they did not arrive. */
  private void judge(int ordinal, Witnessed seen, @Nullable Passage passage) {
    if (passage == null) {
      neverArrived += seen.arrivals().isEmpty() ? 1 : 0;
      return;
    }
    if (!passage.verdict().because().isEmpty()) {
      long atNs = passage.takenNs() - evidence.zeroNs();
      placed.add(note(ordinal, passage.verdict().told(), atNs));
    }
    if (!passage.strippedTo().isEmpty()) {
      long atNs = passage.takenNs() - evidence.zeroNs();
      placed.add(note(ordinal, "stripped of options on its way: " + passage.strippedTo(), atNs));
    }
    long handed = passage.copies().stream().filter(copy -> copy.handed() != null).count();
    neverArrived += (int) handed - seen.arrivals().size();
    stillUnderWay += passage.copies().size() - (int) handed;
  }

  private static Placed note(int ordinal, String text, long atNs) {
    return new Placed(atNs, new Entry.Note(1, null, "segment " + ordinal + " " + text, atNs));
  }

  private void noteSyn(Party from, Segment segment, Octets octets, @Nullable Long sentNs) {
    if (!segment.isSyn()) {
      return;
    }
    if (from == Party.CLIENT && !segment.isAck()) {
      synOctets.add(octets);
      if (syn == null) {
        syn = segment;
        synSentNs = sentNs;
      }
    } else if (from == Party.SERVER && !segment.isAck()) {
      crossed = true;
      serverSyn = serverSyn == null ? segment : serverSyn;
    } else if (from == Party.SERVER && segment.isAck() && synAck == null) {
      synAck = segment;
    }
  }

  private @Nullable Long sinceZero(@Nullable Long atNs) {
    return atNs == null ? null : Long.valueOf(atNs - evidence.zeroNs());
  }

  private void sumUp() {
    if (evidence.dropped() > 0) {
      doubts.add(
          "the capture is not complete: the kernel had no room for "
              + evidence.dropped()
              + " packets");
    }
    if (neverLeft > 0) {
      doubts.add(neverLeft + " segments were seen arriving but not being sent");
    }
    if (neverArrived > 0) {
      doubts.add(neverArrived + " segments were seen being sent but not arriving");
    }
    if (stillUnderWay > 0) {
      doubts.add(stillUnderWay + " copies were still under way at the end");
    }
    if (strangers > 0) {
      doubts.add(strangers + " packets of others with the server's port were seen and left out");
    }
  }
}
