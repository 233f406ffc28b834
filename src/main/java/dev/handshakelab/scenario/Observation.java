package dev.handshakelab.scenario;

import dev.handshakelab.scenario.Expectation.Line;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Measuring;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.StatePath;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.trace.TracedSegment;
import dev.handshakelab.wire.Notation;
import dev.handshakelab.wire.Octets;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.TcpOption;
import dev.handshakelab.wire.TcpOption.SelectiveAcknowledgment;
import dev.handshakelab.wire.TcpOption.Timestamps;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request, in the form of an {@link Expectation}: equal for every seed as long as
 * the network is left nothing to draw.
 */
public final class Observation {
  private final SessionRequest request;
  private final Trace trace;
  private final Map<Party, Long> firstTimestamps = new EnumMap<>(Party.class);

  private Observation(SessionRequest request, Trace trace) {
    this.request = request;
    this.trace = trace;
  }

  /**
   * @param trace of the request, with a time for every segment
   */
  public static Expectation of(SessionRequest request, Trace trace) {
    return new Observation(request, trace).expectation();
  }

  private Expectation expectation() {
    Conversation first = trace.conversation(1);
    List<TracedSegment> segments =
        trace.segments().stream()
            .filter(segment -> sameSockets(first, conversation(segment)))
            .toList();
    return new Expectation(
        segments.stream().map(this::line).toList(),
        StatePath.of(trace, 1, Party.CLIENT).states(),
        StatePath.of(trace, 1, Party.SERVER).states(),
        Measuring.of(trace).getFirst().outcome());
  }

  private Conversation conversation(TracedSegment segment) {
    return trace.conversation(segment.sent().connection());
  }

  private static boolean sameSockets(Conversation one, Conversation other) {
    return one.client().equals(other.client()) && one.server().equals(other.server());
  }

  private Line line(TracedSegment traced) {
    Party from = traced.sent().from();
    Conversation conversation = conversation(traced);
    Segment segment = traced.sent().packet().segment();
    long ownBase = base(from, conversation);
    long peerBase = base(from.other(), conversation);
    Segment counted =
        new Segment(
            segment.sourcePort(),
            segment.destinationPort(),
            segment.sequence().plus(-ownBase),
            segment.isAck() ? segment.acknowledgment().plus(-peerBase) : SequenceNumber.ZERO,
            segment.flags(),
            segment.window(),
            segment.urgentPointer(),
            segment.options().stream()
                .map(option -> counted(option, from, echoed(from, conversation), peerBase))
                .toList(),
            segment.payload());
    return new Line(Objects.requireNonNull(traced.sent().atNs()), from, Notation.print(counted));
  }

  /** What this side's numbers are counted from: its ISN when that was drawn, else 0. */
  private long base(Party party, Conversation conversation) {
    @Nullable SequenceNumber isn = conversation.isnOf(party);
    boolean self = conversation.opening() == Conversation.Opening.SELF;
    if (isn != null && self && request.end(party.other()).isns().contains(isn)) {
      return 0;
    }
    return isn == null || request.end(party).isns().contains(isn) ? 0 : isn.value();
  }

  /** Whose timestamps are echoed. */
  private static Party echoed(Party from, Conversation conversation) {
    return conversation.opening() == Conversation.Opening.SELF ? from : from.other();
  }

  private TcpOption counted(TcpOption option, Party from, Party peer, long peerBase) {
    return switch (option) {
      case Timestamps(long value, long echo) -> {
        long first = firstTimestamps.computeIfAbsent(from, _ -> value);
        Long echoed = firstTimestamps.get(peer);
        yield new Timestamps(
            wrapped(value - first), echo == 0 || echoed == null ? echo : wrapped(echo - echoed));
      }
      case SelectiveAcknowledgment(List<SelectiveAcknowledgment.Block> blocks) ->
          new SelectiveAcknowledgment(
              blocks.stream()
                  .map(block ->
                      new SelectiveAcknowledgment.Block(
                          block.left().plus(-peerBase), block.right().plus(-peerBase)))
                  .toList());
      case TcpOption.FastOpen(Octets cookie) ->
          new TcpOption.FastOpen(Octets.zeros(cookie.length()));
      case TcpOption.EndOfList _,
          TcpOption.NoOperation _,
          TcpOption.MaximumSegmentSize _,
          TcpOption.WindowScale _,
          TcpOption.SackPermitted _,
          TcpOption.UserTimeout _,
          TcpOption.ExperimentalFastOpen _,
          TcpOption.Unknown _,
          TcpOption.Illegal _ ->
          option;
    };
  }

  /** Modulo 2^32, as the field is. */
  private static long wrapped(long difference) {
    return difference & 0xffff_ffffL;
  }
}
