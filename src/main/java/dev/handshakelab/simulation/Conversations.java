package dev.handshakelab.simulation;

import dev.handshakelab.tcp.ConnectionId;
import dev.handshakelab.tcp.Path;
import dev.handshakelab.tcp.PathTable;
import dev.handshakelab.trace.Party;
import dev.handshakelab.trace.Recorder;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Which conversation is meant. Each host numbers its own connections; a conversation is what the
 * two ends have with each other. An active OPEN begins one, or joins the one that the other side
 * has begun towards it; a passive connection belongs to the conversation of the SYN that began it.
 */
final class Conversations {
  private final Recorder recorder;
  private final Both<Numbering> known = new Both<>(new Numbering(), new Numbering());
  private final List<Begun> conversations = new ArrayList<>();

  /** The last between two sockets. */
  private final PathTable latest = new PathTable(number -> sockets(number).path());

  /** The sockets of the two sides. */
  record Sockets(SocketAddress client, SocketAddress server) {
    SocketAddress of(Party party) {
      return party == Party.CLIENT ? client : server;
    }

    /** As the client sees it; how large a packet may be does not matter here. */
    Path path() {
      return new Path(client, server, 0);
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
    var path = sockets.path();
    int before = latest.on(path);
    int incarnation = before == 0 ? 1 : conversations.get(before - 1).incarnation + 1;
    conversations.add(new Begun(sockets, incarnation));
    latest.put(path, conversations.size());
    return recorder.conversation(sockets.client(), sockets.server(), incarnation);
  }

  /** The conversation of a connection that is being opened actively. */
  int opened(Party party, int connection, SocketAddress local, SocketAddress remote) {
    int side = party == Party.CLIENT ? 0 : 1;
    var sockets = party == Party.CLIENT ? new Sockets(local, remote) : new Sockets(remote, local);
    int number = latest.on(sockets.path());
    if (number == 0 || conversations.get(number - 1).opened[side]) {
      number = begin(sockets);
    }
    conversations.get(number - 1).opened[side] = true;
    known.of(party).put(connection, number);
    return number;
  }

  /** The last between two sockets; it begins with this when there was none. */
  int between(Sockets sockets) {
    int number = latest.on(sockets.path());
    return number == 0 ? begin(sockets) : number;
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
