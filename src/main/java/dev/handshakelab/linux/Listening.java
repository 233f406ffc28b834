package dev.handshakelab.linux;

import dev.handshakelab.linux.ffi.Errno;
import dev.handshakelab.linux.ffi.LinuxException;
import dev.handshakelab.linux.socket.KernelState;
import dev.handshakelab.linux.socket.TcpSocket;
import dev.handshakelab.scenario.EndSpec;
import dev.handshakelab.trace.Entry.Subject;
import dev.handshakelab.trace.Party;
import dev.handshakelab.wire.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An end's port: a socket that is bound to it and listens when it is told to. A listener that was
 * closed is gone; to listen once more takes another socket, bound to the same port.
 */
final class Listening implements AutoCloseable {
  /** What listen() is told when nothing was asked: the kernel takes its own bound, somaxconn. */
  private static final int LARGEST_BACKLOG = 65_535;

  private final Party party;
  private final Binding binding;
  private final EndSpec asked;
  private final Logbook logbook;
  private TcpSocket socket;
  private boolean listening;
  private boolean gone;

  /**
   * @param socket bound and not listening; closed with this
   * @param binding for when it is to listen again
   * @param asked what the end is to be
   */
  Listening(Party party, TcpSocket socket, Binding binding, EndSpec asked, Logbook logbook) {
    this.party = party;
    this.socket = socket;
    this.binding = binding;
    this.asked = asked;
    this.logbook = logbook;
  }

  boolean isListening() {
    return listening;
  }

  TcpSocket socket() {
    return socket;
  }

  /** LISTEN: the passive OPEN (RFC 9293 §3.10.1). */
  void listen(int call) throws LinuxException {
    long atNs = logbook.nowNs();
    if (listening) {
      logbook.write(called(call, "LISTEN", "error: connection already exists", atNs));
      return;
    }
    if (gone) {
      try {
        socket = binding.bind();
        AskedOfSocket.ofServer(socket, asked);
      } catch (LinuxException refused) {
        String why = "error: " + Errno.meaningOf(refused.errno());
        logbook.write(called(call, "LISTEN", why, atNs));
        return;
      }
      gone = false;
    }
    socket.listen(Objects.requireNonNullElse(asked.backlog(), LARGEST_BACKLOG));
    listening = true;
    logbook.write(called(call, "LISTEN", "ok", atNs));
    found(socket.info().state());
  }

  /** CLOSE of the listener, before it has a connection. */
  void close(int call) {
    long atNs = logbook.nowNs();
    forget();
    logbook.write(called(call, "CLOSE", "ok", atNs));
    found(KernelState.CLOSE);
  }

  /** The machine crashes: nothing is told of it. */
  void forget() {
    socket.close();
    listening = false;
    gone = true;
  }

  @Override
  public void close() {
    socket.close();
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
