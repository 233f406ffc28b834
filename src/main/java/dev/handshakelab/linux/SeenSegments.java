package dev.handshakelab.linux;

import dev.handshakelab.linux.capture.SegmentPairs;
import dev.handshakelab.linux.capture.SegmentPairs.Pair;
import dev.handshakelab.trace.Disposition;
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
  private final List<Placed> placed = new ArrayList<>();
  private final Retransmissions retransmissions = new Retransmissions();
  private final List<String> doubts = new ArrayList<>();
  private @Nullable Segment syn;
  private @Nullable Segment synAck;
  private Octets synOctets = Octets.EMPTY;
  private @Nullable Long synSentNs;
  private int segments;
  private int strangers;
  private int neverLeft;
  private int neverArrived;

  private SeenSegments(Evidence evidence) {
    this.evidence = evidence;
  }

  static SeenSegments of(Evidence evidence) {
    var seen = new SeenSegments(evidence);
    SegmentPairs.of(evidence.packets()).forEach(seen::take);
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

  /** The packet that carried it; empty when none was seen. */
  Octets synOctets() {
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

  /** In what way this is less than everything, for notes. */
  List<String> doubts() {
    return doubts;
  }

  private void take(Pair pair) {
    switch (Packets.decode(pair.octets())) {
      case Decoded.Malformed(String why, Octets octets) ->
          doubts.add("the tap saw a packet that could not be read, " + why + ": " + octets);
      case Decoded.Intact(Packet packet, boolean _, boolean _) -> {
        Party from = senderOf(packet);
        if (from != null) {
          take(pair, packet, from);
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

  private void take(Pair pair, Packet packet, Party from) {
    int ordinal = ++segments;
    Long sentNs = sinceZero(pair.sentNs());
    Long receivedNs = sinceZero(pair.receivedNs());
    Segment segment = packet.segment();
    Integer first = retransmissions.of(from, ordinal, segment);
    noteSyn(from, segment, pair.octets(), sentNs);
    var sent =
        new Entry.Sent(
            ordinal,
            1,
            from,
            null,
            first == null ? SegmentKind.ORIGINAL : SegmentKind.RETRANSMISSION,
            packet,
            pair.octets(),
            pair.checksumOffloaded(),
            sentNs,
            first,
            null,
            null,
            Provenance.CAPTURED);
    if (receivedNs == null) {
      neverArrived++;
    } else {
      var arrived =
          new Entry.Arrived(ordinal, 1, receivedNs, false, Disposition.UNKNOWN, null, null);
      if (sentNs == null) {
        neverLeft++;
        placed.add(new Placed(receivedNs, sent));
      }
      placed.add(new Placed(receivedNs, arrived));
    }
    if (sentNs != null) {
      placed.add(new Placed(sentNs, sent));
    }
  }

  private void noteSyn(Party from, Segment segment, Octets octets, @Nullable Long sentNs) {
    if (!segment.isSyn()) {
      return;
    }
    if (from == Party.CLIENT && !segment.isAck() && syn == null) {
      syn = segment;
      synOctets = octets;
      synSentNs = sentNs;
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
    if (strangers > 0) {
      doubts.add(strangers + " packets of others with the server's port were seen and left out");
    }
  }
}
