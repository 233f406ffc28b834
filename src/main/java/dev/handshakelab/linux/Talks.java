package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.scenario.SessionRequest;
import dev.handshakelab.scenario.Step;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every connection of a session. The first is the session's own; others are opened from other ports
 * of the client, or from one again when its connection is over. Sockets are closed with this, when
 * nothing is seen any more.
 */
final class Talks implements AutoCloseable {
  private final Place place;
  private final SessionRequest request;
  private final Logbook logbook;

  /** In order of opening. */
  private final List<Talk> all = new ArrayList<>();

  /** By port of the client, the last. */
  private final Map<Integer, Talk> byPort = new HashMap<>();

  /** What the server has accepted that no client of the session asked for. */
  private final List<TcpSocket> repeated = new ArrayList<>();

  private final int ownPort;

  /** Of several incarnations the last. */
  private Talk own;

  /**
   * Binds the client's first socket.
   *
   * @param server the server's, which is not used when the client is to open to itself
   */
  Talks(Place place, SessionRequest request, SocketAddress server, Logbook logbook)
      throws LinuxException {
    this.place = place;
    this.request = request;
    this.logbook = logbook;
    TcpSocket socket = place.bind(Party.CLIENT, 0);
    boolean toItself = request.steps().stream().anyMatch(Step::toSelf);
    own =
        new Talk(
            place,
            socket,
            toItself ? socket.localAddress() : server,
            request.exchange(),
            logbook,
            place.tier() == Tier.SOCKETS_ONLY);
    ownPort = own.client().local().port();
    all.add(own);
    byPort.put(ownPort, own);
  }

  /** The session's own connection. */
  Talk own() {
    return own;
  }

  boolean isOwn(Talk talk) {
    return talk.equals(own);
  }

  List<Talk> all() {
    return all;
  }

  /**
   * The last connection from a port of the client, or else the session's own.
   *
   * @param port null for that of the session's own
   */
  Talk from(@Nullable Integer port) {
    return byPort.getOrDefault(port == null ? ownPort : port, own);
  }

  /**
   * The connection that an OPEN from a port opens, which is a new one where that port has had one.
   *
   * @param port null for that of the session's own
   * @return null when one from that port exists
   * @throws LinuxException when the port is in use elsewhere
   */
  @Nullable Talk toOpen(@Nullable Integer port) throws LinuxException {
    int from = port == null ? ownPort : port;
    Talk last = byPort.get(from);
    if (last == null) {
      return another(from);
    }
    if (!last.wasOpened()) {
      return last;
    }
    if (!last.isOver() || last.client().state() == KernelState.TIME_WAIT) {
      return null;
    }
    last.freePort();
    return another(from);
  }

  private Talk another(int port) throws LinuxException {
    TcpSocket socket = place.bind(Party.CLIENT, port);
    int before = (int) all.stream().filter(talk -> talk.client().local().port() == port).count();
    boolean isOwn = port == ownPort;
    var whose = new Told.Whose(socket.localAddress(), before + 1);
    var talk =
        new Talk(
            place,
            socket,
            own.server().local(),
            isOwn ? request.exchange() : Exchange.NOTHING,
            logbook.of(whose),
            false);
    AskedOfSocket.ofClient(socket, request.client(), isOwn ? before + 1 : 0);
    all.add(talk);
    byPort.put(port, talk);
    own = isOwn ? talk : own;
    return talk;
  }

  /** The last connection whose server has no socket yet and waits for this peer; null if none. */
  @Nullable Talk awaiting(SocketAddress peer) {
    for (Talk talk : all.reversed()) {
      if (!talk.server().hasSocket() && talk.server().remote().equals(peer)) {
        return talk;
      }
    }
    return null;
  }

  /** Whether a client of the session has, or had, this address as the server sees it. */
  boolean knows(SocketAddress peer) {
    return all.stream().anyMatch(talk -> talk.server().remote().equals(peer));
  }

  /** Keeps what the server has accepted once more. */
  void keep(TcpSocket again) {
    repeated.add(again);
  }

  /** Every user takes its turn. Answers whether anything was done. */
  boolean turn() throws LinuxException {
    boolean changed = false;
    for (Talk talk : all) {
      changed |= talk.turn();
    }
    return changed;
  }

  /** Nobody waits for an answer, and nothing is in flight. */
  boolean rest(Sightings sightings, long nowNs) throws LinuxException {
    for (Talk talk : all) {
      if (!talk.rests(sightings, nowNs)) {
        return false;
      }
    }
    for (TcpSocket socket : repeated) {
      if (socket.info().state() == KernelState.SYN_RECV) {
        return false;
      }
    }
    return true;
  }

  void await(Poll poll) {
    all.forEach(talk -> talk.await(poll));
  }

  @Override
  public void close() {
    all.reversed().forEach(Talk::close);
    repeated.forEach(TcpSocket::close);
  }
}
