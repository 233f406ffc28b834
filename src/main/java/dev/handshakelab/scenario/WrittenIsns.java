package dev.handshakelab.scenario;

import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.EnumMap;
import java.util.Map;

/**
 * What numbers that are given relative to a conversation are counted from: of each side the number
 * of the last SYN that bore its name, whoever wrote it; 0 until there was one.
 */
public final class WrittenIsns {
  private final Map<Party, SequenceNumber> isns = new EnumMap<>(Party.class);

  /** A segment passes. */
  public void see(Party from, Segment segment) {
    if (segment.isSyn()) {
      isns.put(from, segment.sequence());
    }
  }

  /**
   * A segment whose numbers are relative, as it is to be written now.
   *
   * @param from who it claims to be from
   */
  public Segment absolute(Party from, Segment relative) {
    return new Segment(
        relative.sourcePort(),
        relative.destinationPort(),
        relative.sequence().plus(isn(from)),
        relative.isAck() ? relative.acknowledgment().plus(isn(from.other())) : SequenceNumber.ZERO,
        relative.flags(),
        relative.window(),
        relative.urgentPointer(),
        relative.options(),
        relative.payload());
  }

  private long isn(Party party) {
    return isns.getOrDefault(party, SequenceNumber.ZERO).value();
  }
}
