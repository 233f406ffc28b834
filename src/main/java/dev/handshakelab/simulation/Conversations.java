package dev.handshakelab.simulation;

import dev.handshakelab.tcp.ConnectionId;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which conversation is meant. Each host numbers its own connections; a conversation is what the
 * two ends have with each other. An active OPEN begins one, or joins the one that the other side
 * has begun towards it; a passive connection belongs to the conversation of the SYN that began it.
 */
final class Conversations {
  private final Recorder recorder;
  private final Both<Numbering> known = new Both<>(new Numbering(), new Numbering());
  private final List<Begun> conversations = new ArrayList<>();
  private final Map<Sockets, Integer> latest = new HashMap<>();

  /** The sockets of the two sides. */
  record Sockets(SocketAddress client, SocketAddress server) {
    SocketAddress of(Party party) {
      return party == Party.CLIENT ? client : server;
    }
  }

  /** A conversation, and which sides have opened actively. */
  private static final class Begun {
    final Sockets sockets;
    final int incarnation;
    final boolean[] opened = new boolean[2];

    Begun(Sockets sockets, int incarnation) {
      this.sockets = sockets;
      this.incarnation = incarnation;
    }
  }

  /**
   * @param own the sockets of the session's own conversation, which is number 1
   */
  Conversations(Recorder recorder, Sockets own) {
    this.recorder = recorder;
    begin(own);
  }

  /** A new incarnation between two sockets. */
  int begin(Sockets sockets) {
    Integer before = latest.put(sockets, conversations.size() + 1);
    int incarnation = before == null ? 1 : conversations.get(before - 1).incarnation + 1;
    conversations.add(new Begun(sockets, incarnation));
    return recorder.conversation(sockets.client(), sockets.server(), incarnation);
  }

  /** The conversation of a connection that is being opened actively. */
  int opened(Party party, int connection, SocketAddress local, SocketAddress remote) {
    int side = party == Party.CLIENT ? 0 : 1;
    var sockets = party == Party.CLIENT ? new Sockets(local, remote) : new Sockets(remote, local);
    int number = latest.getOrDefault(sockets, 0);
    if (number == 0 || conversations.get(number - 1).opened[side]) {
      number = begin(sockets);
    }
    conversations.get(number - 1).opened[side] = true;
    known.of(party).put(connection, number);
    return number;
  }

  /** The last between two sockets; it begins with this when there was none. */
  int between(Sockets sockets) {
    Integer number = latest.get(sockets);
    return number == null ? begin(sockets) : number;
  }

  /** This number; the session's own when no conversation has it yet. */
  int known(int number) {
    return number > conversations.size() ? 1 : number;
  }

  /** The sockets of a conversation. */
  Sockets sockets(int number) {
    return conversations.get(number - 1).sockets;
  }

  /**
   * The conversation of a connection; of one that is not known yet, and of nobody, the one that the
   * event belongs to.
   */
  int of(Party party, int connection, int event) {
    if (connection == ConnectionId.NOBODY) {
      return event;
    }
    int number = known.of(party).at(connection);
    if (number == 0) {
      known.of(party).put(connection, event);
      return event;
    }
    return number;
  }
}
