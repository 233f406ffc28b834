package dev.handshakelab.linux;

import dev.handshakelab.trace.Conversation;
import dev.handshakelab.trace.Conversation.Opening;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.Packet;
import dev.handshakelab.wire.Segment;
import dev.handshakelab.wire.SequenceNumber;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which conversation a packet belongs to. Number 1 is the one between the session's own sockets;
 * others begin when a packet between the server's and somebody's is seen, and when the client opens
 * again between the same two: then what its SYN has begun is a new incarnation, and until the
 * server has answered with a SYN of its own, what the server sends, and a RST in answer to it,
 * still belongs to the one before.
 */
final class SeenConversations {
  private final SocketAddress client;
  private final SocketAddress server;

  /** Whether whoever meets the server on its way belongs to the session. */
  private final boolean ownWay;

  private final List<Begun> conversations = new ArrayList<>();
  private final Map<SocketAddress, Begun> latest = new HashMap<>();

  /**
   * @param number of the conversation
   * @param from who sent it, or is said to
   */
  record Belonging(int number, Party from) {}

  private static final class Begun {
    private final int number;
    private final int incarnation;
    private final SocketAddress client;
    private final @Nullable Begun before;
    private @Nullable SequenceNumber clientIsn;
    private @Nullable SequenceNumber serverIsn;
    private boolean crossed;

    Begun(int number, SocketAddress client, @Nullable Begun before) {
      this.number = number;
      this.client = client;
      this.before = before;
      incarnation = before == null ? 1 : before.incarnation + 1;
    }
  }

  SeenConversations(Evidence evidence) {
    client = evidence.client();
    server = evidence.server();
    ownWay = evidence.passages() != null;
    begin(client);
  }

  private Begun begin(SocketAddress with) {
    var begun = new Begun(conversations.size() + 1, with, latest.get(with));
    conversations.add(begun);
    latest.put(with, begun);
    return begun;
  }

  /**
   * Where the next packet belongs; null when it is of others.
   *
   * @param injected whether neither end has sent it
   */
  @Nullable Belonging of(Packet packet, boolean injected) {
    boolean toServer = packet.destination().equals(server);
    if (!toServer && !packet.source().equals(server)) {
      return null;
    }
    SocketAddress other = toServer ? packet.source() : packet.destination();
    if (!ownWay && !other.equals(client)) {
      return null;
    }
    Begun begun = latest.get(other);
    begun = begun == null ? begin(other) : begun;
    Party from = toServer ? Party.CLIENT : Party.SERVER;
    return new Belonging((injected ? begun : sent(begun, from, packet.segment())).number, from);
  }

  /** Takes the numbers that the ends have chosen. */
  private Begun sent(Begun last, Party from, Segment segment) {
    if (!segment.isSyn()) {
      Begun before = last.before;
      boolean older = last.serverIsn == null && (from == Party.SERVER || segment.isRst());
      return older && before != null ? before : last;
    }
    if (client.equals(server)) {
      last.clientIsn = last.clientIsn == null ? segment.sequence() : last.clientIsn;
      last.serverIsn = last.clientIsn;
      return last;
    }
    if (from == Party.CLIENT) {
      boolean again = last.clientIsn != null && !last.clientIsn.equals(segment.sequence());
      Begun begun = again ? begin(last.client) : last;
      begun.clientIsn = segment.sequence();
      return begun;
    }
    last.crossed |= !segment.isAck();
    last.serverIsn = last.serverIsn == null ? segment.sequence() : last.serverIsn;
    return last;
  }

  int numberOf(Told.Whose whose) {
    for (Begun begun : conversations) {
      if (begun.client.equals(whose.client()) && begun.incarnation == whose.incarnation()) {
        return begun.number;
      }
    }
    return 1;
  }

  /** Whether it is between the session's own sockets. */
  boolean isOwn(int number) {
    return conversations.get(number - 1).client.equals(client);
  }

  int lastOwn() {
    Begun own = latest.get(client);
    return own == null ? 1 : own.number;
  }

  /** All of them, by number. */
  List<Conversation> all() {
    return conversations.stream().map(this::conversation).toList();
  }

  private Opening opening(Begun begun) {
    if (begun.client.equals(server)) {
      return Opening.SELF;
    }
    boolean answered = begun.clientIsn != null && begun.serverIsn != null;
    return !answered ? Opening.NONE : begun.crossed ? Opening.SIMULTANEOUS : Opening.ACTIVE_PASSIVE;
  }

  private Conversation conversation(Begun begun) {
    return new Conversation(
        begun.number,
        begun.client,
        server,
        begun.incarnation,
        opening(begun),
        begun.clientIsn,
        begun.serverIsn);
  }
}
