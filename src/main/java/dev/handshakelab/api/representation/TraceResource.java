package dev.handshakelab.api.representation;

import dev.handshakelab.trace.Clock;
import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Trace;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole trace: its clock, its connections, and everything that happened, in order. */
public record TraceResource(
    Clock clock,
    @Describe("the least difference of times that the clock can tell") long resolutionNs,
    List<ConversationResource> connections,
    List<TimelineItem> entries) {

  public static TraceResource of(Trace trace) {
    List<TimelineItem> entries = new ArrayList<>(trace.entries().size());
    trace.entries().forEach(entry -> entries.add(TimelineItem.of(entries.size() + 1, entry)));
    return new TraceResource(
        trace.clock(),
        trace.resolutionNs(),
        trace.conversations().stream().map(ConversationResource::of).toList(),
        entries);
  }

  /** Who talked to whom. */
  public record ConversationResource(
      int number,
      SocketResource client,
      SocketResource server,
      int incarnation,
      Conversation.Opening opening) {

    static ConversationResource of(Conversation conversation) {
      return new ConversationResource(
          conversation.number(),
          SocketResource.of(conversation.client(), conversation.clientIsn()),
          SocketResource.of(conversation.server(), conversation.serverIsn()),
          conversation.incarnation(),
          conversation.opening());
    }
  }

  /** An address, a port, and the ISN that its SYN carried. */
  public record SocketResource(String address, int port, @Nullable Long isn) {

    static SocketResource of(SocketAddress socket, @Nullable SequenceNumber isn) {
      return new SocketResource(
          socket.address().toString(), socket.port(), isn == null ? null : isn.value());
    }
  }
}
