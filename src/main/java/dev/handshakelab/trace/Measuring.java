package dev.handshakelab.trace;

import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Entry.Transition;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Computes from a trace everything that is measured of its conversations. */
public final class Measuring {
  private Measuring() {}

  /** The measures of each conversation, by number. */
  public static List<Measures> of(Trace trace) {
    Map<Integer, Part> parts = new HashMap<>();
    for (Conversation conversation : trace.conversations()) {
      parts.put(conversation.number(), new Part(conversation));
    }
    Set<Integer> resets = new HashSet<>();
    for (TracedSegment segment : trace.segments()) {
      part(parts, segment.sent().connection()).segments.add(segment);
      if (segment.sent().packet().segment().isRst()) {
        resets.add(segment.sent().ordinal());
      }
    }
    List<Transition> listeners = new ArrayList<>();
    for (Entry entry : trace.entries()) {
      if (entry instanceof Entry.UserCall call) {
        part(parts, call.connection()).calls.add(call);
      } else if (entry instanceof Transition move && move.subject() == Subject.LISTENER) {
        listeners.add(move);
      } else if (entry instanceof Transition move) {
        part(parts, move.connection()).moves.add(move);
      }
    }
    return trace.conversations().stream()
        .map(each -> part(parts, each.number()).measures(listeners, resets, trace))
        .toList();
  }

  private static Part part(Map<Integer, Part> parts, int number) {
    return Objects.requireNonNull(parts.get(number), () -> "there is no conversation " + number);
  }

  /** What belongs to one conversation. */
  private static final class Part {
    final Conversation conversation;
    final List<TracedSegment> segments = new ArrayList<>();
    final List<Entry.UserCall> calls = new ArrayList<>();
    final List<Transition> moves = new ArrayList<>();

    Part(Conversation conversation) {
      this.conversation = conversation;
    }

    Measures measures(List<Transition> listeners, Set<Integer> resets, Trace trace) {
      List<Transition> all = new ArrayList<>(listeners);
      all.addAll(moves);
      StatePath client = path(all, Party.CLIENT);
      StatePath server = path(all, Party.SERVER);
      ZeekView zeek = ZeekView.of(segments);
      boolean synchronised =
          isAcknowledged(Party.CLIENT, conversation.clientIsn())
              && isAcknowledged(Party.SERVER, conversation.serverIsn());
      return new Measures(
          conversation,
          new Ending(segments, resets, calls, client, server).outcome(),
          new Analysis(zeek.connState(), zeek.history(), Completeness.of(segments), synchronised),
          new HandshakeTimes(segments, moves).timing(trace.clock(), trace.resolutionNs()),
          client.last(),
          server.last());
    }

    private boolean isSelf() {
      return conversation.opening() == Conversation.Opening.SELF;
    }

    /** Of a socket that is connected with itself the two ends are one. */
    private StatePath path(List<Transition> all, Party party) {
      StatePath path = StatePath.of(all, conversation.number(), party);
      return isSelf() && path.moves().isEmpty()
          ? StatePath.of(all, conversation.number(), party.other())
          : path;
    }

    /**
     * Whether the other end acknowledged exactly this ISN and the acknowledgment was taken: it
     * covers the SYN and nothing that the SYN did not carry.
     */
    private boolean isAcknowledged(Party party, @Nullable SequenceNumber isn) {
      if (isn == null) {
        return false;
      }
      int text = 0;
      for (TracedSegment segment : segments) {
        Segment sent = segment.sent().packet().segment();
        if (segment.sent().injectedBy() != null) {
          continue;
        }
        boolean own = segment.sent().from() == party;
        if (own && sent.isSyn()) {
          text = Math.max(text, sent.payload().length());
        }
        if ((!own || isSelf())
            && sent.isAck()
            && !sent.isRst()
            && sent.acknowledgment().isWithin(isn.plus(1), text + 1)
            && Deliveries.isTaken(segment)) {
          return true;
        }
      }
      return false;
    }
  }
}
