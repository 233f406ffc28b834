package dev.handshakelab.wire;

import java.util.List;
import java.util.Optional;

/**
 * A TCP segment as a value: the header of RFC 9293 §3.1 with its options, and the text. Data offset
 * and checksum are not members: they follow from the rest when the segment is written.
 *
 * @param acknowledgment the field as carried; it means something only when ACK is set
 * @param window the raw field, 0…65535, unscaled
 * @param urgentPointer the raw field, 0…65535
 * @param options every option in order, NOPs included
 */
public record Segment(
    int sourcePort,
    int destinationPort,
    SequenceNumber sequence,
    SequenceNumber acknowledgment,
    Flags flags,
    int window,
    int urgentPointer,
    List<TcpOption> options,
    Octets payload) {
  public Segment {
    Fields.check("the source port", sourcePort, 0xffff);
    Fields.check("the destination port", destinationPort, 0xffff);
    Fields.check("the window", window, 0xffff);
    Fields.check("the urgent pointer", urgentPointer, 0xffff);
    options = List.copyOf(options);
  }

  public boolean has(Flag flag) {
    return flags.has(flag);
  }

  public boolean isSyn() {
    return flags.has(Flag.SYN);
  }

  public boolean isAck() {
    return flags.has(Flag.ACK);
  }

  public boolean isRst() {
    return flags.has(Flag.RST);
  }

  public boolean isFin() {
    return flags.has(Flag.FIN);
  }

  /** SEG.LEN (RFC 9293 §3.3.1): the octets of text, and one each for SYN and FIN. */
  public int length() {
    return payload.length() + (isSyn() ? 1 : 0) + (isFin() ? 1 : 0);
  }

  /** The position after the last that this segment occupies: SEG.SEQ + SEG.LEN. */
  public SequenceNumber end() {
    return sequence.plus(length());
  }

  /** The first option of a kind, if there is one. */
  public <T extends TcpOption> Optional<T> option(Class<T> kind) {
    for (int i = 0; i < options.size(); i++) {
      if (kind.isInstance(options.get(i))) {
        return Optional.of(kind.cast(options.get(i)));
      }
    }
    return Optional.empty();
  }

  public Segment withPorts(int source, int destination) {
    return new Segment(
        source,
        destination,
        sequence,
        acknowledgment,
        flags,
        window,
        urgentPointer,
        options,
        payload);
  }

  public Segment withOptions(List<TcpOption> others) {
    return new Segment(
        sourcePort,
        destinationPort,
        sequence,
        acknowledgment,
        flags,
        window,
        urgentPointer,
        others,
        payload);
  }

  public Segment withFlags(Flags others) {
    return new Segment(
        sourcePort,
        destinationPort,
        sequence,
        acknowledgment,
        others,
        window,
        urgentPointer,
        options,
        payload);
  }

  public Segment withPayload(Octets text) {
    return new Segment(
        sourcePort,
        destinationPort,
        sequence,
        acknowledgment,
        flags,
        window,
        urgentPointer,
        options,
        text);
  }

  /** The one notation, e.g. {@code S. 300:300(0) ack 101 win 65160 <mss 1460>}. */
  @Override
  public String toString() {
    return Notation.print(this);
  }
}
