package dev.handshakelab.linux;

import dev.handshakelab.linux.SeenConversations.Belonging;
import dev.handshakelab.linux.link.Passage;
import dev.handshakelab.scenario.Verdict;
import dev.handshakelab.trace.Conversation;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session's tap saw, as entries: each packet of the conversation once, sent and arrived,
 * with the kernel's time for both. What caused it and what became of it a tap does not see.
 */
final class SeenSegments {
  private final Evidence evidence;
  private final KernelWitness witness;
  private final List<Placed> placed = new ArrayList<>();
  private final SeenConversations conversations;
  private final Map<Integer, Retransmissions> retransmissions = new HashMap<>();
  private final List<String> doubts = new ArrayList<>();
  private final List<Octets> synOctets = new ArrayList<>();
  private @Nullable Long synSentNs;
  private int segments;
  private int strangers;
  private int neverLeft;
  private int neverArrived;
  private int stillUnderWay;

  private SeenSegments(Evidence evidence) {
    this.evidence = evidence;
    witness = new KernelWitness(evidence);
    conversations = new SeenConversations(evidence);
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

  /** The packets that carried it and its retransmissions, and what went on without options. */
  List<Octets> synOctets() {
    return synOctets;
  }

  /** From time zero. */
  @Nullable Long synSentNs() {
    return synSentNs;
  }

  /** By number. */
  List<Conversation> conversations() {
    return conversations.all();
  }

  /** The number of a connection; the session's own when none of its segments was seen. */
  int numberOf(Told.@Nullable Whose whose) {
    return whose == null ? 1 : conversations.numberOf(whose);
  }

  /** Whether it is between the session's own sockets. */
  boolean isOwn(int number) {
    return conversations.isOwn(number);
  }

  /** The number of the last incarnation of the session's own conversation. */
  int lastOwn() {
    return conversations.lastOwn();
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
        Belonging belonging = conversations.of(packet, seen.injected());
        if (belonging != null) {
          take(seen, packet, belonging);
        } else if (packet.source().equals(evidence.server())
            || packet.destination().equals(evidence.server())) {
          strangers++;
        }
      }
    }
  }

  private void take(Witnessed seen, Packet packet, Belonging belonging) {
    Party from = belonging.from();
    int number = belonging.number();
    int ordinal = ++segments;
    Long sentNs = sinceZero(seen.sentNs());
    Segment segment = packet.segment();
    Passage passage = seen.passage();
    Integer first =
        seen.injected()
            ? null
            : retransmissions
                .computeIfAbsent(number, _ -> new Retransmissions())
                .of(from, ordinal, segment);
    if (conversations.isOwn(number)) {
      noteSyn(from, segment, seen, sentNs);
    }
    var sent =
        new Entry.Sent(
            ordinal,
            number,
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
    judge(ordinal, number, seen, passage);
    answer(ordinal, belonging, passage);
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
  private void judge(int ordinal, int number, Witnessed seen, @Nullable Passage passage) {
    if (passage == null) {
      neverArrived += seen.arrivals().isEmpty() ? 1 : 0;
      return;
    }
    if (!passage.verdict().because().isEmpty()) {
      long atNs = passage.takenNs() - evidence.zeroNs();
      placed.add(note(ordinal, number, passage.verdict().told(), atNs));
    }
    if (!passage.strippedTo().isEmpty()) {
      long atNs = passage.takenNs() - evidence.zeroNs();
      placed.add(
          note(ordinal, number, "stripped of options on its way: " + passage.strippedTo(), atNs));
    }
    long handed = passage.copies().stream().filter(copy -> copy.handed() != null).count();
    neverArrived += (int) handed - seen.arrivals().size();
    if (passage.lost() != null) {
      placed.add(
          note(ordinal, number, "lost: " + passage.lost(), seen.firstNs() - evidence.zeroNs()));
      return;
    }
    stillUnderWay += passage.copies().size() - (int) handed;
  }

  /** A router has told the sender that it could not pass it on. */
  private void answer(int ordinal, Belonging belonging, @Nullable Passage passage) {
    if (passage != null
        && passage.answered() != null
        && passage.verdict().answer() instanceof Verdict.Answer.Icmp(int type, int code, long _)) {
      long atNs = passage.answered().begunNs() - evidence.zeroNs();
      placed.add(
          new Placed(
              atNs,
              new Entry.Icmp(
                  belonging.number(), belonging.from(), type, code, ordinal, atNs, null)));
    }
  }

  private static Placed note(int ordinal, int number, String text, long atNs) {
    return new Placed(atNs, new Entry.Note(number, null, "segment " + ordinal + " " + text, atNs));
  }

  private void noteSyn(Party from, Segment segment, Witnessed seen, @Nullable Long sentNs) {
    if (from == Party.CLIENT && segment.isSyn() && !segment.isAck()) {
      synOctets.add(seen.octets());
      if (seen.passage() != null && !seen.passage().strippedTo().isEmpty()) {
        seen.passage().copies().forEach(copy -> synOctets.add(copy.octets()));
      }
      synSentNs = synSentNs == null && !seen.injected() ? sentNs : synSentNs;
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
