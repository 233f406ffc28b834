package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The server's port: a socket that is bound to it and listens when it is told to. */
final class Listening {
  /** What listen() is told when nothing was asked: the kernel takes its own bound, somaxconn. */
  private static final int LARGEST_BACKLOG = 65_535;

  private final Party party;
  private final TcpSocket socket;
  private final @Nullable Integer backlog;
  private final Logbook logbook;
  private boolean listening;

  /**
   * @param socket bound and not listening
   * @param backlog null leaves it to the kernel
   */
  Listening(TcpSocket socket, @Nullable Integer backlog, Logbook logbook) {
    this(Party.SERVER, socket, backlog, logbook);
  }

  /** The same at either end. */
  Listening(Party party, TcpSocket socket, @Nullable Integer backlog, Logbook logbook) {
    this.party = party;
    this.socket = socket;
    this.backlog = backlog;
    this.logbook = logbook;
  }

  boolean isListening() {
    return listening;
  }

  TcpSocket socket() {
    return socket;
  }

  /** LISTEN: the passive OPEN. */
  void listen(int call) throws LinuxException {
    long atNs = logbook.nowNs();
    if (listening) {
      logbook.write(called(call, "LISTEN", "error: already listening", atNs));
      return;
    }
    socket.listen(backlog == null ? LARGEST_BACKLOG : backlog);
    listening = true;
    logbook.write(called(call, "LISTEN", "ok", atNs));
    found(socket.info().state());
  }

  /** CLOSE of the listener, before it has a connection. */
  void close(int call) {
    long atNs = logbook.nowNs();
    socket.close();
    listening = false;
    logbook.write(called(call, "CLOSE", "ok", atNs));
    found(KernelState.CLOSE);
  }

  /** The machine crashes: nothing is told of it. */
  void forget() {
    socket.close();
    listening = false;
  }

  private Told called(int call, String op, String result, long atNs) {
    return new Told.Called(party, call, op, null, result, atNs);
  }

  private void found(KernelState state) {
    logbook.write(new Told.Sampled(party, Subject.LISTENER, state, logbook.nowNs()));
  }

  /** The next connection, whoever opened it; null when there is none. */
  TcpSocket.@Nullable Accepted accept() throws LinuxException {
    return listening ? socket.accept() : null;
  }

  /** Nobody of the session opened it. */
  void turnAway(TcpSocket.Accepted accepted) {
    accepted.socket().close();
    logbook.remark(null, "a stranger connected from " + accepted.peer() + " and was turned away");
  }

  /** The connection that {@code peer} has opened, or null when there is none yet. */
  @Nullable TcpSocket accept(SocketAddress peer) throws LinuxException {
    TcpSocket.Accepted accepted = accept();
    if (accepted == null) {
      return null;
    }
    if (accepted.peer().equals(peer)) {
      return accepted.socket();
    }
    turnAway(accepted);
    return null;
  }
}
