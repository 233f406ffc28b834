package dev.handshakelab.tcp;

import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment;

/**
 * What an acknowledgment says of what was sent again: whether it was needed. Linux takes a
 * reduction of its window back when every retransmission is reported as a duplicate (RFC 3708,
 * tcp_try_undo_loss), or when the echo is of a time before the first of them (RFC 3522).
 */
final class Needless {
  private Needless() {}

  /** The turn after {@code segment}, whose acknowledgment is acceptable. */
  static Turn judge(Turn turn, Segment segment) {
    var before = turn.tcb().send().congestion();
    if (!turn.policy().isLinuxSchedule() || before.undo() == null && before.probed() == null) {
      return turn;
    }
    boolean duplicate = reportsDuplicate(segment);
    var judged = duplicate ? before.duplicateReported() : before;
    if (!duplicate && advances(turn, segment) && echoesTimeBefore(turn, segment, judged)) {
      judged = judged.undone();
    }
    return turn.know(turn.tcb().send().with(probe(turn, segment, duplicate, judged)));
  }

  private static boolean advances(Turn turn, Segment segment) {
    return segment.acknowledgment().isAfter(turn.tcb().send().una());
  }

  /** A first block that begins below the acknowledgment (RFC 2883 §4). */
  private static boolean reportsDuplicate(Segment segment) {
    return segment
        .option(SelectiveAcknowledgment.class)
        .filter(sack -> !sack.blocks().isEmpty())
        .filter(sack -> sack.blocks().getFirst().left().isBefore(segment.acknowledgment()))
        .isPresent();
  }

  private static boolean echoesTimeBefore(Turn turn, Segment segment, Congestion congestion) {
    var undo = congestion.undo();
    return undo != null
        && Measuring.echoesTimeBefore(turn.tcb().negotiated(), segment, undo.firstAtNs());
  }

  /** tcp_process_tlp_ack: what goes beyond the probed flight without a word of it was a loss. */
  private static Congestion probe(
      Turn turn, Segment segment, boolean duplicate, Congestion congestion) {
    SequenceNumber probed = congestion.probed();
    if (probed == null || segment.acknowledgment().isBefore(probed)) {
      return congestion;
    }
    if (duplicate || !advances(turn, segment)) {
      return congestion.probing(null);
    }
    return segment.acknowledgment().isAfter(probed)
        ? congestion.probeWasNeeded(Transmission.segmentSize(turn.tcb()))
        : congestion;
  }
}
