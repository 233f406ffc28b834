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
  private final Map<ConnectionId, Integer> known = new HashMap<>();
  private final List<Sides> conversations = new ArrayList<>();

  /** The two sockets, and which sides have opened actively. */
  private static final class Sides {
    final SocketAddress client;
    final SocketAddress server;
    final boolean[] opened = new boolean[2];

    Sides(SocketAddress client, SocketAddress server) {
      this.client = client;
      this.server = server;
    }

    boolean isBetween(SocketAddress one, SocketAddress other) {
      return client.equals(one) && server.equals(other)
          || client.equals(other) && server.equals(one);
    }
  }

  Conversations(Recorder recorder) {
    this.recorder = recorder;
    begin(Machines.CLIENT, Machines.SERVER);
  }

  private int begin(SocketAddress client, SocketAddress server) {
    int before =
        (int) conversations.stream().filter(each -> each.isBetween(client, server)).count();
    conversations.add(new Sides(client, server));
    return recorder.conversation(client, server, before + 1);
  }

  /** The conversation of a connection that is being opened actively. */
  int opened(ConnectionId connection, Party party, SocketAddress local, SocketAddress remote) {
    int side = party == Party.CLIENT ? 0 : 1;
    int number = latest(local, remote);
    if (number == 0 || conversations.get(number - 1).opened[side]) {
      number = party == Party.CLIENT ? begin(local, remote) : begin(remote, local);
    }
    conversations.get(number - 1).opened[side] = true;
    known.put(connection, number);
    return number;
  }

  /** The last that began between two sockets, 0 when none did. */
  private int latest(SocketAddress one, SocketAddress other) {
    for (int i = conversations.size(); i > 0; i--) {
      if (conversations.get(i - 1).isBetween(one, other)) {
        return i;
      }
    }
    return 0;
  }

  /**
   * The conversation of a connection; of one that is not known yet, and of nobody, the one that the
   * event belongs to.
   */
  int of(ConnectionId connection, int event) {
    return connection.number() == ConnectionId.NOBODY
        ? event
        : known.computeIfAbsent(connection, _ -> event);
  }
}
