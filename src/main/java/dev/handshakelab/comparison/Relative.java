package dev.handshakelab.comparison;

import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment in the one notation with numbers counted from the ISNs and timestamps from the first of
 * each side, so that two runs can be read beside each other.
 */
final class Relative {
  private Relative() {}

  static String text(View view, Piece piece) {
    String text = counted(view, piece).toString();
    return piece.isJoined()
        ? "%s and %d more, %d octets together"
            .formatted(text, piece.parts().size() - 1, piece.payloadLength())
        : text;
  }

  private static Segment counted(View view, Piece piece) {
    Segment segment = piece.segment();
    Party from = piece.from();
    List<TcpOption> options = new ArrayList<>();
    for (TcpOption option : segment.options()) {
      options.add(
          option instanceof Timestamps(long value, long echo)
              ? new Timestamps(since(value, view, from), since(echo, view, from.other()))
              : option);
    }
    return new Segment(
        segment.sourcePort(),
        segment.destinationPort(),
        since(segment.sequence(), view, from),
        segment.isAck() ? since(segment.acknowledgment(), view, from.other()) : SequenceNumber.ZERO,
        segment.flags(),
        segment.window(),
        segment.urgentPointer(),
        options,
        segment.payload());
  }

  private static SequenceNumber since(SequenceNumber number, View view, Party party) {
    SequenceNumber isn = isn(view, party);
    return isn == null ? number : SequenceNumber.ZERO.plus(number.minus(isn));
  }

  /** Of a side that sent no SYN itself, that of the first one that was written in its name. */
  private static @Nullable SequenceNumber isn(View view, Party party) {
    SequenceNumber own = view.conversation().isnOf(party);
    return own != null
        ? own
        : view.of(party).stream()
            .map(Piece::segment)
            .filter(Segment::isSyn)
            .map(Segment::sequence)
            .findFirst()
            .orElse(null);
  }

  private static long since(long value, View view, Party party) {
    Piece first = view.firstStamped(party);
    Timestamps base = first == null ? null : View.timestamps(first);
    return base == null || value == 0 ? value : (value - base.value()) & 0xffff_ffffL;
  }
}
