package dev.handshakelab.api.representation;

import dev.handshakelab.trace.Entry;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Provenance;
import dev.handshakelab.trace.SegmentKind;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Flag;
import dev.handshakelab.wire.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A segment with everything that is known of it. */
public record SegmentResource(
    @Describe("from 1 by time of sending") int ordinal,
    int connection,
    @Describe("who sent it, or who an injected one claims to be from") Party from,
    Party to,
    Entry.@Nullable Injector injectedBy,
    SegmentKind kind,
    @Describe("in the order FIN SYN RST PSH ACK URG ECE CWR") List<Flag> flags,
    @Describe("SEG.SEQ, 0…4294967295") long seq,
    @Describe("SEG.ACK, 0…4294967295, the raw field: it means something only when ACK is set")
        long ack,
    @Describe("SEG.SEQ − ISN of its sender, null when that is unknown") @Nullable Long relativeSeq,
    @Describe("SEG.ACK − ISN of its receiver, null when that is unknown or ACK is not set")
        @Nullable Long relativeAck,
    @Describe("the raw field, unscaled") int window,
    int payloadLength,
    @Describe("every option as on the wire, NOP and END included") List<OptionResource> options,
    @Nullable Long sentNs,
    @Describe("the first delivery's") @Nullable Long receivedNs,
    TracedSegment.Fate fate,
    @Describe("every copy that arrived; empty means lost") List<DeliveryResource> deliveries,
    @Describe("ordinal of the first segment with the same sequence numbers")
        @Nullable Integer retransmissionOf,
    @Nullable CauseResource cause,
    @Describe("`RFC 9293 <section>#<check>`, or `Linux 6.18 <name>` where LINUX deviates")
        @Nullable String rule,
    Provenance provenance,
    @Describe("the one notation: packetdrill's with absolute numbers") String notation,
    @Describe("the IP packet as sent, base64") String octets,
    @Describe("the TCP checksum in `octets` was left to hardware, so it is no evidence")
        boolean checksumOffloaded) {

  public static SegmentResource of(TracedSegment traced) {
    Entry.Sent sent = traced.sent();
    Segment segment = sent.packet().segment();
    return new SegmentResource(
        sent.ordinal(),
        sent.connection(),
        sent.from(),
        sent.from().other(),
        sent.injectedBy(),
        sent.kind(),
        segment.flags().set(),
        segment.sequence().value(),
        segment.acknowledgment().value(),
        traced.relativeSeq(),
        traced.relativeAck(),
        segment.window(),
        segment.payload().length(),
        segment.options().stream().map(OptionResource::of).toList(),
        sent.atNs(),
        traced.receivedNs(),
        traced.fate(),
        traced.deliveries().stream().map(DeliveryResource::of).toList(),
        sent.retransmissionOf(),
        CauseResource.of(sent.cause()),
        sent.rule(),
        sent.provenance(),
        segment.toString(),
        sent.octets().toBase64(),
        sent.checksumOffloaded());
  }
}
