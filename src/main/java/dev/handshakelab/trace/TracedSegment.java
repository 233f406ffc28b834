package dev.handshakelab.trace;

import dev.handshakelab.wire.SequenceNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment with everything that is known of it: its sending, every copy that arrived, and its
 * numbers counted from the ISNs.
 *
 * @param deliveries in order of arrival; empty means lost
 * @param relativeSeq SEG.SEQ − ISN of its sender, null when that ISN is unknown
 * @param relativeAck SEG.ACK − ISN of its receiver, null when that ISN is unknown or ACK is not set
 */
public record TracedSegment(
    Entry.Sent sent,
    List<Entry.Arrived> deliveries,
    @Nullable Long relativeSeq,
    @Nullable Long relativeAck) {
  public TracedSegment {
    deliveries = List.copyOf(deliveries);
  }

  /** A segment put together from what is known of it; deliveries in order of arrival. */
  public static TracedSegment of(
      Entry.Sent sent, List<Entry.Arrived> deliveries, Conversation conversation) {
    var segment = sent.packet().segment();
    return new TracedSegment(
        sent,
        deliveries,
        relative(segment.sequence(), conversation.isnOf(sent.from())),
        segment.isAck()
            ? relative(segment.acknowledgment(), conversation.isnOf(sent.from().other()))
            : null);
  }

  private static @Nullable Long relative(SequenceNumber number, @Nullable SequenceNumber isn) {
    return isn == null ? null : Integer.toUnsignedLong(number.minus(isn));
  }

  /** What the network did to it, summed up. */
  public enum Fate {
    DELIVERED,
    LOST,
    DUPLICATED,
    CORRUPTED
  }

  public Fate fate() {
    if (deliveries.isEmpty()) {
      return Fate.LOST;
    }
    if (deliveries.stream().allMatch(Entry.Arrived::corrupted)) {
      return Fate.CORRUPTED;
    }
    return deliveries.size() > 1 ? Fate.DUPLICATED : Fate.DELIVERED;
  }

  /** When the first copy arrived; null when none did or nobody saw. */
  public @Nullable Long receivedNs() {
    return deliveries.isEmpty() ? null : deliveries.getFirst().atNs();
  }
}
