package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.ffi.Poll;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.Exchange;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;

/**
 * One connection of a session: its two ends as the kernel has them, and their users. A session has
 * several when its client opens from several ports, or from one again.
 */
final class Talk implements AutoCloseable {
  private final TcpSocket clientSocket;
  private final KernelEnd client;
  private final KernelEnd server;
  private final KernelUser clientUser;
  private final KernelUser serverUser;
  private final Quiescence quiescence = new Quiescence();
  private boolean opened;

  /**
   * @param clientSocket bound; closed with this
   * @param server the server's socket
   * @param exchange what the users do when they are through
   */
  Talk(
      Place place,
      TcpSocket clientSocket,
      SocketAddress server,
      Exchange exchange,
      Logbook logbook,
      boolean samples)
      throws LinuxException {
    this.clientSocket = clientSocket;
    SocketAddress local = clientSocket.localAddress();
    this.server =
        new KernelEnd(
            Party.SERVER,
            server,
            place.seenByPeer(Party.CLIENT, local),
            place.diagnose(Party.SERVER));
    client =
        new KernelEnd(
            Party.CLIENT,
            local,
            place.seenByPeer(Party.SERVER, server),
            place.diagnose(Party.CLIENT));
    clientUser = new KernelUser(client, exchange, logbook, samples);
    serverUser = new KernelUser(this.server, exchange, logbook, samples);
  }

  TcpSocket clientSocket() {
    return clientSocket;
  }

  KernelEnd client() {
    return client;
  }

  KernelEnd server() {
    return server;
  }

  KernelUser user(Party party) {
    return party == Party.CLIENT ? clientUser : serverUser;
  }

  /** Whether one socket is both ends. */
  boolean withItself() {
    return client.local().equals(client.remote());
  }

  boolean wasOpened() {
    return opened;
  }

  void noteOpened() {
    opened = true;
  }

  /** Whether the client's socket is done with, so that its port can be used again. */
  boolean isOver() throws LinuxException {
    return opened
        && (client.aborted()
            || !client.hasSocket()
            || client.socket().info().state() == KernelState.CLOSE);
  }

  /** Lets go of the client's socket, which is done with. */
  void freePort() {
    if (client.hasSocket() && !client.aborted()) {
      client.abort();
    }
    clientSocket.close();
  }

  boolean turn() throws LinuxException {
    boolean changed = clientUser.turn();
    return serverUser.turn() || changed;
  }

  /** Nobody waits for an answer, and nothing is in flight. */
  boolean rests(Sightings sightings, long nowNs) throws LinuxException {
    return !clientUser.isOpening()
        && !serverUser.isOpening()
        && quiescence.reached(client, server, sightings, nowNs);
  }

  void await(Poll poll) {
    clientUser.await(poll);
    serverUser.await(poll);
  }

  @Override
  public void close() {
    server.close();
    client.close();
    clientSocket.close();
  }
}
